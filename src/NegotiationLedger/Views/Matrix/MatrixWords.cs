using System.Text.Json.Nodes;

namespace NegotiationLedger.Views;

/// <summary>What changes of the issues and of the parties' positions on them are called.</summary>
internal static class MatrixWords
{
    /// <summary>The rules.</summary>
    internal static ChangeRule[] Rules { get; } = [new("issues/*/state", State), new("issues/*/cells/*", Cell)];

    private static IEnumerable<string> State(Telling telling, ChangedField change)
    {
        var (was, now) = (change.Before?.ToString(), change.After?.ToString());
        var issue = telling.Issue(change.Names[0]);
        return now is null || (was is null && now == "open") ? []
            : was is null or "open" ? [$"{issue}: {Words(now)}"]
            : [$"{issue}: {Words(now)}, no longer {Words(was)}"];
    }

    private static string Words(string state) => state == "one_sided" ? "one-sided" : state;

    private static IEnumerable<string> Cell(Telling telling, ChangedField change)
    {
        var subject = $"{telling.Party(change.Names[1])} on {telling.Issue(change.Names[0])}";
        var (was, now) = (Positions(change.Before), Positions(change.After));
        foreach (var position in now.Except(was))
            yield return $"{subject}: {position}";
        foreach (var position in was.Except(now))
            yield return $"{subject}: no longer {position}";
        foreach (var sentence in Rivals(change.After).Except(Rivals(change.Before)).Select(r => Rival(telling, subject, r)))
            yield return sentence;
        if (was.SequenceEqual(now) || !was.Order(StringComparer.Ordinal).SequenceEqual(now.Order(StringComparer.Ordinal)))
            yield break;
        yield return $"{subject}: now first {now[0]}";
    }

    private static List<string> Positions(JsonNode? cell) => [.. All(cell).Select(Words)];

    private static IEnumerable<JsonNode> All(JsonNode? cell) =>
        cell is null ? [] : [cell["current"]!, .. cell["others"]!.AsArray().OfType<JsonNode>()];

    private static string Words(JsonNode position)
    {
        var redLine = Telling.Text(position, "redLine") == "true" ? ", a red line" : "";
        return $"{Telling.Words(Telling.Text(position, "kind")!)} “{Telling.Text(position, "text") ?? Telling.Text(position, "reference")}”{redLine}";
    }

    private static IEnumerable<(string Position, string Viewpoint, string Kind, string Words)> Rivals(JsonNode? cell) =>
        All(cell)
            .SelectMany(p =>
                (p["contested"] as JsonArray ?? [])
                    .OfType<JsonNode>()
                    .Select(Telling.RivalOf)
                    .Select(r => (Words(p), r.Viewpoint, r.Kind, r.Words))
            );

    private static string Rival(Telling telling, string subject, (string Position, string Viewpoint, string Kind, string Words) rival) =>
        $"{subject}: {telling.Viewpoint(rival.Viewpoint)} {telling.Against((rival.Viewpoint, rival.Kind, rival.Words), Telling.Words)}";
}
