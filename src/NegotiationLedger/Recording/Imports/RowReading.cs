using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Recording.Imports;

/// <summary>One thing wrong with a row, for the one who corrects it.</summary>
/// <param name="Line">The line of the file on which the row begins.</param>
/// <param name="Column">The column that is at fault, by its header; null when none is, or when the map fills the field by itself.</param>
/// <param name="Value">What stands in that column, at most its first 200 characters; empty for an empty cell.</param>
/// <param name="Detail">What is wrong, and how to correct it.</param>
/// <param name="Pointer">The field of the body: a JSON Pointer, empty for the row as a whole.</param>
public sealed record RowProblem(int Line, string? Column, string? Value, string Detail, string Pointer)
{
    /// <summary>The problem in one sentence, with its place.</summary>
    [JsonIgnore]
    public string Sentence => $"line {Line}{(Column is null ? "" : $", {Column}")}: {Detail}";
}

/// <summary>What a row says, before anybody judges whether it may be recorded.</summary>
/// <param name="Row">The row.</param>
/// <param name="Type">The type of development; null when it has none.</param>
/// <param name="Body">The body, without the fields that could not be made.</param>
/// <param name="Problems">What could not be made, and why.</param>
/// <param name="Skipped">Why the row is not a record; null when it is one.</param>
/// <param name="Key">The row's own name, where the map names columns for it.</param>
public sealed record MappedRow(
    SheetRow Row,
    string? Type,
    JsonElement Body,
    IReadOnlyList<RowProblem> Problems,
    string? Skipped = null,
    string? Key = null
)
{
    /// <summary>The field of the document that the row is taken from.</summary>
    internal const string SourceField = "/attribution/source";

    /// <summary>The field of the day on which that was said.</summary>
    internal const string AssertedOnField = "/attribution/assertedOn";

    /// <summary>Which of the two the map says by itself for every row: they tell of the edition, not of what the row says.</summary>
    public IReadOnlyList<string> OfEdition { get; init; } = [];

    /// <summary>The day on which the row's document said so; null where the row does not tell.</summary>
    internal string? AssertedOn =>
        Body.ValueKind == JsonValueKind.Object
        && Body.TryGetProperty("attribution", out var attribution)
        && attribution.TryGetProperty("assertedOn", out var on)
            ? on.GetString()
            : null;
}

/// <summary>Turns the rows of a sheet into bodies, by a map. Empty rows are left out.</summary>
/// <param name="map">The map.</param>
/// <param name="sheet">The sheet, which has the map's columns.</param>
public sealed class RowReading(ImportMap map, Sheet sheet)
{
    // In characters: a template can give more than the file holds.
    private const int LargestBody = 1024 * 1024;
    private const int LargestFile = 32 * 1024 * 1024;
    private const int LongestDetail = 2000;
    private const int MostProblems = 10;
    private const char Misread = '\uFFFD';

