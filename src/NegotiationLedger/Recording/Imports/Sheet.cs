namespace NegotiationLedger.Recording.Imports;

/// <summary>One row of a spreadsheet.</summary>
/// <param name="Line">The line of the file on which it begins, from 1.</param>
/// <param name="Cells">Its cells as they stand, in the order of the header; those missing at the end count as empty.</param>
/// <param name="Fault">What is wrong with the row as a row; null when nothing is.</param>
public sealed record SheetRow(int Line, IReadOnlyList<string> Cells, string? Fault = null)
{
    /// <summary>Whether no cell holds more than white space.</summary>
    public bool IsEmpty => Fault is null && Cells.All(string.IsNullOrWhiteSpace);

    /// <summary>The places of cells that hold a number or a date, and not a text, written as the ledger writes them; null for none.</summary>
    public IReadOnlySet<int>? Typed { get; init; }
}

/// <summary>A spreadsheet: a header and the rows under it. For one caller at a time.</summary>
public sealed class Sheet
{
    private readonly Dictionary<string, int> _places = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _asked = new(StringComparer.Ordinal);

    /// <summary>Puts rows under a header.</summary>
    /// <param name="header">The columns' names; where a name stands twice the first counts.</param>
    /// <param name="rows">The rows, in the order of the file.</param>
    public Sheet(IReadOnlyList<string> header, IReadOnlyList<SheetRow> rows)
    {
        (Header, Rows) = (header, rows);
        for (var i = 0; i < header.Count; i++)
            _places.TryAdd(Plain(header[i]), i);
    }

    /// <summary>The columns' names as they stand.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The rows, in the order of the file.</summary>
    public IReadOnlyList<SheetRow> Rows { get; }

    /// <summary>A cell of a row, without white space around it and with line ends as LF; empty where the row or the sheet has none.</summary>
    public string CellOf(SheetRow row, string column)
    {
        var place = PlaceOf(column);
        return place < row.Cells.Count ? row.Cells[place].ReplaceLineEndings("\n").Trim(White) : "";
    }

    /// <summary>Whether a cell of a row holds a number or a date rather than a text.</summary>
    internal bool IsTyped(SheetRow row, string column) => row.Typed?.Contains(PlaceOf(column)) == true;

    private int PlaceOf(string column)
    {
        if (!_asked.TryGetValue(column, out var place))
            _asked[column] = place = _places.GetValueOrDefault(Plain(column), int.MaxValue);
        return place;
    }

    /// <summary>A text as names and values are compared: white space single and none around it. Case never counts.</summary>
    public static string Plain(string text) => string.Join(' ', text.Split(White, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A cell as a message shows it: at most 200 characters, because the row is there to be read.</summary>
    internal static string Shown(string text) => text.Length <= 200 ? text : text[..(char.IsHighSurrogate(text[196]) ? 196 : 197)] + "...";

    /// <summary>What counts as white space around a cell: what Unicode says, and the marks that spreadsheets and web pages leave behind.</summary>
    internal static readonly char[] White =
    [
        ' ',
        '\t',
        '\n',
        '\r',
        '\v',
        '\f',
        '\u0085',
        '\u00A0',
        '\u2007',
        '\u2009',
        '\u200B',
        '\u202F',
        '\u3000',
        '\uFEFF',
    ];
}
