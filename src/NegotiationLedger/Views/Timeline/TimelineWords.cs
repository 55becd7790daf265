using System.Text.Json.Nodes;

namespace NegotiationLedger.Views;

/// <summary>What changes of the timeline are called.</summary>
internal static class TimelineWords
{
    /// <summary>One happening.</summary>
    internal static ChangeRule Rule { get; } = new("items/*", Item) { ItemKey = "type occurrence" };

    private static IEnumerable<string> Item(Telling telling, ChangedField change) =>
        (change.Before, change.After) switch
        {
            (null, { } added) => [Added(telling, added), .. Rivals(telling, added).Select(r => $"{What(added)}: {r}")],
            ({ } gone, null) => [$"No longer on record: {What(gone)}"],
            ({ } before, { } after) => Changed(telling, before, after),
            _ => [],
        };

    private static string Added(Telling telling, JsonNode item) =>
        $"{What(item)}, {Telling.Text(item, "occurred")} ({Viewpoints(telling, Telling.Texts(item["viewpoints"]))})";

    private static string What(JsonNode item)
    {
        var what = Telling.Unended(Telling.Text(item, "what")!);
        return Telling.Text(item, "claim") is { } claim and not "actual" ? $"{char.ToUpperInvariant(claim[0])}{claim[1..]}: {what}"
            : what.Length == 0 ? what
            : char.ToUpperInvariant(what[0]) + what[1..];
    }

    private static IEnumerable<string> Changed(Telling telling, JsonNode before, JsonNode after)
    {
        var what = What(after);
        if (What(before) is var was && was != what)
            yield return $"{what}, no longer: {was}";
        if (telling.Accounts(before, after) is { } accounts)
            yield return $"{what}: {accounts}";
        foreach (var (member, words) in new[] { ("deniedBy", "denied by"), ("perhapsDeniedBy", "perhaps denied by") })
        {
            var (old, now) = (Telling.Texts(before[member]).ToList(), Telling.Texts(after[member]).ToList());
            if (now.Except(old).ToList() is { Count: > 0 } more)
                yield return $"{what}: {words} {Viewpoints(telling, more)}";
            if (old.Except(now).ToList() is { Count: > 0 } fewer)
                yield return $"{what}: no longer {words} {Viewpoints(telling, fewer)}";
        }

        foreach (var rival in Rivals(telling, after).Except(Rivals(telling, before)))
            yield return $"{what}: {rival}";
        var disputes = Telling.Texts(after["disputedBy"]).Count() - Telling.Texts(before["disputedBy"]).Count();
        if (disputes != 0)
            yield return $"{what}: {(disputes > 0 ? "disputed" : "a dispute withdrawn")}";
        if (Telling.Text(before, "isPast") != "true" && Telling.Text(after, "isPast") == "true")
            yield return $"{what}: its date has passed, and nobody reports that it happened";
        if (Telling.Text(before, "occurred") != Telling.Text(after, "occurred"))
            yield return $"{what}: now dated {Telling.Text(after, "occurred")}, no longer {Telling.Text(before, "occurred")}";
    }

    // Each in its own words and of its own date.
    private static IEnumerable<string> Rivals(Telling telling, JsonNode item) =>
        (item["accounts"] as JsonArray ?? [])
            .OfType<JsonNode>()
            .Where(a => a["differs"] is not null && a["revised"] is null)
            .Select(a => $"{telling.Viewpoint(Telling.Text(a, "viewpoint")!)} says: {What(a)}, {Telling.Text(a, "occurred")}");

    private static string Viewpoints(Telling telling, IEnumerable<string> viewpoints) =>
        string.Join(", ", viewpoints.Select(telling.Viewpoint));
}
