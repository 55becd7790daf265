using System.Text;
using CsvHelper;
using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>
/// An answer as a spreadsheet opens it: CSV by RFC 4180 in UTF-8, on request with a byte order mark. A cell that begins with <c>=</c>,
/// <c>+</c>, <c>-</c>, <c>@</c>, one of these in full width, a tab, a carriage return or a line feed, and so might be taken for a formula, has an
/// apostrophe before it.
/// </summary>
internal sealed class Spreadsheet : IAsyncDisposable
{
    private static readonly CsvWriterOptions Safe = CsvWriterOptions.Default with { Injection = CsvInjection.Escape };

    private readonly CsvWriter _csv;
    private readonly CancellationToken _cancellation;

    private Spreadsheet(CsvWriter csv, CancellationToken cancellation) => (_csv, _cancellation) = (csv, cancellation);

    /// <summary>The parameter that asks for the mark.</summary>
    internal static Parameter Mark { get; } =
        new("bom", "'true' starts the CSV with a byte order mark, by which some spreadsheets recognise UTF-8.");

    /// <summary>Whether the mark is asked for.</summary>
    /// <exception cref="ProblemException">The value is neither true nor false.</exception>
    internal static bool HasMark(HttpRequest request) =>
        (string?)request.Query["bom"] switch
        {
            null or "false" => false,
            "true" => true,
            var other => throw Problems.Query(new Problem("/bom", $"'{other}' is neither true nor false.")),
        };

    /// <summary>Begins the answer with its header.</summary>
    internal static async Task<Spreadsheet> Begin(HttpContext context, bool hasMark, IEnumerable<string> header)
    {
        context.Response.ContentType = "text/csv; charset=utf-8";
        if (hasMark)
            await context.Response.Body.WriteAsync(Encoding.UTF8.Preamble.ToArray(), context.RequestAborted);
        var sheet = new Spreadsheet(CsvWriter.Create(context.Response.Body, Safe, leaveOpen: true), context.RequestAborted);
        await sheet.Row(header);
        return sheet;
    }

    /// <summary>Writes a row.</summary>
    internal async Task Row(IEnumerable<string?> cells)
    {
        foreach (var cell in cells)
            _csv.WriteField(cell is ['\n' or '＝' or '＋' or '－' or '＠', ..] ? $"'{cell}" : cell);
        await _csv.EndRecordAsync(_cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _csv.DisposeAsync();
}
