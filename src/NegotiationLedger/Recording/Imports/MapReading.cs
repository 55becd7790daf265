using System.Text.Json;

namespace NegotiationLedger.Recording.Imports;

/// <summary>Reads an <see cref="ImportMap"/> from JSON and holds it against the shapes of the types it makes. Problems name their place in the map.</summary>
public static class MapReading
{
    /// <summary>The map, or everything that is wrong with it.</summary>
    public static (ImportMap? Map, IReadOnlyList<Problem> Problems) Read(JsonElement json)
    {
        if (WellFormed.Check("", json).ToList() is { Count: > 0 } malformed)
            return (null, malformed);
        if (MapLimits.Check(json).ToList() is { Count: > 0 } tooLarge)
            return (null, tooLarge);
        var reading = new MapReader();
        var map = reading.Map(json);
        if (reading.Problems.Count == 0)
            reading.Problems.AddRange(MapShape.Check(map));
        if (reading.Problems.Count == 0 && map.Columns.Count == 0)
            reading.Problems.Add(new("/fields", "The map names no column, so every row would say the same: name the columns to read."));
        if (reading.Problems.Count == 0 && map.Header.Count > 0)
            reading.Problems.AddRange(Unknown(map));
        return reading.Problems.Count == 0 ? (map, []) : (null, [.. reading.Problems.Distinct()]);
    }

    private static IEnumerable<Problem> Unknown(ImportMap map)
    {
        var header = map.Header.Select(Sheet.Plain).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return map
            .Columns.Where(column => !header.Contains(Sheet.Plain(column)))
            .Select(column => new Problem("/header", $"The map names the column '{column}', which is not among those of 'header'."));
    }
}

/// <summary>One reading of a map.</summary>
internal sealed class MapReader
{
    private static readonly string[] Members =
    [
        "note",
        "negotiation",
        "open",
        "parties",
        "sources",
        "speakers",
        "sheet",
        "header",
        "separator",
        "dates",
        "years",
        "zones",
        "qualifiers",
        "months",
        "empty",
        "key",
        "editions",
        "repeats",
        "skip",
        "tables",
        "fields",
        "types",
    ];

    internal List<Problem> Problems { get; } = [];

    internal ImportMap Map(JsonElement json)
    {
        var map = new MapObject("", json, Members, Problems);
        var dates = new DateForms
        {
            Formats = RuleReader.Formats(map) ?? [DateForms.EdtfWord],
            Qualifiers = Qualifiers(map),
            Months = Months(map) is { Count: 12 } months ? months : DateForms.EdtfOnly.Months,
            Zones = Zones(map),
            FirstYear = FirstYear(map),
        };
        var tables = map.Objects("tables").ToDictionary(t => t.Name, t => RuleReader.Table(t.Place, t.Value, Problems));
        var rules = new RuleReader(dates, tables, Problems);
        var types = map.Objects("types").ToDictionary(t => t.Name, t => rules.Read(t.Place, t.Value, isOfType: true));
        return new(map.Member("fields") is { } fields ? rules.Read("/fields", fields, isOfType: false) : [], types)
        {
            Negotiation = map.Member("negotiation")?.ValueKind == JsonValueKind.Object ? null : Negotiation(map),
            NegotiationRule = map.Member("negotiation") is { ValueKind: JsonValueKind.Object } named
                ? rules.One("/negotiation", "/negotiation", named)
                : null,
            Opening = map.Member("open") is { } open ? rules.Read("/open", open, isOfType: false) : [],
            Parties = [.. map.Items("parties").Select(p => rules.Read(p.Place, p.Value, isOfType: false))],
            Sources = [.. map.Items("sources").Select(s => rules.Read(s.Place, s.Value, isOfType: false))],
            Speakers = [.. map.Items("speakers").Select(s => rules.Read(s.Place, s.Value, isOfType: false))],
            SheetName = map.Text("sheet"),
            Header = map.Texts("header"),
            Separator = Separator(map),
            Blanks = map.Texts("empty").Select(Sheet.Plain).ToHashSet(StringComparer.OrdinalIgnoreCase),
            Key =
                map.Member("key")?.ValueKind == JsonValueKind.Array ? map.Texts("key")
                : map.Text("key") is { } key ? [key]
                : [],
            Editions = Editions(map),
            Repeats = RepeatsOf(map),
            Skips = [.. map.Items("skip").Select(Skip).OfType<SkipRule>()],
        };
    }

