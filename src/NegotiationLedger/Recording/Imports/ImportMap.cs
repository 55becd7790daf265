namespace NegotiationLedger.Recording.Imports;

/// <summary>What is done with a row that says exactly what an earlier row of the same file says.</summary>
public enum Repeats
{
    /// <summary>It is refused: whether it is a slip or a second happening is for a person to say.</summary>
    Refused,

    /// <summary>It is the same record, given twice, and left out.</summary>
    One,

    /// <summary>Each is a happening of its own.</summary>
    Each,
}

/// <summary>How the columns of a spreadsheet become developments. Read from JSON by <see cref="MapReading"/>; the form is described in ops/import.</summary>
/// <param name="Fields">What fills which field, for every type.</param>
/// <param name="Types">What fills which field of one type instead; a rule without text leaves the field, and all below it, empty.</param>
public sealed record ImportMap(IReadOnlyList<FieldRule> Fields, IReadOnlyDictionary<string, IReadOnlyList<FieldRule>> Types)
{
    /// <summary>The negotiation that the spreadsheet is about; null when the map serves several.</summary>
    public NegotiationId? Negotiation { get; init; }

    /// <summary>Rows that are not records: where one of these columns holds one of these texts, the empty text included.</summary>
    public IReadOnlyList<SkipRule> Skips { get; init; } = [];

    /// <summary>Texts that count as an empty cell, beside the empty one.</summary>
    public IReadOnlySet<string> Blanks { get; init; } = new HashSet<string>();

    /// <summary>The columns that together name each row for ever; none when a row is named by what it says.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>The sources of earlier editions of the sheet, where no row tells that they belong together.</summary>
    public IReadOnlyList<SourceId> Editions { get; init; } = [];

    /// <summary>What is done with a row that says what an earlier one says; of no matter where there is a <see cref="Key"/>.</summary>
    public Repeats Repeats { get; init; }

    /// <summary>What stands between cells: a comma, a semicolon, a tab or a bar; the one under which the header has the map's columns when null.</summary>
    public char? Separator { get; init; }

    /// <summary>Every column that the map names, each once.</summary>
    public IReadOnlyList<string> Columns =>
        [
            .. AllRules
                .SelectMany(rule => rule.Columns)
                .Concat(Skips.Select(skip => skip.Column))
                .Concat(Key)
                .DistinctBy(Sheet.Plain, StringComparer.OrdinalIgnoreCase),
        ];

    internal IEnumerable<FieldRule> AllRules => Fields.Concat(Types.Values.SelectMany(rules => rules));

    internal FieldRule? TypeRule => Fields.FirstOrDefault(rule => rule.Pointer == "/type");

    /// <summary>The rules for a type: its own, and the common ones that they do not replace.</summary>
    internal IReadOnlyList<FieldRule> RulesOf(string type)
    {
        var own = Types.GetValueOrDefault(type) ?? [];
        return
        [
            .. Fields.Where(rule => rule.Pointer != "/type" && !own.Any(o => Replaces(o, rule))),
            .. own.Where(rule => !rule.IsLeftOut),
        ];
    }

    private static bool Replaces(FieldRule own, FieldRule common) =>
        own.Pointer == common.Pointer || (own.IsLeftOut && common.Pointer.StartsWith(own.Pointer + "/", StringComparison.Ordinal));
}

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

    /// <summary>A column with the end of an interval whose start the text is.</summary>
    public string? Until { get; init; }

    /// <summary>Whether the field is left empty.</summary>
    public bool IsLeftOut => Pieces.Count == 0;

    /// <summary>Whether no cell has a part in it.</summary>
    public bool IsConstant => Columns.Count == 0;

    /// <summary>The columns it is filled from.</summary>
    public IReadOnlyList<string> Columns =>
        [.. Pieces.Where(p => p.IsColumn).Select(p => p.Text), .. Until is null ? Array.Empty<string>() : [Until]];
}

/// <summary>A part of a text: words, or the cell of a column.</summary>
/// <param name="Text">The words, or the column's name.</param>
/// <param name="IsColumn">Whether it is a column's name.</param>
public readonly record struct Piece(string Text, bool IsColumn);

/// <summary>Rows that are not records.</summary>
/// <param name="Column">The column to look at.</param>
/// <param name="Texts">The texts that make a row one, the empty text for an empty cell.</param>
public sealed record SkipRule(string Column, IReadOnlyList<string> Texts)
{
    private readonly HashSet<string> _texts = new(Texts.Select(Sheet.Plain), StringComparer.OrdinalIgnoreCase);

    internal bool Holds(string cell) => _texts.Contains(Sheet.Plain(cell));
}

/// <summary>What the texts of a column stand for. Case and white space do not count.</summary>
/// <param name="place">Where the table stands in the map: a JSON Pointer.</param>
public sealed class ValueTable(string place)
{
    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _results = new(StringComparer.Ordinal);

    /// <summary>Where the table stands in the map: a JSON Pointer.</summary>
    public string Place => place;

    /// <summary>Every text and what it stands for; null for nothing at all.</summary>
    public IReadOnlyDictionary<string, string?> Rows => _values;

    /// <summary>Adds a row; false when the text is there already and stands for something else.</summary>
    public bool TryAdd(string text, string? value)
    {
        if (value is not null)
            _results.Add(value);
        return _values.TryAdd(Sheet.Plain(text), value) || _values[Sheet.Plain(text)] == value;
    }

    /// <summary>What a text stands for; it may also be given as that itself. False when the table does not know it.</summary>
    public bool TryFind(string text, out string? value) =>
        _values.TryGetValue(Sheet.Plain(text), out value) || _results.TryGetValue(text, out value);
}
