using System.Globalization;
using System.Text;
using CsvHelper;
using NegotiationLedger.Recording.Imports;

namespace NegotiationLedger.Server;

/// <summary>A spreadsheet as CSV (RFC 4180, with any of four separators): where its header is, its rows with their lines, and its bad rows.</summary>
/// <param name="Sheet">The sheet.</param>
/// <param name="Separator">What stands between its cells.</param>
internal sealed record SheetCsv(Sheet Sheet, char Separator)
{
    /// <summary>The most rows of one file that are recorded together.</summary>
    internal const int MaxRows = 10_000;

    /// <summary>The column that says of a bad row what is wrong with it.</summary>
    internal const string ProblemColumn = "ledger_problem";

    private const int HeaderWithin = 50;

    private static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <summary>Reads a file. The header is the first row that has every column of the map, so that titles above it do no harm and the separator need not be guessed.</summary>
    /// <exception cref="ProblemException">No such row is there, a column stands twice, a quotation mark is never closed, or there are too many rows or none.</exception>
    internal static SheetCsv Read(string csv, ImportMap map)
    {
        var columns = map.Columns;
        var tried = (map.Separator is { } stated ? [stated] : Separators)
            .Select(s => (Separator: s, Header: HeaderOf(csv, s, columns)))
            .ToList();
        var (separator, header) = tried.MaxBy(t => t.Header?.Cells.Count ?? 0);
        if (header is null)
            throw Problems.Invalid([new("/csv", WithoutHeader(csv, columns, [.. tried.Select(t => t.Separator)]))]);
        var count = header.Cells.CountBy(Sheet.Plain, StringComparer.OrdinalIgnoreCase).ToDictionary(StringComparer.OrdinalIgnoreCase);
        var twice = columns
            .Where(c => count[Sheet.Plain(c)] > 1)
            .Select(c => new Problem("/csv", $"The column '{c}' appears twice on line {header.Line}: rename one of the two."))
            .ToList();
        if (twice.Count > 0)
            throw Problems.Invalid(twice);
        return new(new(header.Cells, RowsOf(csv, separator, header)), separator);
    }

    /// <summary>Columns of the file that the map does not name.</summary>
    internal IReadOnlyList<string> Ignored(ImportMap map)
    {
        var named = NamesOf([.. map.Columns, ProblemColumn, ""]);
        return [.. Sheet.Header.Where(h => !named.Contains(Sheet.Plain(h)))];
    }