    private static NegotiationId? Negotiation(MapObject map)
    {
        if (map.Text("negotiation") is not { } id)
            return null;
        if (Slug.IsValid(id))
            return new(id);
        map.Refuse("negotiation", Slug.Complaint("negotiation", id));
        return null;
    }

    private static char? Separator(MapObject map)
    {
        if (map.Text("separator") is not { } text)
            return null;
        if (text is "," or ";" or "\t" or "|")
            return text[0];
        map.Refuse("separator", $"'{text}' is not a valid separator: give one of , ; | or a tab (\\t), or leave it out.");
        return null;
    }

    private static List<SourceId> Editions(MapObject map)
    {
        var ids = map.Texts("editions");
        foreach (var id in ids.Where(id => !Slug.IsValid(id)))
            map.Refuse("editions", Slug.Complaint("source", id));
        return [.. ids.Where(Slug.IsValid).Select(id => new SourceId(id))];
    }

    private static Repeats RepeatsOf(MapObject map)
    {
        var text = map.Text("repeats") ?? "refused";
        if (NamedValue<Repeats>.Named(text) is { } repeats)
            return repeats;
        map.Refuse("repeats", $"'{text}' is not one of: {string.Join(", ", NamedValue<Repeats>.All)}.");
        return Repeats.Refused;
    }

    private static Dictionary<string, char> Qualifiers(MapObject map)
    {
        var words = new Dictionary<string, char>(StringComparer.OrdinalIgnoreCase);
        foreach (var (word, place, value) in map.Values("qualifiers"))
        {
            if (words.Count >= MapLimits.Items)
                map.RefuseAt(place, $"There are more than {MapLimits.Items} words.");
            if (value is "~" or "?" or "%" && Sheet.Plain(word) is { Length: > 0 } plain)
                words[plain] = value[0];
            else
                map.RefuseAt(place, $"'{word}' must stand for ~ (about), ? (uncertain) or % (both).");
        }

        return words;
    }

    private static Dictionary<string, string> Zones(MapObject map)
    {
        var zones = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (word, place, value) in map.Values("zones"))
        {
            if (value is not null && (DateParts.OffsetOf(value) is not null || HomeZone.TryParse(value, out _, out _)))
                zones[word] = value;
            else
                map.RefuseAt(place, $"'{word}' must stand for a time zone, such as America/New_York, or an offset, such as -05:00.");
        }

        return zones;
    }

    private static int? FirstYear(MapObject map)
    {
        if (map.Member("years") is not { } years)
            return null;
        if (years.ValueKind == JsonValueKind.Number && years.TryGetInt32(out var first) && first is >= 1000 and <= 9900)
            return first;
        map.Refuse("years", "Give the first of the hundred years that two-digit years mean, such as 1950 for 1950 to 2049.");
        return null;
    }

    private static List<string> Months(MapObject map)
    {
        var names = map.Texts("months").Select(Sheet.Plain).ToList();
        if (names.Count is not (0 or 12) || names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Count)
            map.Refuse("months", "Give the names of the twelve months, January first, or leave them out for the English ones.");
        return names.Count == 12 ? names : [];
    }

    private SkipRule? Skip((string Place, JsonElement Value) item)
    {
        var rule = new MapObject(item.Place, item.Value, ["column", "is"], Problems);
        if (rule.Text("column") is not { } column)
        {
            rule.Refuse("column", "Name the column to look at.");
            return null;
        }

        var texts = rule.Member("is")?.ValueKind == JsonValueKind.String ? [rule.Text("is")!] : rule.Texts("is");
        if (texts.Count == 0)
            rule.Refuse("is", "Give the texts that mark a row as not a record, \"\" for an empty cell.");
        return new(column, texts);
    }
}
