using System.Text.Json.Nodes;

namespace NegotiationLedger.Cli.Tests.Support;

/// <summary>A replay of three frames as the server gives it; the state of the talks is the Doha fixture's, in which one value changes.</summary>
internal static class Frames
{
    public static IReadOnlyList<JsonObject> Three { get; } =
    [
        Frame(1, "talks_convened", "talks in session in Doha", "2025-07-01T00:00:00Z", "2025-07~/2025-07-24", [Phase("in_session")]),
        Frame(
            2,
            "statement_made",
            "The recall does not signal a crisis",
            "2025-07-24T00:00:00Z",
            "2025-07-24",
            [],
            words: [],
            claim: "denied",
            quote: "does not signal a crisis"
        ),
        Frame(3, "talks_collapsed", "talks collapsed", "2025-07-24T00:00:00Z", "2025-07-24", [Phase("collapsed")], isLast: true),
    ];

    public static string Ndjson(IEnumerable<JsonObject> frames) => string.Concat(frames.Select(f => f.ToJsonString() + "\n"));

    private static JsonObject Phase(string value) =>
        new()
        {
            ["op"] = "replace",
            ["path"] = "/phase/value",
            ["value"] = value,
        };

    private static JsonObject Frame(
        int number,
        string type,
        string what,
        string at,
        string occurred,
        JsonArray patch,
        string[]? words = null,
        string? claim = null,
        string? quote = null,
        bool isLast = false
    )
    {
        var data = new JsonObject
        {
            ["occurred"] = occurred,
            ["attribution"] = new JsonObject
            {
                ["source"] = "peace-talks-collapse",
                ["mode"] = "on_record",
                ["speaker"] = "steve-witkoff",
                ["assertedOn"] = "2025-07-24",
                ["relayedBy"] = new JsonArray(new JsonObject { ["publisher"] = "The Wire" }),
            },
        };
        if (claim is not null)
            data["claim"] = claim;
        if (quote is not null)
            data["attribution"]!["quote"] = new JsonObject { ["exact"] = quote };
        var frame = new JsonObject
        {
            ["frame"] = number,
            ["entry"] = new JsonObject
            {
                ["id"] = $"01983da7-0000-7000-8000-00000000000{number}",
                ["sequence"] = 20 + number,
                ["version"] = number,
                ["type"] = type,
                ["recordedAt"] = $"2025-08-0{number}T09:30:00.123456Z",
                ["recordedBy"] = "local",
                ["viewpoint"] = "party:israel",
                ["data"] = data,
            },
            ["at"] = at,
            ["what"] = what,
            ["words"] = new JsonArray([.. (words ?? [$"The talks: {type}"]).Select(w => (JsonNode)w)]),
            ["patch"] = patch,
        };
        if (number == 1 || isLast)
            frame["view"] = View(type == "talks_collapsed" ? "collapsed" : "in_session");
        if (isLast)
            frame["last"] = true;
        return frame;
    }

    private static JsonObject View(string phase)
    {
        var view = Fixture.View("status");
        view["phase"]!["value"] = phase;
        return view;
    }
}
