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

    /// <summary>What names the negotiation of each row; null when the spreadsheet is about one.</summary>
    public FieldRule? NegotiationRule { get; init; }

    /// <summary>What fills the opening of a negotiation that is not open yet; none where all must be.</summary>
    public IReadOnlyList<FieldRule> Opening { get; init; } = [];

    /// <summary>What fills the joining of each party that a row names and that is not known yet.</summary>
    public IReadOnlyList<IReadOnlyList<FieldRule>> Parties { get; init; } = [];

    /// <summary>What fills the registration of each source that a row names.</summary>
    public IReadOnlyList<IReadOnlyList<FieldRule>> Sources { get; init; } = [];

    /// <summary>What fills the registration of each speaker that a row names.</summary>
    public IReadOnlyList<IReadOnlyList<FieldRule>> Speakers { get; init; } = [];

    /// <summary>The names of the columns, where the file has no header; none where it has one.</summary>
    public IReadOnlyList<string> Header { get; init; } = [];

    /// <summary>The sheet of a workbook; the first when null.</summary>
    public string? SheetName { get; init; }

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

    internal IEnumerable<FieldRule> AllRules =>
        Fields
            .Concat(Types.Values.SelectMany(rules => rules))
            .Concat(NegotiationRule is null ? [] : [NegotiationRule])
            .Concat(Opening)
            .Concat(Parties.Concat(Sources).Concat(Speakers).SelectMany(rules => rules));

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

/// <summary>Rows that are not records.</summary>
/// <param name="Column">The column to look at.</param>
/// <param name="Texts">The texts that make a row one, the empty text for an empty cell.</param>
public sealed record SkipRule(string Column, IReadOnlyList<string> Texts)
{
    private readonly HashSet<string> _texts = new(Texts.Select(Sheet.Plain), StringComparer.OrdinalIgnoreCase);

    internal bool Holds(string cell) => _texts.Contains(Sheet.Plain(cell));
}
