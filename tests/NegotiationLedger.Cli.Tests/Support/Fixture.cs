using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Cli.Tests.Support;

/// <summary>Answers of the Doha talks as the server gives them.</summary>
internal static class Fixture
{
    public static JsonObject View(string name)
    {
        using var stream = typeof(Fixture).Assembly.GetManifestResourceStream(name)!;
        return JsonNode.Parse(stream)!.AsObject();
    }

    public static JsonElement Element(string name) => JsonSerializer.SerializeToElement(View(name));

    public static JsonObject Envelope(string view, JsonObject answer) =>
        new()
        {
            ["negotiation"] = "doha-2025",
            ["view"] = view,
            ["lens"] = new JsonObject { ["occurredUntil"] = "2025-07-24", ["accordingTo"] = new JsonArray("party:israel", "party:hamas") },
            ["position"] = "@58",
            ["version"] = 41,
            ["warnings"] = new JsonArray(
                new JsonObject
                {
                    ["code"] = "after_unknown",
                    ["detail"] = "It says it came after what nobody recorded.",
                    ["events"] = new JsonArray(),
                }
            ),
            ["answer"] = answer,
        };

    public static Answer Of(string view, Action<JsonObject>? change = null)
    {
        var answer = View(view);
        change?.Invoke(answer);
        return Read(Envelope(view, answer));
    }

    public static Answer Read(JsonObject envelope) => new(JsonSerializer.SerializeToElement(envelope));
}
