using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Recording.Imports;

/// <summary>Turns the rows of a sheet into bodies, by a map. Empty rows are left out.</summary>
/// <param name="map">The map.</param>
/// <param name="sheet">The sheet, which has the map's columns.</param>
public sealed class RowReading(ImportMap map, Sheet sheet)
{
    // In characters: a template can give more than the file holds.
    private const int LargestBody = 1024 * 1024;
    private const int LargestFile = 32 * 1024 * 1024;
    private const int LongestDetail = 2000;

    private readonly RowFields _fields = new(map, sheet);
    private RowIntroductions? _introductions;
    private readonly Dictionary<string, IReadOnlyList<(FieldRule Rule, FieldKind? Kind)>> _rules = [];

    /// <summary>The ids that were made from cells, with the texts they came from.</summary>
    public IReadOnlyDictionary<string, SortedSet<string>> Slugs => _fields.Slugs;

    /// <summary>Every row that is not empty, in the order of the file.</summary>
    public IReadOnlyList<MappedRow> Rows()
    {
        long total = 0;
        var rows = new List<MappedRow>();
        foreach (var row in sheet.Rows.Where(row => !row.IsEmpty))
        {
            var fault =
                row.Fault
                ?? (
                    total > LargestFile
                        ? $"The rows before it give more than {LargestFile} characters: load this one in another file."
                        : null
                );
            var mapped = Read(row with { Fault = fault });
            var size =
                JsonMarshal.GetRawUtf8Value(mapped.Body).Length + mapped.Introduces.Sum(i => JsonMarshal.GetRawUtf8Value(i.Body).Length);
            total += size;
            rows.Add(
                size <= LargestBody
                    ? mapped
                    : mapped with
                    {
                        Body = Empty,
                        Introduces = [],
                        Problems = [new(row.Line, null, null, $"The row gives {size} characters; at most {LargestBody} are allowed.", "")],
                    }
            );
        }

        return rows;
    }

    /// <summary>A problem of a body, put down to the cell that it comes from.</summary>
    public RowProblem Blame(MappedRow row, string pointer, string detail)
    {
        if (detail.Length > LongestDetail)
            detail = detail[..LongestDetail] + "...";
        var (rule, kind) = row.Type is null ? default : RuleOf(row.Type, pointer);
        if (rule is null || rule.IsConstant)
            return new(row.Row.Line, null, null, rule is null ? detail : $"{detail} The map says so, at {rule.Place}.", pointer);
        var problem = _fields.OfCell(row.Row, rule, detail) with { Pointer = pointer };
        return kind is { IsName: true } && rule.Values is null && problem.Value is { Length: > 0 } && rule.Pointer.Length <= pointer.Length
            ? problem with
            {
                Detail = $"{detail} Or say in the map what it stands for, at {rule.Place}/values.",
            }
            : problem;
    }

    /// <summary>The column that fills a field of a row, the first where there are several; null when none does.</summary>
    internal string? ColumnOf(MappedRow row, string pointer) =>
        (pointer == "/type" ? map.TypeRule : RuleOf(row.Type!, pointer).Rule)?.Columns is [var column, ..] ? column : null;

    private MappedRow Read(SheetRow row)
    {
        if (row.Fault is { } fault)
            return new(row, null, Empty, [new(row.Line, null, null, fault, "")]);
        if (map.Skips.FirstOrDefault(s => s.Holds(sheet.CellOf(row, s.Column))) is { } skip)
            return new(row, null, Empty, [], $"{skip.Column} is '{Sheet.Shown(sheet.CellOf(row, skip.Column))}'");
        var problems = new List<RowProblem>();
        var key = KeyOf(row, problems);
        var negotiation = NegotiationOf(row, problems);
        if (TypeOf(row, problems) is not { } type)
            return new(row, null, Empty, problems, null, key) { Negotiation = negotiation };
        var tree = new BodyTree();
        tree.Set("/type", JsonValue.Create(type), isInList: false);
        _fields.Fill(tree, row, type, RulesOf(type), problems);
        var body = tree.ToJson();
        var introduces = problems.Count > 0 ? [] : (_introductions ??= new(map, _fields)).Of(row, body, negotiation, problems);
        return new(row, type, JsonSerializer.SerializeToElement(body, LedgerJson.Default.JsonNode), problems, null, key)
        {
            Negotiation = negotiation,
            Introduces = introduces,
            OfEdition = [.. RulesOf(type).Where(r => IsOfEdition(r.Rule, row)).Select(r => r.Rule.Pointer)],
        };
    }

