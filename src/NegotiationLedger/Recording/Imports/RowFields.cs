using System.Text.Json.Nodes;

namespace NegotiationLedger.Recording.Imports;

/// <summary>Fills the fields of a body from the cells of a row.</summary>
/// <param name="map">The map.</param>
/// <param name="sheet">The sheet.</param>
internal sealed class RowFields(ImportMap map, Sheet sheet)
{
    private const char Misread = '\uFFFD';
    private const string PartyMark = "party:";
    private const int MostProblems = 10;
    private const int MostTold = 1000;

    private readonly Dictionary<string, SortedSet<string>> _slugs = new(StringComparer.Ordinal);

    /// <summary>The ids that were made from cells, with the texts they came from; those that came from themselves are left out.</summary>
    internal IReadOnlyDictionary<string, SortedSet<string>> Slugs => _slugs;

    /// <summary>Fills what rules say.</summary>
    /// <param name="tree">The body.</param>
    /// <param name="row">The row.</param>
    /// <param name="what">What is filled, for a message: <c>statement_made</c>.</param>
    /// <param name="rules">The rules with what their fields take.</param>
    /// <param name="problems">Gets what could not be made.</param>
    /// <param name="item">Which item of cells that hold several makes the body; null where a body is made of whole cells.</param>
    internal void Fill(
        BodyTree tree,
        SheetRow row,
        string what,
        IEnumerable<(FieldRule Rule, FieldKind? Kind)> rules,
        List<RowProblem> problems,
        int? item = null
    )
    {
        foreach (var (rule, kind) in rules.TakeWhile(_ => problems.Count < MostProblems))
        {
            if (Filling(row, what, rule, kind, item) is not { } filling)
                continue;
            if (filling.Complaint is { } complaint)
                problems.Add(OfCell(row, rule, complaint));
            else if (filling.Value is { } value)
                tree.Set(filling.Pointer, value, kind!.Value.IsInList);
        }
    }

    /// <summary>How many bodies the items of a row's cells make.</summary>
    internal int CountItems(SheetRow row, IEnumerable<FieldRule> rules) =>
        rules.Where(r => r.Split is not null).Select(r => FieldValue.Items(TextOf(r, row).Text, r).Count).DefaultIfEmpty(1).Max();

    /// <summary>The text that a rule gives; whether it is the map's own, and whether the cell holds a number or a date rather than a text.</summary>
    internal (string Text, bool IsOwn, bool IsTyped) TextOf(FieldRule rule, SheetRow row)
    {
        if (!rule.Pieces.Any(p => p.IsColumn))
            return (string.Concat(rule.Pieces.Select(p => p.Text)), true, false);
        var text = TextOf(rule.Pieces, row);
        return text.Length == 0
            ? (rule.Otherwise ?? "", rule.Otherwise is not null, false)
            : (text, false, rule.Pieces is [{ IsColumn: true } only] && sheet.IsTyped(row, only.Text));
    }

    /// <summary>A problem put down to the first column of a rule that has a text.</summary>
    internal RowProblem OfCell(SheetRow row, FieldRule rule, string detail)
    {
        var columns = rule.Columns;
        var column = columns.FirstOrDefault(c => sheet.CellOf(row, c).Length > 0) ?? (columns.Count == 0 ? null : columns[0]);
        return new(row.Line, column, column is null ? null : Sheet.Shown(sheet.CellOf(row, column)), detail, rule.Pointer);
    }

    private (string Pointer, JsonNode? Value, string? Complaint)? Filling(
        SheetRow row,
        string what,
        FieldRule rule,
        FieldKind? kind,
        int? item
    )
    {
        var (text, isOwn, isTyped) = TextOf(rule, row);
        if (item is { } place && rule.Split is not null)
            text = FieldValue.Items(text, rule).ElementAtOrDefault(place) ?? "";
        var until = TextOf(rule.Until, row);
        if (text.Length == 0 && until.Length == 0)
            return null;
        if (kind is null)
            return rule.IsConstant || isOwn
                ? null
                : (
                    rule.Pointer,
                    null,
                    $"A {what} has no '{rule.Pointer}': empty the cell, or say in the map under /types/{what} where it belongs, or null there to leave it out."
                );
        var (pointer, nameless) = PointerOf(rule, row);
        var (value, complaint) = nameless is null ? ValueOf(rule, kind.Value, text, isOwn, isTyped) : (null, nameless);
        if (until.Length > 0 && complaint is null)
            (value, complaint) = Interval(rule, value, until);
        if (rule.IsSlug && complaint is null)
            (value, complaint) = Slugged(value, isOwn);
        return (pointer, value, complaint);
    }