    private readonly Dictionary<string, IReadOnlyList<(FieldRule Rule, FieldKind? Kind)>> _rules = [];

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
            var size = JsonMarshal.GetRawUtf8Value(mapped.Body).Length;
            total += size;
            rows.Add(
                size <= LargestBody
                    ? mapped
                    : mapped with
                    {
                        Body = Empty,
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
        var rules = row.Type is null ? [] : RulesOf(row.Type);
        var (rule, kind) = rules.Where(r => Meets(r.Rule.Pointer, pointer)).MaxBy(r => CommonLength(r.Rule.Pointer, pointer));
        if (rule is null || rule.IsConstant)
            return new(row.Row.Line, null, null, rule is null ? detail : $"{detail} The map says so, at {rule.Place}.", pointer);
        var problem = OfCell(row.Row, rule, detail) with { Pointer = pointer };
        return kind is { IsName: true } && rule.Values is null && problem.Value is { Length: > 0 } && rule.Pointer.Length <= pointer.Length
            ? problem with
            {
                Detail = $"{detail} Or say in the map what it stands for, at {rule.Place}/values.",
            }
            : problem;
    }

    /// <summary>The column that fills a field of a row, the first where there are several; null when none does.</summary>
    internal string? ColumnOf(MappedRow row, string pointer) =>
        pointer == "/type"
            ? map.TypeRule!.Columns.FirstOrDefault()
            : RulesOf(row.Type!).Where(r => Meets(r.Rule.Pointer, pointer)).MaxBy(r => CommonLength(r.Rule.Pointer, pointer)).Rule?.Columns is [
                var column,
                ..,
            ]
                ? column
                : null;

    private MappedRow Read(SheetRow row)
    {
        if (row.Fault is { } fault)
            return new(row, null, Empty, [new(row.Line, null, null, fault, "")]);
        if (map.Skips.FirstOrDefault(s => s.Holds(sheet.CellOf(row, s.Column))) is { } skip)
            return new(row, null, Empty, [], $"{skip.Column} is '{Sheet.Shown(sheet.CellOf(row, skip.Column))}'");
        var problems = new List<RowProblem>();
        var key = KeyOf(row, problems);
        if (TypeOf(row, problems) is not { } type)
            return new(row, null, Empty, problems, null, key);
        var tree = new BodyTree();
        tree.Set("/type", JsonValue.Create(type), isInList: false);
        foreach (var (rule, kind) in RulesOf(type).TakeWhile(_ => problems.Count < MostProblems))
            Fill(tree, row, type, rule, kind, problems);
        return new(row, type, JsonSerializer.SerializeToElement(tree.ToJson(), LedgerJson.Default.JsonNode), problems, null, key)
        {
            OfEdition = [.. RulesOf(type).Where(r => IsOfEdition(r.Rule, row)).Select(r => r.Rule.Pointer)],
        };
    }

    private static JsonElement Empty { get; } = JsonElement.Parse("{}");

    private bool IsOfEdition(FieldRule rule, SheetRow row) =>
        rule.Pointer is MappedRow.SourceField or MappedRow.AssertedOnField && TextOf(rule, row).IsOwn;

    private string? KeyOf(SheetRow row, List<RowProblem> problems)
    {
        if (map.Key.Count == 0)
            return null;
        var cells = map.Key.Select(column => sheet.CellOf(row, column)).ToList();
        if (cells.TrueForAll(c => c.Length == 0))
            problems.Add(new(row.Line, map.Key[0], "", "The row has no key: give it one that no other row has.", ""));
        return string.Join('\u001F', cells);
    }

    private string? TypeOf(SheetRow row, List<RowProblem> problems)
    {
        var rule = map.TypeRule!;
        var (text, isOwn) = TextOf(rule, row);
        if (text.Length == 0)
        {
            problems.Add(OfCell(row, rule, "The row does not say what happened: fill it in, or add a 'skip' for such rows to the map."));
            return null;
        }

        var (value, complaint) = FieldValue.Of(rule, new(typeof(string), IsList: false, IsInList: false), text, isOwn);
        var name = value?.GetValue<string>();
        if (MapShape.Find(name) is not null)
            return name;
        problems.Add(
            OfCell(
                row,
                rule,
                complaint
                    ?? $"'{Sheet.Shown(name ?? text)}' is not a type of development: say at {rule.Place}/values which one it stands for. The types are: {string.Join(", ", MapShape.AllTypes.Select(t => t.Name))}."
            )
        );
        return null;
    }

    private void Fill(BodyTree tree, SheetRow row, string type, FieldRule rule, FieldKind? kind, List<RowProblem> problems)
    {
        var (text, isOwn) = TextOf(rule, row);
        var until = rule.Until is null ? "" : Filled(sheet.CellOf(row, rule.Until));
        if (text.Length == 0 && until.Length == 0)
            return;
        if (kind is null)
        {
            if (!rule.IsConstant && !isOwn)
                problems.Add(
                    OfCell(
                        row,
                        rule,
                        $"A {type} has no '{rule.Pointer}': empty the cell, or say in the map under /types/{type} where it belongs, or null there to leave it out."
                    )
                );
            return;
        }

        var (value, complaint) = ValueOf(rule, kind.Value, text, isOwn);
        if (until.Length > 0 && complaint is null)
            (value, complaint) = Interval(rule, value, until);
        if (complaint is not null)
            problems.Add(OfCell(row, rule, complaint));
        else if (value is not null)
            tree.Set(rule.Pointer, value, kind.Value.IsInList);
    }

    private static (JsonNode? Value, string? Complaint) ValueOf(FieldRule rule, FieldKind kind, string text, bool isOwn) =>
        text.Length == 0 ? (null, null)
        : text.Contains(Misread, StringComparison.Ordinal)
            ? (
                null,
                "The text holds U+FFFD, which stands for a character that could not be read: save the file as UTF-8 where it was made."
            )
        : FieldValue.Of(rule, kind, text, isOwn);

    private static (JsonNode? Value, string? Complaint) Interval(FieldRule rule, JsonNode? start, string until)
    {
        var (end, complaint) = rule.Dates.Read(until);
        if (complaint is not null)
            return (null, $"In '{rule.Until}': {complaint}");
        return start?.GetValue<string>() switch
        {
            null or "" => (null, $"'{rule.Until}' has an end, '{Sheet.Shown(until)}', but no start: fill in the start, or empty the end."),
            var from when from == end => (start, null),
            var from => (JsonValue.Create($"{from}/{end}"), null),
        };
    }

    private (string Text, bool IsOwn) TextOf(FieldRule rule, SheetRow row)
    {
        if (rule.IsConstant)
            return (string.Concat(rule.Pieces.Select(p => p.Text)), true);
        var cells = rule.Pieces.Where(p => p.IsColumn).Select(p => Filled(sheet.CellOf(row, p.Text))).ToList();
        if (cells.TrueForAll(c => c.Length == 0))
            return (rule.Otherwise ?? "", rule.Otherwise is not null);
        return (string.Concat(rule.Pieces.Select(p => p.IsColumn ? Filled(sheet.CellOf(row, p.Text)) : p.Text)).Trim(Sheet.White), false);
    }

    private string Filled(string cell) => map.Blanks.Contains(Sheet.Plain(cell)) ? "" : cell;

    private IReadOnlyList<(FieldRule Rule, FieldKind? Kind)> RulesOf(string type)
    {
        if (_rules.TryGetValue(type, out var known))
            return known;
        var row = EventNames.Find(type)!;
        return _rules[type] = [.. map.RulesOf(type).Select(rule => (rule, FieldKind.Find(row, rule.Pointer).Kind))];
    }

    private RowProblem OfCell(SheetRow row, FieldRule rule, string detail)
    {
        var columns = rule.Columns;
        var column = columns.FirstOrDefault(c => sheet.CellOf(row, c).Length > 0) ?? (columns.Count == 0 ? null : columns[0]);
        return new(row.Line, column, column is null ? null : Sheet.Shown(sheet.CellOf(row, column)), detail, rule.Pointer);
    }

    private static bool Meets(string rule, string pointer) =>
        rule == pointer
        || rule.StartsWith(pointer + "/", StringComparison.Ordinal)
        || pointer.StartsWith(rule + "/", StringComparison.Ordinal);

    private static int CommonLength(string rule, string pointer) => rule == pointer ? int.MaxValue : Math.Min(rule.Length, pointer.Length);
}
