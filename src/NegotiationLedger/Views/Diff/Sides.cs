namespace NegotiationLedger.Views;

/// <summary>Says what two accounts have, neither of which came before the other.</summary>
/// <param name="left">What the left lens keeps, in words.</param>
/// <param name="right">What the right lens keeps.</param>
internal sealed class Sides(string left, string right)
{
    /// <summary>The sides of two lenses; null when they keep the same accounts, and so differ in time or in what is known.</summary>
    internal static Sides? Of(Lens left, Lens right, Telling telling) =>
        left.UndisputedOnly == right.UndisputedOnly && left.AccordingTo.SequenceEqual(right.AccordingTo)
            ? null
            : new(NameOf(left, telling), NameOf(right, telling));

    /// <summary>What each has of a field, in sentences without full stops.</summary>
    internal IEnumerable<string> Say(Telling telling, ChangedField field)
    {
        List<string> ofLeft = [.. Having(telling, field, field.Before)],
            ofRight = [.. Having(telling, field, field.After)];
        var only = ofLeft.Count == 0 || ofRight.Count == 0 ? "Only according" : "According";
        return ofLeft
            .Except(ofRight)
            .Select(s => $"{only} to {left}: {s}")
            .Concat(ofRight.Except(ofLeft).Select(s => $"{only} to {right}: {s}"));
    }

    private static IEnumerable<string> Having(Telling telling, ChangedField field, System.Text.Json.Nodes.JsonNode? value) =>
        value is null
            ? []
            : field.Rule.Say(telling, field with { Before = null, After = value, IsOwnerNew = false, IsOwnerGone = false, Parts = [] });

    private static string NameOf(Lens lens, Telling telling)
    {
        var who = lens.AccordingTo.IsEmpty
            ? "all accounts"
            : string.Join(" and ", lens.AccordingTo.Select(v => telling.Viewpoint(v.ToString())));
        return lens.UndisputedOnly ? $"{who}, undisputed alone" : who;
    }
}