    private string TextOf(IReadOnlyList<Piece> pieces, SheetRow row)
    {
        var cells = pieces.Where(p => p.IsColumn).Select(p => Filled(sheet.CellOf(row, p.Text))).ToList();
        return cells.TrueForAll(c => c.Length == 0)
            ? ""
            : string.Concat(pieces.Select(p => p.IsColumn ? Filled(sheet.CellOf(row, p.Text)) : p.Text)).Trim(Sheet.White);
    }

    private string Filled(string cell) => map.Blanks.Contains(Sheet.Plain(cell)) ? "" : cell;

    private (string Pointer, string? Complaint) PointerOf(FieldRule rule, SheetRow row)
    {
        var pointer = rule.Pointer;
        foreach (var column in rule.PointerColumns)
        {
            var cell = Filled(sheet.CellOf(row, column));
            var name = rule.Names?.TryFind(cell, out var found) == true ? found : cell;
            var slug = Slug.From(name ?? "");
            if (slug is null)
                return (
                    pointer,
                    $"'{column}' gives no id for {rule.Pointer}: fill it in, or say in the rule's 'names' what it stands for."
                );
            Tell(slug, cell);
            pointer = pointer.Replace($"{{{column}}}", slug, StringComparison.Ordinal);
        }

        return (pointer, null);
    }

    private static (JsonNode? Value, string? Complaint) ValueOf(FieldRule rule, FieldKind kind, string text, bool isOwn, bool isTyped) =>
        text.Length == 0 ? (null, null)
        : text.Contains(Misread, StringComparison.Ordinal)
            ? (
                null,
                "The text holds U+FFFD, which stands for a character that could not be read: save the file as UTF-8 where it was made."
            )
        : FieldValue.Of(rule, kind, text, isOwn || (isTyped && (kind.IsDate || kind.IsNumber)));

    private static (JsonNode? Value, string? Complaint) Interval(FieldRule rule, JsonNode? start, string until)
    {
        var where = string.Concat(rule.Until.Select(p => p.Text));
        var (end, complaint) = rule.Dates.Read(until);
        if (complaint is not null)
            return (null, $"In '{where}': {complaint}");
        return start?.GetValue<string>() switch
        {
            null or "" => (null, $"'{where}' has an end, '{Sheet.Shown(until)}', but no start: fill in the start, or empty the end."),
            var from when from == end => (start, null),
            var from when from.Contains('/', StringComparison.Ordinal) => (
                null,
                $"The start is an interval already, '{from}': give it without its end, or empty '{where}'."
            ),
            var from => (JsonValue.Create($"{from}/{end}"), null),
        };
    }

    private (JsonNode? Value, string? Complaint) Slugged(JsonNode? value, bool isOwn)
    {
        if (value is JsonArray items)
        {
            var slugs = new JsonArray();
            foreach (var item in items)
            {
                var (slug, complaint) = Slugged(item, isOwn);
                if (complaint is not null)
                    return (null, complaint);
                slugs.Add(slug);
            }

            return (slugs, null);
        }

        var text = value?.GetValue<string>() ?? "";
        if (isOwn || text.Length == 0 || Slug.IsValid(text))
            return (value?.DeepClone(), null);
        // Of a party that speaks for itself the id is behind the mark.
        if (text.StartsWith(PartyMark, StringComparison.Ordinal) && Slug.From(text[PartyMark.Length..]) is { } party)
            return (JsonValue.Create(PartyMark + party), null);
        if (Slug.From(text) is not { } made)
            return (
                null,
                $"No id can be made of '{Sheet.Shown(text)}', which has no Latin letters or digits: say in 'values' what it stands for."
            );
        Tell(made, text);
        return (JsonValue.Create(made), null);
    }

    private void Tell(string slug, string text)
    {
        if (slug == text || (_slugs.Count >= MostTold && !_slugs.ContainsKey(slug)))
            return;
        if (!_slugs.TryGetValue(slug, out var texts))
            _slugs[slug] = texts = new(StringComparer.Ordinal);
        if (texts.Count < MapLimits.Items)
            texts.Add(Sheet.Shown(text));
    }
}
