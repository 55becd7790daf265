using System.Text.Json.Nodes;

namespace NegotiationLedger.Views;

/// <summary>A field in which two views differ.</summary>
/// <param name="Rule">What kind of field it is.</param>
/// <param name="Pointer">Where it stands: a JSON Pointer (RFC 6901).</param>
/// <param name="Names">What stands for the rule's wildcards, in order: a party's id, a proposal's.</param>
/// <param name="Before">The field in the one view; null when it is not there.</param>
/// <param name="After">The field in the other; null when it is not there.</param>
/// <param name="IsOwnerNew">Whether what the field belongs to is not in the one view either.</param>
/// <param name="IsOwnerGone">Whether what the field belongs to is not in the other view either.</param>
internal sealed record ChangedField(
    ChangeRule Rule,
    string Pointer,
    IReadOnlyList<string> Names,
    JsonNode? Before,
    JsonNode? After,
    bool IsOwnerNew,
    bool IsOwnerGone
)
{
    /// <summary>The fields within it, when it came or went as a whole.</summary>
    internal IReadOnlyList<ChangedField> Parts { get; init; } = [];

    /// <summary>A member of it, as it changed.</summary>
    internal ChangedField Inner(string name) => this with { Before = Before?[name], After = After?[name] };

    /// <summary>The change in sentences, without full stops; none where nothing a reader would be told changed. What went as a whole is told once.</summary>
    internal IEnumerable<string> Say(Telling telling) =>
        After is null ? Rule.Say(telling, this) : Rule.Say(telling, this).Concat(Parts.SelectMany(p => p.Say(telling)));
}

/// <summary>A kind of field that readers are told of.</summary>
/// <param name="Pattern">Where such fields stand: names with slashes between, <c>*</c> for any.</param>
/// <param name="Say">What a change of it is called.</param>
/// <param name="IsNews">Whether the change from one record to the next is told; else only two answers that are compared.</param>
internal sealed record ChangeRule(string Pattern, Func<Telling, ChangedField, IEnumerable<string>> Say, bool IsNews = true)
{
    internal const string Any = "*";

    internal IReadOnlyList<string> Segments { get; } = Pattern.Split('/');

    /// <summary>
    /// For an item of a list, whose last name is its place in it: the members that tell one item from another, with spaces between; empty when it
    /// is itself a text. Null for everything else.
    /// </summary>
    internal string? ItemKey { get; init; }

    /// <summary>Whether only a change of what is in both views is told: what comes or goes is told elsewhere.</summary>
    internal bool IsOfKnown { get; init; }

    /// <summary>Whether names are those of the pattern as far as both reach.</summary>
    internal bool Agrees(IReadOnlyList<string> names)
    {
        for (var i = 0; i < names.Count && i < Segments.Count; i++)
        {
            if (Segments[i] != Any && Segments[i] != names[i])
                return false;
        }

        return true;
    }

    /// <summary>Whether two items are the same one, changed.</summary>
    internal bool IsSameItem(JsonNode before, JsonNode after) =>
        ItemKey is { Length: > 0 } members
            ? members.Split(' ').All(key => JsonNode.DeepEquals(before[key], after[key]))
            : JsonNode.DeepEquals(before, after);
}
