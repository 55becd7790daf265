using CsvHelper;
using NegotiationLedger.Recording.Imports;

namespace NegotiationLedger.Server;

/// <summary>Reads a spreadsheet saved as CSV (RFC 4180, with any of four separators).</summary>
internal static class SheetCsv
{
    internal static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <summary>Reads a file. The header is the first row that has every column of the map, so that titles above it do no harm and the separator need not be guessed.</summary>
    /// <exception cref="ProblemException">No such row is there, a column stands twice, a quotation mark is never closed, or there are too many rows or none.</exception>
    /// <param name="csv">The text.</param>
    /// <param name="map">The map.</param>
    /// <param name="firstLine">The line on which the first row stands in a longer file of which this is a part; null for a whole file.</param>
    internal static SheetFile Read(string csv, ImportMap map, int? firstLine = null)
    {
        var columns = map.Columns;
        var tried = (map.Separator is { } stated ? [stated] : Separators)
            .Select(s => (Separator: s, Header: HeaderOf(csv, s, map, columns)))
            .ToList();
        var (separator, header) = tried.MaxBy(t => t.Header?.Cells.Count ?? 0);
        if (header is null && map.Header.Count > 0)
            throw Problems.Invalid([
                new(
                    "/csv",
                    $"The first row does not have the {map.Header.Count} cells of the map's 'header': correct one of the two, or give the 'separator'."
                ),
            ]);
        if (header is null)
            throw Problems.Invalid([new("/csv", SheetFile.WithoutHeader(tried.SelectMany(t => FirstRows(csv, t.Separator)), columns))]);
        SheetFile.RefuseTwice(header, columns, "/csv");
        return new(new(header.Cells, RowsOf(csv, separator, header, firstLine)), separator);
    }

    private static List<SheetRow> RowsOf(string csv, char separator, SheetRow header, int? firstLine)
    {
        int? shift = null;
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
            shift ??= firstLine is { } first ? first - row.Line : 0;
            rows.Add(row with { Line = row.Line + shift.Value, Fault = FaultOf(row, header, reason) });
            if (!rows[^1].IsEmpty && ++filled > SheetFile.MaxRows)
                throw Problems.TooLarge(
                    $"The file has more than {SheetFile.MaxRows} rows, the most that one import may have: split it, keeping the order, and repeat the header in each part."
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

    private static SheetRow? HeaderOf(string csv, char separator, ImportMap map, IReadOnlyList<string> columns)
    {
        if (map.Header.Count > 0)
            return FirstRows(csv, separator) is [var first, ..] && (map.Separator is not null || first.Cells.Count == map.Header.Count)
                ? new(0, map.Header)
                : null;
        using var reader = Open(csv, separator, []);
        for (var i = 0; i < SheetFile.HeaderWithin && reader.Read(); i++)
        {
            var row = RowOf(reader);
            if (SheetFile.IsHeader(row, columns))
                return row;
        }

        return null;
    }

    internal static List<SheetRow> FirstRows(string csv, char separator, int most = SheetFile.HeaderWithin)
    {
        using var reader = Open(csv, separator, []);
        var rows = new List<SheetRow>();
        while (rows.Count < most && reader.Read())
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
}
