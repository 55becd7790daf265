using System.Text.Json.Nodes;

namespace NegotiationLedger.Recording.Imports;

/// <summary>Proposes a map from the header and the first rows of a sheet: a beginning for a person, who knows what the columns mean.</summary>
public static class MapProposal
{
    private const int MostValues = 40;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd",
        "dd/MM/yyyy",
        "MM/dd/yyyy",
        "d.M.yyyy",
        "d/M/yyyy",
        "M/d/yyyy",
        "d MMMM yyyy",
        "d MMM yyyy",
        "MMMM d, yyyy",
        "MMM d, yyyy",
        "d-MMM-yyyy",
        "yyyyMMdd",
        "yyyy-MM-dd HH:mm:ss",
        "dd/MM/yyyy HH:mm",
        "MMMM yyyy",
        "yyyy",
        DateForms.EdtfWord,
    ];

    // Words of names of types that say nothing of what happened.
    private static readonly string[] Empty = ["made", "held", "into", "entered"];

    // Taken off one after the other, of each step the first that fits.
    private static readonly string[][] Endings =
    [
        ["s"],
        ["ments", "ment", "ances", "ance", "ings", "ing", "ions", "ion", "ed", "als", "al"],
        ["at"],
        ["e"],
    ];

    // Words of headers, the more telling first.
    private static readonly (string Field, string[] Words)[] Meanings =
    [
        ("/occurred", ["date", "event date", "when", "day", "occurred", "start date", "date start", "dat"]),
        ("until", ["end date", "date end", "until", "end", "to date"]),
        ("/type", ["type", "event", "event type", "what", "action", "kind", "category"]),
        ("/text", ["text", "description", "notes", "note", "summary", "event text", "details", "headline", "title"]),
        ("/by", ["by", "who", "actor", "party", "side", "actor1", "source name", "actor name"]),
        ("/against", ["against", "against/to", "to", "target", "target name", "actor2", "recipient", "recipient name"]),
        ("/proposal", ["proposal", "offer", "plan"]),
        ("/value", ["value", "number", "count", "figure", "fatalities"]),
        ("/attribution/source", ["source", "source document", "publisher", "url", "read in"]),
        ("/attribution/assertedOn", ["said on", "published", "publication date", "asserted on", "reported"]),
        ("/attribution/speaker", ["speaker", "spokesperson", "said by"]),
        ("/attribution/quote/exact", ["quote", "quotation", "words"]),
        ("negotiation", ["negotiation", "talks", "conflict", "process", "peace process", "conflict name", "case"]),
        ("key", ["id", "key", "no", "no.", "number", "event id", "row id", "ref", "reference"]),
    ];

    /// <summary>A map for a sheet, with a note of what to look at.</summary>
    public static JsonObject Of(Sheet sheet)
    {
        var columns = Columns(sheet);
        var notes = new List<string>();
        var map = new JsonObject { ["note"] = "" };
        if (columns.TryGetValue("negotiation", out var negotiation))
            map["negotiation"] = new JsonObject { ["column"] = negotiation, ["slug"] = true };
        else
            map["negotiation"] = "the-negotiation";
        if (columns.TryGetValue("key", out var key) && IsUnique(sheet, key))
            map["key"] = key;
        if (columns.TryGetValue("/occurred", out var date))
            map["dates"] = DatesOf(sheet, date, notes);
        var types = new JsonObject();
        map["fields"] = FieldsOf(sheet, columns, types, notes);
        if (types.Count > 0)
            map["types"] = types;
        notes.Add("A dry run says of each row what it would become, and writes nothing.");
        map["note"] = string.Join(" ", notes);
        return map;
    }

    private static Dictionary<string, string> Columns(Sheet sheet)
    {
        var found = new Dictionary<string, string>();
        var free = sheet.Header.Where(h => !string.IsNullOrWhiteSpace(h)).Select(Sheet.Plain).ToList();
        foreach (var (field, words) in Meanings)
        {
            var column = words
                .Select(w => free.Find(h => h.Replace('_', ' ').Equals(w, StringComparison.OrdinalIgnoreCase)))
                .FirstOrDefault(h => h is not null);
            if (column is null)
                continue;
            found[field] = column;
            free.Remove(column);
        }

        return found;
    }

    private static JsonArray DatesOf(Sheet sheet, string column, List<string> notes)
    {
        var texts = TextsOf(sheet, column);
        var reading = Formats
            .Select(f =>
                (
                    Format: f,
                    Count: texts.Count(t =>
                        new DateForms { Formats = [f] }
                            .Read(t)
                            .Edtf
                            is not null
                    )
                )
            )
            .Where(f => f.Count > 0)
            .OrderByDescending(f => f.Count)
            .Select(f => f.Format)
            .ToList();
        // Of two that differ in the order of day and month the one that reads more is taken.
        var outlines = new HashSet<string>();
        var kept = reading.Where(f => f == DateForms.EdtfWord || outlines.Add(DateFormat.Parse(f).Format!.Outline)).ToList();
        if (kept.Count < reading.Count && texts.TrueForAll(t => BothWays(t, kept, reading)))
            notes.Add($"Whether '{column}' has the day or the month first cannot be seen from the first rows: {kept[0]} is a guess.");
        else if (kept.Count == 0)
            notes.Add($"The dates in '{column}' are of no format known here: write theirs into 'dates'.");
        return [.. (kept.Count == 0 ? [DateForms.EdtfWord] : kept).Select(f => (JsonNode)f)];
    }

    private static bool BothWays(string text, List<string> kept, List<string> all) =>
        new DateForms { Formats = kept }
            .Read(text)
            .Edtf
            is not null
        && new DateForms { Formats = [.. all.Except(kept)] }
            .Read(text)
            .Edtf
            is not null;

    private static JsonObject FieldsOf(Sheet sheet, Dictionary<string, string> columns, JsonObject types, List<string> notes)
    {
        var fields = new JsonObject { ["/type"] = TypeOf(sheet, columns, notes) };
        fields["/occurred"] = columns.TryGetValue("/occurred", out var date) ? DateRule(date, columns.GetValueOrDefault("until")) : "2025";
        if (columns.TryGetValue("/text", out var text))
            fields["/text"] = new JsonObject { ["column"] = text };
        foreach (var pointer in new[] { "/by", "/against", "/proposal" })
        {
            if (columns.TryGetValue(pointer, out var column))
                fields[pointer] = new JsonObject { ["column"] = column, ["slug"] = true };
        }

        if (columns.TryGetValue("/value", out var value))
            fields["/value"] = new JsonObject { ["column"] = value };
        var isSourced = columns.TryGetValue("/attribution/source", out var source);
        fields["/attribution/source"] = isSourced ? new JsonObject { ["column"] = source, ["slug"] = true } : "the-sheet";
        fields["/attribution/mode"] = "observed";
        fields["/attribution/assertedOn"] = (columns.GetValueOrDefault("/attribution/assertedOn") ?? date) is { } said
            ? new JsonObject { ["column"] = said }
            : "2025";
        Suit(fields, types, notes);
        if (!isSourced)
            notes.Add("Register the source that the sheet is, or is taken from, and name it at /attribution/source.");
        return fields;
    }

    // A field that no type of the sheet has is left out; what a type lacks is told.
    private static void Suit(JsonObject fields, JsonObject types, List<string> notes)
    {
        string[] made = fields["/type"] is JsonObject { } rule
            ? [.. rule["values"]!.AsObject().Select(v => v.Value!.ToString()).Distinct()]
            : [fields["/type"]!.ToString()];
        var rows = made.Select(name => EventNames.Find(name)!).ToList();
        foreach (var pointer in fields.Select(f => f.Key).Where(p => p != "/type").ToList())
        {
            var without = rows.Where(row => FieldKind.Find(row, pointer).Kind is null).ToList();
            if (without.Count == rows.Count)
                fields.Remove(pointer);
            foreach (var row in without.Where(_ => without.Count < rows.Count))
                (types[row.Name] ??= new JsonObject()).AsObject()[pointer] = null;
        }

        foreach (var (name, lacking) in made.Select(n => (n, MapShape.Lacking(EventNames.Find(n)!, [.. fields.Select(f => f.Key)]))))
        {
            if (lacking.Count > 0)
                notes.Add($"A {name} needs {string.Join(" and ", lacking)} as well: fill it under 'types'.");
        }
    }

    private static JsonObject DateRule(string column, string? until)
    {
        var rule = new JsonObject { ["column"] = column };
        if (until is not null)
            rule["until"] = until;
        return rule;
    }

    private static JsonNode TypeOf(Sheet sheet, Dictionary<string, string> columns, List<string> notes)
    {
        if (columns.GetValueOrDefault("/type") is not { } column)
            return "statement_made";
        var texts = TextsOf(sheet, column).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (texts.Count is 0 or > MostValues)
            return "statement_made";
        notes.Add($"Say of each text of '{column}' which type it stands for.");
        return new JsonObject
        {
            ["column"] = column,
            ["values"] = new JsonObject(texts.Select(t => KeyValuePair.Create(t, (JsonNode?)NearestType(t)))),
        };
    }

    // The type whose name has the most words of the text; a word itself tells more than another of its stem.
    private static string NearestType(string text)
    {
        var words = (Slug.From(text)?.Split('-') ?? []).Except(Empty).Select(Singular).ToHashSet();
        var stems = words.Select(Stem).ToHashSet();
        return MapShape
                .AllTypes.Select(type => (type.Name, Parts: type.Name.Split('_').Except(Empty).ToList()))
                .Select(t =>
                    (
                        t.Name,
                        Alike: t.Parts.Count(p => stems.Contains(Stem(p))),
                        Same: t.Parts.Count(p => words.Contains(Singular(p))),
                        t.Parts
                    )
                )
                .Where(t => t.Alike > 0)
                .OrderByDescending(t => t.Alike)
                .ThenByDescending(t => t.Same)
                .ThenBy(t => t.Parts.Count)
                .Select(t => t.Name)
                .FirstOrDefault()
            ?? "statement_made";
    }

    private static string Singular(string word) => Without(word, Endings[0]);

    // 'Rejection' and 'rejects' are of 'rejected', and 'accusation' is of 'accused'; what is left of a word has four letters or more.
    private static string Stem(string word) => Endings.Aggregate(word, Without);

    private static string Without(string word, string[] endings) =>
        endings.FirstOrDefault(e => word.EndsWith(e, StringComparison.Ordinal) && word.Length - e.Length >= 4) is { } ending
            ? word[..^ending.Length]
            : word;

    private static bool IsUnique(Sheet sheet, string column)
    {
        var texts = sheet.Rows.Select(r => sheet.CellOf(r, column)).ToList();
        return texts.Count > 0 && texts.TrueForAll(t => t.Length > 0) && texts.Distinct(StringComparer.Ordinal).Count() == texts.Count;
    }

    private static List<string> TextsOf(Sheet sheet, string column) =>
        [.. sheet.Rows.Select(r => sheet.CellOf(r, column)).Where(t => t.Length > 0)];
}
