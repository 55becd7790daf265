using NegotiationLedger.Recording.Imports;

namespace NegotiationLedger.Server;

/// <summary>The header and the first rows of a spreadsheet of which no map is known yet.</summary>
public static class SheetHead
{
    private const int MostRows = 500;

    /// <summary>Reads a workbook, in base64.</summary>
    /// <exception cref="ProblemException">It cannot be read, or has no header.</exception>
    public static Sheet OfXlsx(string base64) => Of(SheetXlsx.Lines(base64, name: null));

    /// <summary>Reads CSV, whatever stands between its cells.</summary>
    /// <exception cref="ProblemException">It has no header.</exception>
    public static Sheet OfCsv(string csv)
    {
        var tried = SheetCsv.Separators.Select(separator => SheetCsv.FirstRows(csv, separator, MostRows)).ToList();
        return Of(tried.MaxBy(rows => rows.Take(SheetFile.HeaderWithin).Select(Filled).DefaultIfEmpty(0).Max())!);
    }

    // The first row with as many cells as any: titles above a header have one or two.
    private static Sheet Of(IReadOnlyList<SheetRow> lines)
    {
        var most = lines.Take(SheetFile.HeaderWithin).Select(Filled).DefaultIfEmpty(0).Max();
        if (most == 0)
            throw Problems.Invalid([new("", "The sheet is empty.")]);
        var header = lines.First(row => Filled(row) == most);
        return new(header.Cells, [.. lines.SkipWhile(row => row != header).Skip(1).Where(row => !row.IsEmpty).Take(MostRows)]);
    }

    private static int Filled(SheetRow row) => row.Cells.Count(cell => !string.IsNullOrWhiteSpace(cell));
}
