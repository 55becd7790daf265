using System.Text.Json;

namespace NegotiationLedger.Recording.Imports;

/// <summary>Reads the rules of a map: what fills which field.</summary>
internal sealed class RuleReader(DateForms dates, IReadOnlyDictionary<string, ValueTable> tables, List<Problem> problems)
{
    private static readonly string[] Origins = ["column", "template", "constant"];

    /// <summary>The rules of an object of fields by JSON Pointer.</summary>
    internal IReadOnlyList<FieldRule> Read(string place, JsonElement json, bool isOfType)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new(place, "Give an object of fields by JSON Pointer: {\"/by\": {\"column\": \"Who\"}}."));
            return [];
        }

        return
        [
            .. json.EnumerateObject().Select(m => Rule(JsonPointer.Then(place, m.Name), m.Name, m.Value, isOfType)).OfType<FieldRule>(),
        ];
    }

    private FieldRule? Rule(string place, string pointer, JsonElement json, bool isOfType)
    {
        if (pointer.StartsWith('/'))
            return One(place, pointer, json, isOfType);
        problems.Add(new(place, $"'{pointer}' is not a valid JSON Pointer: write a field of the body as /{pointer}."));
        return null;
    }

    /// <summary>The rule of one field, or null and problems.</summary>
    internal FieldRule? One(string place, string pointer, JsonElement json, bool isOfType = false)
    {
        if (json.ValueKind == JsonValueKind.Null && isOfType)
            return new(pointer, place, []);
        if (json.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            return new(pointer, place, [new(ScalarOf(json), IsColumn: false)]);
        var rule = new MapObject(
            place,
            json,
            ["column", "template", "constant", "default", "values", "slug", "names", "split", "dates", "decimal", "group", "until"],
            problems
        );
        if (Pieces(rule) is not { } pieces)
            return null;
        return new(pointer, place, pieces)
        {
            Otherwise = rule.Text("default"),
            Values = Values(rule, "values"),
            Names = Values(rule, "names"),
            IsSlug = rule.Flag("slug"),
            Split = rule.Text("split") is { Length: 0 } ? RefusedSplit(rule) : rule.Text("split"),
            Dates = Formats(rule) is { } formats ? dates with { Formats = formats } : dates,
            Numbers = new(Mark(rule, "decimal") ?? '.', Mark(rule, "group")),
            Until = Until(rule),
        };
    }

    private static IReadOnlyList<Piece>? Pieces(MapObject rule)
    {
        var given = Origins.Where(name => rule.Member(name) is not null).ToList();
        if (given.Count != 1)
        {
            rule.RefuseAt(rule.Place, "Give exactly one of 'column' (its header), 'template' (\"{Who}: {Text}\") and 'constant'.");
            return null;
        }

        if (given[0] == "constant" && rule.Member("constant") is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Array) } scalar)
            return [new(ScalarOf(scalar), IsColumn: false)];
        if (rule.Text(given[0]) is not { } text)
            return null;
        if (given[0] == "column")
            return [new(text, IsColumn: true)];
        var pieces = Template.Read(text);
        if (pieces is null)
            rule.Refuse(
                "template",
                "A template is text with columns in braces, \"{Who}: {Text}\"; {{ and }} stand for braces; it has at most 100 parts."
            );
        return pieces;
    }

    // A column, or an object that names one or gives a template.
    private IReadOnlyList<Piece> Until(MapObject rule)
    {
        if (rule.Member("until") is not { ValueKind: JsonValueKind.Object } until)
            return rule.Text("until") is { } column ? [new(column, IsColumn: true)] : [];
        return Pieces(new(rule.Place + "/until", until, ["column", "template"], problems)) ?? [];
    }

    private ValueTable? Values(MapObject rule, string name)
    {
        if (rule.Member(name) is not { } values)
            return null;
        if (values.ValueKind != JsonValueKind.String)
            return Table($"{rule.Place}/{name}", values, problems);
        if (tables.TryGetValue(values.GetString()!, out var table))
            return table;
        rule.Refuse(name, $"'{values.GetString()}' is not a table of the map. The tables are: {string.Join(", ", tables.Keys)}.");
        return null;
    }

    private static string? RefusedSplit(MapObject rule)
    {
        rule.Refuse("split", "Give what stands between the items, such as \";\".");
        return null;
    }

    private static char? Mark(MapObject rule, string name)
    {
        if (rule.Text(name) is not { } text)
            return null;
        if (text.Length == 1 && !char.IsAsciiDigit(text[0]) && text[0] != '-')
            return text[0];
        rule.Refuse(name, $"'{text}' is not a valid mark in numbers: give one character, such as \",\".");
        return null;
    }

    private static string ScalarOf(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();

    /// <summary>The forms of dates of an object, or null when it names none.</summary>
    internal static IReadOnlyList<string>? Formats(MapObject holder)
    {
        if (holder.Member("dates") is null)
            return null;
        var formats = holder.Texts("dates");
        if (formats.Count == 0)
            holder.Refuse("dates", "Give at least one date format, such as [\"dd/MM/yyyy\", \"edtf\"].");
        var outlines = new Dictionary<string, string>();
        foreach (var format in formats.Where(f => f != DateForms.EdtfWord).Distinct())
        {
            var (parsed, complaint) = DateFormat.Parse(format);
            if (complaint is not null)
                holder.Refuse("dates", complaint);
            else if (!outlines.TryAdd(parsed!.Outline, format))
                holder.Refuse(
                    "dates",
                    $"'{outlines[parsed.Outline]}' and '{format}' differ only in the order of day and month, so one text could have two meanings: keep the one that the spreadsheet uses."
                );
        }

        return formats;
    }

    /// <summary>What texts stand for.</summary>
    internal static ValueTable Table(string place, JsonElement json, List<Problem> problems)
    {
        var table = new ValueTable(place);
        if (json.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new(place, "Give an object that says what each text stands for: {\"U.S.\": \"united-states\", \"none\": null}."));
            return table;
        }

        foreach (var row in json.EnumerateObject())
        {
            var at = JsonPointer.Then(place, row.Name);
            if (row.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                problems.Add(new(at, "A text stands for another text, or for null, which means nothing."));
            else if (!table.TryAdd(row.Name, row.Value.GetString()))
                problems.Add(
                    new(at, $"'{row.Name}' is given twice, differing only in case or spacing, and stands for two things: keep one.")
                );
        }

        return table;
    }
}
