using System.Text;
using CsvHelper;
using NegotiationLedger.Recording.Imports;

namespace NegotiationLedger.Server;

/// <summary>A file with a sheet: the header found by the map, the rows with their lines, and its bad rows as a file again.</summary>
/// <param name="Sheet">The sheet.</param>
/// <param name="Separator">What stands between its cells, in it or in the file of its bad rows.</param>
internal sealed record SheetFile(Sheet Sheet, char Separator)
{
    /// <summary>The most rows of one file that are recorded together.</summary>
    internal const int MaxRows = 10_000;

    /// <summary>Among how many rows at the top the header is looked for.</summary>
    internal const int HeaderWithin = 50;

    /// <summary>The column that says of a bad row what is wrong with it.</summary>
    internal const string ProblemColumn = "ledger_problem";

    /// <summary>Where it stands in the body: a JSON Pointer.</summary>
    internal string Place { get; init; } = "/csv";

    /// <summary>How many of its rows hold no word.</summary>
    internal int CountEmpty => Sheet.Rows.Count(r => r.IsEmpty);

    /// <summary>Columns of the file that the map does not name.</summary>
    internal IReadOnlyList<string> Ignored(ImportMap map)
    {
        var named = NamesOf([.. map.Columns, ProblemColumn, ""]);
        return [.. Sheet.Header.Where(h => !named.Contains(Sheet.Plain(h)))];
    }

    /// <summary>Bad rows as a file that can be mended and loaded with the same map: the cells as they stood, and why they are bad in a last column.</summary>
    /// <remarks>Cells are not neutralised as in an export: they are the sender's own, and must read the same when they come back.</remarks>
    internal string? BadOf(IEnumerable<JudgedRow> rows)
    {
        var bad = rows.Where(r => r.Kind is RowKind.Bad).Select(r => (r.Mapped.Row, r.Problems)).ToList();
        return bad.Count == 0 ? null : Written(bad);
    }

    private string Written(IEnumerable<(SheetRow Row, IReadOnlyList<RowProblem> Problems)> rows)
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

    /// <summary>Whether a row has every column of a map.</summary>
    internal static bool IsHeader(SheetRow row, IReadOnlyList<string> columns) =>
        NamesOf(row.Cells).IsSupersetOf(columns.Select(Sheet.Plain));

    /// <summary>Refuses a header in which a column of the map stands twice.</summary>
    /// <exception cref="ProblemException">One does.</exception>
    internal static void RefuseTwice(SheetRow header, IReadOnlyList<string> columns, string member)
    {
        var count = header.Cells.CountBy(Sheet.Plain, StringComparer.OrdinalIgnoreCase).ToDictionary(StringComparer.OrdinalIgnoreCase);
        var twice = columns
            .Where(c => count[Sheet.Plain(c)] > 1)
            .Select(c => new Problem(member, $"The column '{c}' appears twice on line {header.Line}: rename one of the two."))
            .ToList();
        if (twice.Count > 0)
            throw Problems.Invalid(twice);
    }

    /// <summary>Says that no row has all columns of a map, and which comes nearest.</summary>
    internal static string WithoutHeader(IEnumerable<SheetRow> rows, IReadOnlyList<string> columns)
    {
        var nearest = rows.MaxBy(row => (NamesOf(columns).Count(NamesOf(row.Cells).Contains), row.Cells.Count));
        if (nearest is null)
            return "The file is empty.";
        var there = NamesOf(nearest.Cells);
        var missing = columns.Where(column => !there.Contains(Sheet.Plain(column)));
        return $"No row has all the columns of the map. The nearest, on line {nearest.Line}, lacks {Quoted(missing)} and has {Quoted(nearest.Cells.Take(40))}: correct the names in the map or in the file.";
    }

    private static HashSet<string> NamesOf(IEnumerable<string> cells) => new(cells.Select(Sheet.Plain), StringComparer.OrdinalIgnoreCase);

    private static bool Same(string one, string other) => Sheet.Plain(one).Equals(Sheet.Plain(other), StringComparison.OrdinalIgnoreCase);

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{Shortened(n)}'"));

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
