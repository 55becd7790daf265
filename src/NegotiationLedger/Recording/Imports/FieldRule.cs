namespace NegotiationLedger.Recording.Imports;

/// <summary>What fills one field of a body.</summary>
/// <param name="Pointer">The field: a JSON Pointer into the body.</param>
/// <param name="Place">Where the rule stands in the map: a JSON Pointer.</param>
/// <param name="Pieces">The text: words of the map and cells of columns, one after the other; none for a rule that leaves the field empty.</param>
public sealed record FieldRule(string Pointer, string Place, IReadOnlyList<Piece> Pieces)
{
    /// <summary>The text when the cells are empty.</summary>
    public string? Otherwise { get; init; }

    /// <summary>What the texts stand for; a text that is not among them is refused. Any text is taken when null.</summary>
    public ValueTable? Values { get; init; }

    /// <summary>What stands between the items of a list.</summary>
    public string? Split { get; init; }

    /// <summary>How dates are written.</summary>
    public DateForms Dates { get; init; } = DateForms.EdtfOnly;

    /// <summary>How numbers are written.</summary>
    public NumberForm Numbers { get; init; } = NumberForm.Plain;

    /// <summary>The end of an interval whose start the text is; none when it has none.</summary>
    public IReadOnlyList<Piece> Until { get; init; } = [];

    /// <summary>Whether the text becomes an id: <c>The North</c> is <c>the-north</c>.</summary>
    public bool IsSlug { get; init; }

    /// <summary>What the texts of columns within the pointer stand for, before they become ids.</summary>
    public ValueTable? Names { get; init; }

    /// <summary>Whether the field is left empty.</summary>
    public bool IsLeftOut => Pieces.Count == 0;

    /// <summary>Whether no cell has a part in it.</summary>
    public bool IsConstant => Columns.Count == 0;

    /// <summary>The columns it is filled from.</summary>
    public IReadOnlyList<string> Columns => [.. Pieces.Concat(Until).Where(p => p.IsColumn).Select(p => p.Text), .. PointerColumns];

    /// <summary>The columns within the pointer: <c>Issue</c> in <c>/terms/{Issue}/text</c>.</summary>
    public IReadOnlyList<string> PointerColumns { get; } =
    [.. JsonPointer.Names(Pointer).Where(n => n is ['{', _, .., '}']).Select(n => n[1..^1])];
}

/// <summary>A part of a text: words, or the cell of a column.</summary>
/// <param name="Text">The words, or the column's name.</param>
/// <param name="IsColumn">Whether it is a column's name.</param>
public readonly record struct Piece(string Text, bool IsColumn);
