using System.Text.Json.Nodes;

namespace NegotiationLedger.Views.Changes;

/// <summary>What changes of the timeline are called.</summary>
internal static class TimelineWords
{
    /// <summary>One happening.</summary>
    internal static FieldRule Rule { get; } = new("items/*", Item);

    private static IEnumerable<string> Item(Telling telling, ChangedField change)
    {
        if (change is not { Before: { } before, After: { } after })
            return change.After is { } added ? [Added(telling, added)] : [$"No longer on record: {What(change.Before!)}"];
        if (
            Telling.Text(before, "occurrence") != Telling.Text(after, "occurrence")
            || Telling.Text(before, "claim") != Telling.Text(after, "claim")
        )
            return [$"No longer on record: {What(before)}", Added(telling, after)];
        return Changed(telling, before, after);
    }

    private static string Added(Telling telling, JsonNode item) =>
        $"{What(item)}, {Telling.Text(item, "occurred")} ({Viewpoints(telling, Telling.Texts(item["viewpoints"]))})";

    private static string What(JsonNode item)
    {
        var what = Telling.Text(item, "what")!;
        return Telling.Text(item, "claim") is { } claim and not "actual" ? $"{char.ToUpperInvariant(claim[0])}{claim[1..]}: {what}"
            : what.Length == 0 ? what
            : char.ToUpperInvariant(what[0]) + what[1..];
    }

    private static IEnumerable<string> Changed(Telling telling, JsonNode before, JsonNode after)
    {
        var what = What(after);
        if (What(before) is var was && was != what)
            yield return $"{what}, no longer: {was}";
        foreach (var (member, words) in new[] { ("viewpoints", "also according to"), ("deniedBy", "denied by") })
        {
            var (old, now) = (Telling.Texts(before[member]).ToList(), Telling.Texts(after[member]).ToList());
            if (now.Except(old).ToList() is { Count: > 0 } more)
                yield return $"{what}: {words} {Viewpoints(telling, more)}";
            if (old.Except(now).ToList() is { Count: > 0 } fewer)
                yield return $"{what}: no longer {words} {Viewpoints(telling, fewer)}";
        }

        var disputes = Telling.Texts(after["disputedBy"]).Count() - Telling.Texts(before["disputedBy"]).Count();
        if (disputes != 0)
            yield return $"{what}: {(disputes > 0 ? "disputed" : "a dispute of it withdrawn")}";
        if (Telling.Text(before, "occurred") != Telling.Text(after, "occurred"))
            yield return $"{what}: now dated {Telling.Text(after, "occurred")}, no longer {Telling.Text(before, "occurred")}";
    }

    private static string Viewpoints(Telling telling, IEnumerable<string> viewpoints) =>
        string.Join(", ", viewpoints.Select(telling.Viewpoint));
}
