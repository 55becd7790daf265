using System.Globalization;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Views;

/// <summary>Finds the fields that a patch changes: the deepest that a reader is told of at or above each operation, or those below it.</summary>
internal sealed class ChangedFields<T>
    where T : IView<T>
{
    private readonly IReadOnlyList<ChangeRule> _rules = ChangeRules.Of(T.Name);
    private readonly T _from;
    private readonly T _to;
    private readonly Dictionary<string, ChangedField> _found = new(StringComparer.Ordinal);

    // Looked for once: a difference may move as many items as a list has.
    private readonly Dictionary<(bool IsTo, string List), Dictionary<string, int>> _places = [];

    // Where items come and go. Where they only come, or only go, none moved, however long the list is.
    private readonly HashSet<string> _moving;

    private ChangedFields(T from, T to, JsonArray patch)
    {
        (_from, _to) = (from, to);
        _moving =
        [
            .. patch
                .Select(o => (Op: o!["op"]!.GetValue<string>(), Path: o["path"]!.GetValue<string>()))
                .Where(o => o.Path.Length > 0)
                .GroupBy(o => ListOf(o.Path), o => o.Op)
                .Where(list => list.Distinct().Count() > 1)
                .Select(list => list.Key),
        ];
    }

    /// <summary>The changed fields in the order in which they are told: by kind, then by place.</summary>
    /// <param name="patch">The JSON Patch from the one view to the other.</param>
    /// <param name="from">The one view.</param>
    /// <param name="to">The other.</param>
    internal static IReadOnlyList<ChangedField> Of(JsonArray patch, T from, T to)
    {
        var fields = new ChangedFields<T>(from, to, patch);
        foreach (var operation in patch)
            fields.Find(operation!["op"]!.GetValue<string>(), operation["path"]!.GetValue<string>());
        fields.Pair();
        var order = fields._rules.Select((rule, i) => (rule, i)).ToDictionary(r => r.rule, r => r.i);
        var told = fields._found.Values.Where(f => !f.Rule.IsOfKnown || (f.Before is not null && f.After is not null));
        return [.. told.OrderBy(f => order[f.Rule]).ThenBy(f => Sortable(f.Pointer), StringComparer.Ordinal)];
    }

    // The tenth item of a list comes after the ninth.
    private static string Sortable(string pointer) =>
        string.Join('/', pointer.Split('/').Select(name => name.All(char.IsAsciiDigit) ? name.PadLeft(9, '0') : name));

    private void Find(string op, string path)
    {
        List<string> names = [.. JsonPointer.Names(path)];
        var rules = _rules.Where(r => r.Agrees(names)).ToList();
        if (rules.FirstOrDefault(r => r.Segments.Count == names.Count) is { } exact)
            Find(exact, op, path, rules);
        else if (rules.FirstOrDefault(r => r.Segments.Count < names.Count && !HasDeeper(r)) is { } around)
        {
            // What was said before is nothing that the answer says now.
            if (names.Skip(around.Segments.Count).Contains("history"))
                return;
            var pointer = names.Take(around.Segments.Count).Aggregate("", JsonPointer.Then);
            var before = around.ItemKey is null ? ViewTree.At(_from, pointer) : ViewTree.Twin(_from, _to, pointer);
            Take(around, pointer, before, ViewTree.At(_to, pointer), rules);
        }
        else
        {
            foreach (var below in Below(rules, path, ViewTree.At(_from, path), ViewTree.At(_to, path)))
                _found[below.Pointer] = below;
        }
    }

    // An item of a list stands where it says in the view that has it; at that place in the other view is another item. It came or went where the
    // other view has it nowhere; else it moved, and is told where it came to.
    private void Find(ChangeRule rule, string op, string path, List<ChangeRule> rules)
    {
        if (op == "remove" && rule.ItemKey is not null && Twin(_to, _from, path) is not null)
            return;
        var before = op == "add" ? (rule.ItemKey is null ? null : Twin(_from, _to, path)) : ViewTree.At(_from, path);
        var after = op == "remove" ? null : ViewTree.At(_to, path);
        if (!JsonNode.DeepEquals(before, after))
            Take(rule, path, before, after, rules);
    }

    // An item may be told apart otherwise since: what was reported is denied, or its name is given to another happening too. It is the same one
    // where it still rests on one of its records.
    private void Pair()
    {
        foreach (var gone in _found.Where(f => f.Value is { Rule.ItemKey: not null, After: null }).ToList())
        {
            var come = _found.FirstOrDefault(f => f.Value.Before is null && IsSame(gone.Value, f.Value));
            if (come.Key is null)
                continue;
            _found.Remove(gone.Key);
            _found.Remove(come.Key);
            Take(come.Value.Rule, come.Value.Pointer, gone.Value.Before, come.Value.After, []);
        }
    }

    private static bool IsSame(ChangedField gone, ChangedField come) =>
        ReferenceEquals(gone.Rule, come.Rule)
        && come.After is { } after
        && gone.Rule.IsSameItem(gone.Before!, after)
        && gone.Before is JsonObject before
        && Telling.Texts(before["events"]).Intersect(Telling.Texts(after["events"])).Any();

    // The item of a list of the one view that is at a place in that list of the other, wherever it stands.
    private JsonNode? Twin(T view, T other, string path)
    {
        var list = ListOf(path);
        if (!_moving.Contains(list) || ViewTree.IdentityAt(other, path) is not { } identity)
            return null;
        var key = (ReferenceEquals(view, _to), list);
        if (!_places.TryGetValue(key, out var places))
            _places[key] = places = ViewTree.PlacesIn(view, list);
        return places.TryGetValue(identity, out var place) ? ViewTree.At(view, JsonPointer.Then(list, $"{place}")) : null;
    }

    private static string ListOf(string path) => path[..path.LastIndexOf('/')];

    // What has fields of its own is told when it comes or goes, and else by those.
    private bool HasDeeper(ChangeRule rule) => _rules.Any(r => r.Pattern.StartsWith(rule.Pattern + "/", StringComparison.Ordinal));

    private void Take(ChangeRule rule, string pointer, JsonNode? before, JsonNode? after, List<ChangeRule> rules)
    {
        if (rule.ItemKey is not null && before is not null && after is not null && !rule.IsSameItem(before, after))
        {
            Take(rule, pointer, before, null, rules);
            Take(rule, pointer, null, after, rules);
            return;
        }

        var key = rule.ItemKey is null ? pointer : $"{pointer} {before is null} {after is null}";
        _found[key] = FieldOf(rule, pointer, before, after) with { Parts = [.. Below(rules, pointer, before, after)] };
    }

    // The fields of deeper rules in what came or went at a place; those in one that came or went as a whole are its parts.
    private IEnumerable<ChangedField> Below(IReadOnlyList<ChangeRule> rules, string pointer, JsonNode? before, JsonNode? after)
    {
        var depth = JsonPointer.Names(pointer).Count();
        var fields = rules
            .Where(r => r.Segments.Count > depth)
            .OrderBy(r => r.Segments.Count)
            .SelectMany(rule => Expand(rule, depth, pointer, before, after).Select(p => FieldOf(rule, p.Pointer, p.Before, p.After)))
            .Where(f => !JsonNode.DeepEquals(f.Before, f.After))
            .ToList();
        return fields.Where(f => !fields.Any(g => IsWithin(f, g))).Select(f => f with { Parts = [.. fields.Where(g => IsWithin(g, f))] });
    }

    private static bool IsWithin(ChangedField inner, ChangedField outer) =>
        inner.Pointer.StartsWith(outer.Pointer + "/", StringComparison.Ordinal) && (outer.Before is null || outer.After is null);

    private static IEnumerable<(string Pointer, JsonNode? Before, JsonNode? After)> Expand(
        ChangeRule rule,
        int depth,
        string pointer,
        JsonNode? before,
        JsonNode? after
    )
    {
        if (before is null && after is null)
            return [];
        if (depth == rule.Segments.Count)
            return [(pointer, before, after)];
        var names =
            rule.Segments[depth] == ChangeRule.Any ? NamesIn(before).Union(NamesIn(after), StringComparer.Ordinal) : [rule.Segments[depth]];
        return names.SelectMany(name =>
            Expand(rule, depth + 1, JsonPointer.Then(pointer, name), MemberOf(before, name), MemberOf(after, name))
        );
    }

    private ChangedField FieldOf(ChangeRule rule, string pointer, JsonNode? before, JsonNode? after)
    {
        var names = JsonPointer.Names(pointer).Where((_, i) => rule.Segments[i] == ChangeRule.Any).ToList();
        var owner = pointer[..pointer.LastIndexOf('/')];
        return new(
            rule,
            pointer,
            names,
            before,
            after,
            IsOwnerNew: before is null && !ViewTree.Has(_from, owner),
            IsOwnerGone: after is null && !ViewTree.Has(_to, owner)
        );
    }

    private static IEnumerable<string> NamesIn(JsonNode? node) =>
        node switch
        {
            JsonObject members => members.Select(m => m.Key),
            JsonArray items => Enumerable.Range(0, items.Count).Select(i => i.ToString(CultureInfo.InvariantCulture)),
            _ => [],
        };

    private static JsonNode? MemberOf(JsonNode? node, string name) =>
        node switch
        {
            JsonObject members => members[name],
            JsonArray items => int.TryParse(name, CultureInfo.InvariantCulture, out var i) && i < items.Count ? items[i] : null,
            _ => null,
        };
}
