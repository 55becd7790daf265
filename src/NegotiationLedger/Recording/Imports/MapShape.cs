using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace NegotiationLedger.Recording.Imports;

/// <summary>Holds a map against the shapes of the types it makes, so that what is wrong with the map is not said once for each row.</summary>
internal static class MapShape
{
    internal static IEnumerable<Problem> Check(ImportMap map)
    {
        if (map.TypeRule is not { } typeRule)
            return [new("/fields/~1type", "'/type' is required: a column with the kind of development, or one type for all rows.")];
        var parts = map.AllRules.Sum(rule => Math.Max(1, rule.Pieces.Count));
        if (parts > MapLimits.Parts)
            return [new("/fields", $"The map has {parts} rules and parts of templates; at most {MapLimits.Parts} are allowed.")];
        var isOpen = typeRule is { Values: null, IsConstant: false };
        var problems = Types(map, typeRule, isOpen).ToList();
        if (problems.Count > 0)
            return problems;
        List<EventName> made = isOpen ? [.. AllTypes] : [.. Fixed(typeRule).Select(n => Find(n.Text)!).Distinct()];
        return map
            .Fields.Where(rule => rule.Pointer != "/type")
            .SelectMany(rule => Common(rule, made))
            .Concat(map.Types.SelectMany(t => t.Value.SelectMany(rule => OfType(rule, Find(t.Key)!))))
            .Concat(OfMade(map))
            .Concat(isOpen ? [] : made.SelectMany(row => Missing(row, map)));
    }

    private static IEnumerable<Problem> Types(ImportMap map, FieldRule typeRule, bool isOpen)
    {
        var named = Fixed(typeRule).ToList();
        foreach (var (place, name) in named.Where(n => Find(n.Text) is null))
            yield return new(
                place,
                $"'{name}' is not a type of development. The types are: {string.Join(", ", AllTypes.Select(t => t.Name))}."
            );
        if (named.Count == 0 && !isOpen)
            yield return new(typeRule.Place, "No text stands for a type: say in 'values' which text stands for which.");
        foreach (var type in map.Types.Keys)
        {
            var place = JsonPointer.Then("/types", type);
            if (Find(type) is null)
                yield return new(place, $"'{type}' is not a type of development.");
            else if (!isOpen && !named.Exists(n => n.Text == type))
                yield return new(place, $"No row becomes a {type}: let a text of the type's column stand for it, or remove this.");
        }
    }

    /// <summary>The row of a type that a spreadsheet can give, or null.</summary>
    internal static EventName? Find(string? name) => EventNames.Find(name) is { } row && IsDevelopment(row) ? row : null;

    internal static IEnumerable<EventName> AllTypes => EventNames.All.Where(IsDevelopment);

    private static bool IsDevelopment(EventName row) =>
        !row.Type.IsSubclassOf(typeof(Registration)) && row.Type != typeof(AssertionCorrected);

    // A common rule serves the types that have the field; a cell that it finds for another type is refused with its row.
    private static IEnumerable<Problem> Common(FieldRule rule, List<EventName> made)
    {
        if (rule.Pointer is "/id")
            return [new(rule.Place, "A row's id is made from what it says, or from the column that 'key' names: leave /id out.")];
        var fitting = made.FirstOrDefault(row => FieldKind.Find(row, rule.Pointer).Kind is not null);
        return fitting is null
            ? [new(rule.Place, FieldKind.Find(made[0], rule.Pointer).Complaint ?? "No type that the map makes has this field.")]
            : Fit(rule, fitting);
    }

    private static IEnumerable<Problem> OfType(FieldRule rule, EventName row)
    {
        if (rule.Pointer is "/type" or "/id")
            return [new(rule.Place, $"'{rule.Pointer}' cannot be set for a single type.")];
        if (rule.IsLeftOut)
            return [];
        var (kind, complaint) = FieldKind.Find(row, rule.Pointer);
        return kind is null ? [new(rule.Place, complaint!)] : Fit(rule, row);
    }

    // What a row names beside what it says: items of a cell may each make one.
    private static IEnumerable<Problem> OfMade(ImportMap map)
    {
        if (map.Opening.Count > 0)
        {
            foreach (var problem in OfMade("/open", map.Opening, EventNames.Find("negotiation_opened")!, isInherited: true))
                yield return problem;
        }

        foreach (var (kind, name, sets) in RowIntroductions.SetsOf(map))
        {
            var row = EventNames.Find(RowIntroductions.TypeOf(kind))!;
            foreach (var problem in sets.SelectMany((set, i) => OfMade($"/{name}/{i}", set, row, kind is IntroducedKind.Party)))
                yield return problem;
        }
    }

