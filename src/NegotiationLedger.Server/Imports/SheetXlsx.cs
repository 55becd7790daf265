using System.Globalization;
using System.IO.Compression;
using System.Xml;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;
using NegotiationLedger.Recording.Imports;

namespace NegotiationLedger.Server;

/// <summary>Reads a sheet of an Excel workbook (.xlsx). What is unpacked is bounded before anything is read from it.</summary>
internal static class SheetXlsx
{
    private const long MostUnpacked = 128L * 1024 * 1024;
    private const int MostParts = 1000;
    private const int MostCells = 2_000_000;
    private const int MostLines = 100_000;

    private static readonly OpenXmlConfiguration Reading = new()
    {
        FillMergedCells = false,
        EnableSharedStringCache = false,
        TrimColumnNames = false,
        Culture = CultureInfo.InvariantCulture,
    };

    /// <summary>Reads the sheet that a map names, else the first.</summary>
    /// <param name="base64">The workbook.</param>
    /// <param name="map">The map.</param>
    /// <exception cref="ProblemException">It is not a workbook, is too large, or has no such sheet or header.</exception>
    internal static SheetFile Read(string base64, ImportMap map)
    {
        var lines = Lines(base64, map.SheetName);
        var columns = map.Columns;
        var header =
            map.Header.Count > 0
                ? new(0, map.Header)
                : lines.Take(SheetFile.HeaderWithin).FirstOrDefault(row => SheetFile.IsHeader(row, columns));
        if (header is null)
            throw Refused(SheetFile.WithoutHeader(lines.Take(SheetFile.HeaderWithin), columns));
        SheetFile.RefuseTwice(header, columns, "/xlsx");
        // Cells beyond the header's last are empty in every row, or are of no column.
        var width = header.Cells.ToList().FindLastIndex(c => c.Length > 0) + 1;
        List<SheetRow> rows = [.. lines.Where(r => r.Line > header.Line).Select(r => r with { Cells = [.. r.Cells.Take(width)] })];
        var filled = rows.Count(r => !r.IsEmpty);
        if (filled == 0)
            throw Refused($"There are no rows under the header on line {header.Line}.");
        if (filled > SheetFile.MaxRows)
            throw Problems.TooLarge(
                $"The sheet has {filled} rows; one import may have at most {SheetFile.MaxRows}: split it, keeping the order, and repeat the header in each part."
            );
        return new(new([.. header.Cells.Take(width)], rows), ',') { Place = "/xlsx" };
    }

    /// <summary>The rows of a sheet as they stand, a header among them.</summary>
    /// <exception cref="ProblemException">It is not a workbook, is too large, or has no such sheet.</exception>
    internal static List<SheetRow> Lines(string base64, string? name)
    {
        var bytes = new byte[base64.Length / 4 * 3 + 3];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
            throw Refused("'xlsx' is not base64 (RFC 4648, section 4): encode the bytes of the workbook so.");
        using var workbook = new MemoryStream(bytes, 0, length, writable: false);
        try
        {
            RefuseLarge(workbook);
            workbook.Position = 0;
            var names = workbook.GetSheetNames(Reading);
            var sheet = name is null
                ? names[0]
                : names.Find(n => Sheet.Plain(n).Equals(Sheet.Plain(name), StringComparison.OrdinalIgnoreCase));
            if (sheet is null)
                throw Refused($"The workbook has no sheet '{name}'. It has: {string.Join(", ", names.Take(20))}.");
            workbook.Position = 0;
            return Rows(workbook, sheet);
        }
        // What is no workbook, or a broken one, is told by whichever part of the reading meets it.
        catch (Exception e) when (e is not (ProblemException or OutOfMemoryException or OperationCanceledException))
        {
            throw Refused(
                $"The workbook cannot be read ({e.GetType().Name}): save it again as .xlsx, or as 'CSV UTF-8' and send that as 'csv'."
            );
        }
    }

    // The sizes that an archive states may be wrong: it is unpacked to nowhere, as far as is allowed.
    private static void RefuseLarge(MemoryStream workbook)
    {
        using var archive = new ZipArchive(workbook, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.Entries.Count > MostParts)
            throw Problems.TooLarge($"The workbook has {archive.Entries.Count} parts; at most {MostParts} are allowed.");
        var (total, buffer) = (0L, new byte[64 * 1024]);
        foreach (var entry in archive.Entries)
        {
            using var part = entry.Open();
            for (int read; (read = part.Read(buffer)) > 0; )
            {
                total += read;
                if (total > MostUnpacked)
                    throw Problems.TooLarge($"Unpacked, the workbook has more than {MostUnpacked} bytes: save the sheet alone, or as CSV.");
            }
        }
    }

    private static List<SheetRow> Rows(MemoryStream workbook, string sheet)
    {
        var rows = new List<SheetRow>();
        var cells = 0;
        foreach (IDictionary<string, object?> row in workbook.Query(useHeaderRow: false, sheet, ExcelType.XLSX, "A1", Reading))
        {
            cells += row.Count;
            if (cells > MostCells || rows.Count >= MostLines)
                throw Problems.TooLarge(
                    $"The sheet reaches over more than {MostCells} cells or {MostLines} lines: delete empty rows and columns, or split it."
                );
            var typed = new HashSet<int>();
            List<string> texts = [.. row.Values.Select((value, place) => TextOf(value, place, typed))];
            rows.Add(new(rows.Count + 1, texts) { Typed = typed.Count == 0 ? null : typed });
        }

        return rows;
    }

    // Numbers and dates as the ledger writes them, whatever the sheet shows.
    private static string TextOf(object? value, int place, HashSet<int> typed)
    {
        var text = value switch
        {
            null => "",
            DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
            double number => Math.Abs(number) < 1e15
                ? ((decimal)number).ToString(CultureInfo.InvariantCulture)
                : number.ToString("R", CultureInfo.InvariantCulture),
            bool flag => flag ? "true" : "false",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
        if (value is DateTime or double)
            typed.Add(place);
        return text;
    }

    private static ProblemException Refused(string detail) => Problems.Invalid([new("/xlsx", detail)]);
}
