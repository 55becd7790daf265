using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace NegotiationLedger.Server;

/// <summary>
/// Writes each message of the log in one line that begins with the time, whatever was put into it: control and format characters, and the
/// separators that Unicode breaks lines at, are written as <c>\u000a</c>. So nobody can write a line of their own, or colour a terminal, by what
/// they send (CWE-117).
/// </summary>
/// <param name="time">When it is; in UTC.</param>
internal sealed class OneLine(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    internal const string FormatterName = "one-line";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} ");
        line.Append(WordOf(logEntry.LogLevel)).Append(": ").Append(logEntry.Category);
        line.Append('[').Append(logEntry.EventId.Id).Append("] ").Append(logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } exception)
            line.Append(' ').Append(exception);
        textWriter.WriteLine(Escape(line.ToString()));
    }

    /// <summary>A text in one line.</summary>
    internal static string Escape(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text.EnumerateRunes())
            if (
                Rune.GetUnicodeCategory(c)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
            )
                line.Append(CultureInfo.InvariantCulture, $"\\u{c.Value:x4}");
            else
                line.Append(c);
        return line.ToString();
    }

    private static string WordOf(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trce",
            LogLevel.Debug => "dbug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "fail",
            _ => "crit",
        };
}
