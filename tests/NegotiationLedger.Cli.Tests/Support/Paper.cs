using System.Text;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace NegotiationLedger.Cli.Tests.Support;

/// <summary>A page whose print can be read back.</summary>
internal sealed partial class Paper
{
    private readonly StringBuilder _printed = new();

    private Paper(Func<StringWriter, IAnsiConsole> console) => Page = new(console(new StringWriter(_printed)));

    public Page Page { get; }

    /// <summary>All that was printed.</summary>
    public string Raw => _printed.ToString();

    /// <summary>What a reader sees: without the escapes that colour it.</summary>
    public string Text => Colours().Replace(Raw, "");

    /// <summary>It in one line, so that wrapping does not hide a sentence.</summary>
    public string Flat => Spaces().Replace(Text, " ");

    public IEnumerable<string> Lines => Text.Split('\n');

    public static Paper Pipe(int width) =>
        new(writer => Surroundings.Open(writer, isPipe: true, name => name == "COLUMNS" ? $"{width}" : null));

    public static Paper Screen(int width) =>
        new(writer =>
        {
            var console = AnsiConsole.Create(
                new AnsiConsoleSettings
                {
                    Out = new AnsiConsoleOutput(writer),
                    Ansi = AnsiSupport.Yes,
                    ColorSystem = ColorSystemSupport.TrueColor,
                    Interactive = InteractionSupport.No,
                }
            );
            console.Profile.Width = width;
            console.Profile.Capabilities.Unicode = true;
            return console;
        });

    [GeneratedRegex(@"\u001B\[[0-9;]*m", RegexOptions.NonBacktracking)]
    private static partial Regex Colours();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}
