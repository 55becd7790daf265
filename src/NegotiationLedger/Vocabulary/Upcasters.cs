using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Vocabulary;

/// <summary>Lifts stored JSON from one version of its type to the next, so that old events read for ever.</summary>
/// <param name="steps">What turns version <c>n</c> of a type into version <c>n + 1</c>, keyed by the type's stored name and <c>n</c>.</param>
public sealed class Upcasters(IReadOnlyDictionary<(string Type, int SchemaVersion), Func<JsonObject, JsonObject>> steps)
{
    /// <summary>The steps of this version of the ledger.</summary>
    public static Upcasters Known { get; } =
        new(
            new Dictionary<(string, int), Func<JsonObject, JsonObject>>
            {
                // A round had a number alone; since version 2 it may have a name instead.
                [("talks_convened", 1)] = AsItWas,
                [("talks_resumed", 1)] = AsItWas,
            }.ToFrozenDictionary()
        );

    /// <summary>Lifts an event step by step.</summary>
    /// <exception cref="JsonException">A step is missing.</exception>
    public JsonObject Lift(string type, int from, int to, JsonObject data)
    {
        for (var version = from; version < to; version++)
            data = steps.TryGetValue((type, version), out var step)
                ? step(data)
                : throw new JsonException($"There is no upcaster for '{type}' from version {version} to {version + 1}.");
        return data;
    }

    private static JsonObject AsItWas(JsonObject data) => data;
}