    private static JsonElement Empty { get; } = JsonElement.Parse("{}");

    private bool IsOfEdition(FieldRule rule, SheetRow row) =>
        rule.Pointer is MappedRow.SourceField or MappedRow.AssertedOnField && _fields.TextOf(rule, row).IsOwn;

    private string? KeyOf(SheetRow row, List<RowProblem> problems)
    {
        if (map.Key.Count == 0)
            return null;
        var cells = map.Key.Select(column => sheet.CellOf(row, column)).ToList();
        if (cells.TrueForAll(c => c.Length == 0))
            problems.Add(new(row.Line, map.Key[0], "", "The row has no key: give it one that no other row has.", ""));
        return string.Join('\u001F', cells);
    }

    private string? NegotiationOf(SheetRow row, List<RowProblem> problems)
    {
        if (map.NegotiationRule is not { } rule)
            return null;
        var tree = new BodyTree();
        _fields.Fill(tree, row, "row", [(rule, new FieldKind(typeof(NegotiationId), IsList: false, IsInList: false))], problems);
        var id = tree.ToJson()["negotiation"]?.GetValue<string>();
        if (Slug.IsValid(id))
            return id;
        if (problems.Count == 0 || id is not null)
            problems.Add(
                _fields.OfCell(
                    row,
                    rule,
                    id is null
                        ? "The row does not say which negotiation it is about: fill it in, or give a 'default'."
                        : $"{Slug.Complaint("negotiation", Sheet.Shown(id))} Or give \"slug\": true at /negotiation, and an id is made of it."
                )
            );
        return null;
    }

    private string? TypeOf(SheetRow row, List<RowProblem> problems)
    {
        var rule = map.TypeRule!;
        var (text, isOwn, _) = _fields.TextOf(rule, row);
        if (text.Length == 0)
        {
            problems.Add(
                _fields.OfCell(row, rule, "The row does not say what happened: fill it in, or add a 'skip' for such rows to the map.")
            );
            return null;
        }

        var (value, complaint) = FieldValue.Of(rule, new(typeof(string), IsList: false, IsInList: false), text, isOwn);
        var name = value?.GetValue<string>();
        if (MapShape.Find(name) is not null)
            return name;
        problems.Add(
            _fields.OfCell(
                row,
                rule,
                complaint
                    ?? $"'{Sheet.Shown(name ?? text)}' is not a type of development: say at {rule.Place}/values which one it stands for. The types are: {string.Join(", ", MapShape.AllTypes.Select(t => t.Name))}."
            )
        );
        return null;
    }

    private IReadOnlyList<(FieldRule Rule, FieldKind? Kind)> RulesOf(string type)
    {
        if (_rules.TryGetValue(type, out var known))
            return known;
        var row = EventNames.Find(type)!;
        return _rules[type] = [.. map.RulesOf(type).Select(rule => (rule, FieldKind.Find(row, rule.Pointer).Kind))];
    }

    private (FieldRule? Rule, FieldKind? Kind) RuleOf(string type, string pointer) =>
        RulesOf(type)
            .Where(r => Meets(r.Rule.Pointer, pointer))
            .OrderByDescending(r => CommonLength(r.Rule.Pointer, pointer))
            .FirstOrDefault();

    // A segment of a rule that is a column stands for any name.
    private static bool Meets(string rule, string pointer)
    {
        var (names, asked) = (rule.Split('/'), pointer.Split('/'));
        return names.Zip(asked).All(n => n.First == n.Second || n.First is ['{', .., '}']);
    }

    private static int CommonLength(string rule, string pointer) => rule == pointer ? int.MaxValue : Math.Min(rule.Length, pointer.Length);
}