    /// <summary>Bad rows as a file that can be mended and loaded with the same map: the cells as they stood, and why they are bad in a last column.</summary>
    /// <remarks>Cells are not neutralised as in an export: they are the sender's own, and must read the same when they come back.</remarks>
    internal string Bad(IEnumerable<(SheetRow Row, IReadOnlyList<RowProblem> Problems)> rows)
    {
        using var bytes = new MemoryStream();
        using (
            var csv = CsvWriter.Create(
                bytes,
                CsvWriterOptions.Default with
                {
                    Separator = Separator,
                    ValidateFieldCount = false,
                },
                leaveOpen: true
            )
        )
        {
            var kept = Enumerable.Range(0, Sheet.Header.Count).Where(i => !Same(Sheet.Header[i], ProblemColumn)).ToList();
            Write(csv, kept.Select(i => Sheet.Header[i]), ProblemColumn);
            foreach (var (row, problems) in rows)
                Write(
                    csv,
                    kept.Select(i => i < row.Cells.Count ? row.Cells[i] : "").Concat(row.Cells.Skip(Sheet.Header.Count)),
                    string.Join(" ", problems.Select(p => p.Sentence))
                );
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void Write(CsvWriter csv, IEnumerable<string> cells, string last)
    {
        foreach (var cell in cells.Append(last))
            csv.WriteField(cell);
        csv.EndRecord();
    }

    private static List<SheetRow> RowsOf(string csv, char separator, SheetRow header)
    {
        var faults = new Dictionary<long, CsvMalformedReason>();
        using var reader = Open(csv, separator, faults);
        var rows = new List<SheetRow>();
        var filled = 0;
        while (reader.Read())
        {
            if (reader.LineNumber <= header.Line)
                continue;
            var row = RowOf(reader);
            CsvMalformedReason? reason = faults.TryGetValue(row.Line, out var found) ? found : null;
            if (reason is CsvMalformedReason.UnterminatedQuote)
                throw Problems.Invalid([
                    new(
                        "/csv",
                        $"A quotation mark in the row on line {row.Line} is never closed, so it swallows the rest of the file: close it, or double it where it is part of the text."
                    ),
                ]);
            rows.Add(row with { Fault = FaultOf(row, header, reason) });
            if (!rows[^1].IsEmpty && ++filled > MaxRows)
                throw Problems.TooLarge(
                    $"The file has more than {MaxRows} rows, the most that one import may have: split it, keeping the order, and repeat the header in each part."
                );
        }

        return filled > 0 ? rows : throw Problems.Invalid([new("/csv", $"There are no rows under the header on line {header.Line}.")]);
    }

    private static string? FaultOf(SheetRow row, SheetRow header, CsvMalformedReason? reason)
    {
        if (reason is CsvMalformedReason.TextAfterClosingQuote)
            return "Text follows a closing quotation mark: double quotation marks that are part of the text.";
        // Even when what is beyond the header is empty, a separator in a text has moved the cells.
        return row.Cells.Count <= header.Cells.Count || row.IsEmpty
            ? null
            : $"The row has {row.Cells.Count} cells and the header {header.Cells.Count}: put the text that holds the separator in quotation marks.";
    }

    private static SheetRow? HeaderOf(string csv, char separator, IReadOnlyList<string> columns)
    {
        using var reader = Open(csv, separator, []);
        for (var i = 0; i < HeaderWithin && reader.Read(); i++)
        {
            var row = RowOf(reader);
            if (NamesOf(row.Cells).IsSupersetOf(columns.Select(Sheet.Plain)))
                return row;
        }

        return null;
    }

    // The row that comes nearest tells a slip in a name from a file of another kind.
    private static string WithoutHeader(string csv, IReadOnlyList<string> columns, IReadOnlyList<char> separators)
    {
        var nearest = separators
            .SelectMany(separator => FirstRows(csv, separator))
            .MaxBy(row => (NamesOf(columns).Count(NamesOf(row.Cells).Contains), row.Cells.Count));
        if (nearest is null)
            return "The file is empty.";
        var there = NamesOf(nearest.Cells);
        var missing = columns.Where(column => !there.Contains(Sheet.Plain(column)));
        return $"No row has all the columns of the map. The nearest, on line {nearest.Line}, lacks {Quoted(missing)} and has {Quoted(nearest.Cells.Take(40))}: correct the names in the map or in the file.";
    }

    private static List<SheetRow> FirstRows(string csv, char separator)
    {
        using var reader = Open(csv, separator, []);
        var rows = new List<SheetRow>();
        while (rows.Count < HeaderWithin && reader.Read())
            rows.Add(RowOf(reader));
        return rows;
    }

    private static CsvReader Open(string csv, char separator, Dictionary<long, CsvMalformedReason> faults) =>
        CsvReader.FromText(
            csv.TrimStart('\uFEFF'),
            CsvReaderOptions.Default with
            {
                Separator = separator,
                HasHeader = false,
                TrackLineNumbers = true,
                OnMalformedRecord = record =>
                {
                    if (record.Reason is not CsvMalformedReason.StrayQuote)
                        faults[record.LineNumber] = record.Reason;
                },
            }
        );

    private static SheetRow RowOf(CsvReader reader) =>
        new((int)reader.LineNumber, [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);

    private static HashSet<string> NamesOf(IEnumerable<string> cells) => new(cells.Select(Sheet.Plain), StringComparer.OrdinalIgnoreCase);

    private static bool Same(string one, string other) => Sheet.Plain(one).Equals(Sheet.Plain(other), StringComparison.OrdinalIgnoreCase);

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{Shortened(n)}'"));

    private static string Shortened(string text) =>
        text.Length <= 60 ? text : string.Create(CultureInfo.InvariantCulture, $"{text[..57]}...");
}