    private static IEnumerable<Problem> OfMade(string place, IReadOnlyList<FieldRule> rules, EventName row, bool isInherited)
    {
        foreach (var rule in rules)
        {
            var (kind, complaint) = FieldKind.Find(row, rule.Pointer);
            foreach (var problem in kind is null ? [new Problem(rule.Place, complaint!)] : Fit(rule, row, isOfItem: true))
                yield return problem;
        }

        foreach (var pointer in Required(row.Shape, "", row.Shape.Options).Where(p => !rules.Any(r => r.Pointer == p)))
        {
            if (!isInherited || !(pointer == "/occurred" || pointer.StartsWith("/attribution/", StringComparison.Ordinal)))
                yield return new(JsonPointer.Then(place, pointer), $"{row.Name} needs '{pointer}': say here what fills it.");
        }
    }

    private static IEnumerable<Problem> Fit(FieldRule rule, EventName row, bool isOfItem = false)
    {
        var kind = FieldKind.Find(row, rule.Pointer).Kind!.Value;
        if (kind.IsList && rule.Split is null)
            yield return new(rule.Place, $"'{rule.Pointer}' is a list: give 'split', what stands between its items, such as \";\".");
        if (!kind.IsList && rule.Split is not null && !isOfItem)
            yield return new(rule.Place + "/split", $"'{rule.Pointer}' takes one value: leave 'split' out.");
        if (!kind.IsDate && rule.Until.Count > 0)
            yield return new(rule.Place + "/until", $"'{rule.Pointer}' is not a date: leave 'until' out.");
        if (rule.IsSlug && (kind.IsDate || kind.IsNumber || kind.IsFlag || kind.IsRound))
            yield return new(rule.Place + "/slug", $"'{rule.Pointer}' takes no id: leave 'slug' out.");
        foreach (var (place, text) in Fixed(rule))
        {
            foreach (var problem in Judge(rule, kind, row, text))
                yield return new(place, problem);
        }
    }

    // What the map itself says is judged with the map.
    private static IEnumerable<(string Place, string Text)> Fixed(FieldRule rule)
    {
        if (rule.Pieces.Count > 0 && !rule.Pieces.Any(p => p.IsColumn))
            yield return (rule.Place, string.Concat(rule.Pieces.Select(p => p.Text)));
        if (rule.Otherwise is { } otherwise)
            yield return (rule.Place + "/default", otherwise);
        foreach (var (text, value) in rule.Values?.Rows ?? new Dictionary<string, string?>())
        {
            if (value is not null)
                yield return (JsonPointer.Then(rule.Values!.Place, text), value);
        }
    }

    private static IEnumerable<string> Judge(FieldRule rule, FieldKind kind, EventName row, string text)
    {
        var (value, complaint) = FieldValue.Of(rule, kind, text, isOwn: true);
        if (complaint is not null || value is null)
            return [complaint ?? "The text is empty."];
        var tree = new BodyTree();
        var place = rule.PointerColumns.Aggregate(
            rule.Pointer,
            (at, column) => at.Replace($"{{{column}}}", "any", StringComparison.Ordinal)
        );
        tree.Set(place, value, kind.IsInList);
        return EventShape
            .ReadPatch(JsonSerializer.SerializeToElement<JsonNode>(tree.ToJson(), LedgerJson.Default.JsonNode), row)
            .Problems.Select(p => p.Detail);
    }

    private static IEnumerable<Problem> Missing(EventName row, ImportMap map)
    {
        var rules = map.RulesOf(row.Name);
        return Required(row.Shape, "", row.Shape.Options)
            .Where(pointer => !rules.Any(r => r.Pointer == pointer || r.Pointer.StartsWith(pointer + "/", StringComparison.Ordinal)))
            .Select(pointer => new Problem(
                $"/types/{row.Name}/{pointer.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}",
                $"{row.Name} needs '{pointer}', and nothing in the map fills it: name its column here or under /fields."
            ));
    }

    /// <summary>The required fields of a type that none of some pointers fills.</summary>
    internal static IReadOnlyList<string> Lacking(EventName row, IReadOnlyList<string> filled) =>
        [
            .. Required(row.Shape, "", row.Shape.Options)
                .Where(p => !filled.Any(f => f == p || f.StartsWith(p + "/", StringComparison.Ordinal))),
        ];

    private static IEnumerable<string> Required(JsonTypeInfo shape, string at, JsonSerializerOptions options) =>
        shape
            .Properties.Where(p => p.IsRequired)
            .SelectMany(p =>
                options.GetTypeInfo(p.PropertyType) is { Kind: JsonTypeInfoKind.Object } inner
                    ? Required(inner, $"{at}/{p.Name}", options)
                    : [$"{at}/{p.Name}"]
            );
}
