namespace NegotiationLedger.Cli;

/// <summary>A column of a <see cref="Sheet"/>.</summary>
/// <param name="Label">Its heading.</param>
/// <param name="IsShort">Whether its cells are a word or two: they are not broken in a table, and share a line in a stack.</param>
/// <param name="IsRight">Whether its cells are numbers.</param>
internal sealed record Column(string Label, bool IsShort = false, bool IsRight = false);

/// <summary>Rows that are a table where there is room, and else a stack: the first two cells as a heading, the others below with their labels.</summary>
/// <param name="room">The columns of characters from which it is a table.</param>
/// <param name="columns">The columns; those without a word in any row are left out.</param>
internal sealed class Sheet(int room, params IReadOnlyList<Column> columns)
{
    private readonly List<IReadOnlyList<Phrase>> _rows = [];

    /// <summary>The columns of characters from which it is a table.</summary>
    public int Room => room;

    /// <summary>Whether there are no rows.</summary>
    public bool IsEmpty => _rows.Count == 0;

    /// <summary>The columns that say something.</summary>
    public IReadOnlyList<Column> Columns => [.. Used().Select(i => columns[i])];

    /// <summary>The rows, in the order of <see cref="Columns"/>.</summary>
    public IEnumerable<IReadOnlyList<Phrase>> Rows
    {
        get
        {
            var used = Used();
            return _rows.Select(row => (IReadOnlyList<Phrase>)[.. used.Select(i => row[i])]);
        }
    }

    /// <summary>Adds a row: one cell for each column.</summary>
    public Sheet Add(params IReadOnlyList<Phrase> cells)
    {
        _rows.Add(cells);
        return this;
    }

    private List<int> Used() => [.. Enumerable.Range(0, columns.Count).Where(i => _rows.Exists(row => !row[i].IsEmpty))];
}
