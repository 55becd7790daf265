using System.Text.Json.Nodes;

namespace NegotiationLedger.Console;

/// <summary>Records that say the same of a value, and how they stand to it.</summary>
/// <param name="Kind">How they stand to it.</param>
/// <param name="Says">What they say, as the view writes it; null where that is no value.</param>
/// <param name="Viewpoints">Whose word it is.</param>
/// <param name="Events">The records.</param>
/// <param name="Date">Its date as asserted.</param>
public sealed record Support(
    SupportKind Kind,
    string? Says,
    IReadOnlyList<Viewpoint> Viewpoints,
    IReadOnlyList<EventId> Events,
    string? Date
);

/// <summary>How records stand to a value.</summary>
public enum SupportKind
{
    /// <summary>They say it.</summary>
    Says,

    /// <summary>They state the term that ended what was said.</summary>
    StatesTerm,

    /// <summary>They report the closing that ended what was said.</summary>
    ReportsClosing,

    /// <summary>They say otherwise.</summary>
    SaysOtherwise,

    /// <summary>They date it otherwise.</summary>
    DatesOtherwise,

    /// <summary>They tell it of somebody or something else.</summary>
    SaysOfOther,

    /// <summary>They deny it.</summary>
    Denies,

    /// <summary>They deny it, or another happening like it.</summary>
    PerhapsDenies,

    /// <summary>They said something else before.</summary>
    SaidBefore,
}

/// <summary>What stands behind a value of a view, against it, and before it.</summary>
internal static class EvidenceOf
{
    /// <summary>The evidence of what a JSON Pointer names in a view; empty when it names nothing that records stand behind.</summary>
    internal static IReadOnlyList<Support> Value(JsonNode view, string pointer) =>
        At(view, pointer) is JsonObject field ? [.. Of(field)] : [];

    private static IEnumerable<Support> Of(JsonObject field)
    {
        if (EventsOf(field) is { Count: > 0 } events)
            yield return new(BehindOf(field), TextOf(field), ViewpointsOf(field), events, Text(field["occurred"]));
        foreach (var rival in (field["contested"] as JsonArray ?? []).OfType<JsonObject>())
            yield return new(KindOf(rival), TextOf(rival), ViewpointsOf(rival), EventsOf(rival), Text(rival["occurred"]));
        foreach (var past in (field["history"] as JsonArray ?? []).OfType<JsonObject>())
            yield return new(SupportKind.SaidBefore, TextOf(past), ViewpointsOf(past), EventsOf(past), Text(past["occurred"]));
    }

    private static SupportKind BehindOf(JsonObject field) =>
        Text(field["endedBy"]) switch
        {
            "term" => SupportKind.StatesTerm,
            "closing" => SupportKind.ReportsClosing,
            _ => SupportKind.Says,
        };

    private static SupportKind KindOf(JsonObject rival) =>
        Text(rival["kind"]) switch
        {
            "denial" => Text(rival["perhaps"]) == "true" ? SupportKind.PerhapsDenies : SupportKind.Denies,
            "date" => SupportKind.DatesOtherwise,
            "subject" => SupportKind.SaysOfOther,
            _ => SupportKind.SaysOtherwise,
        };

    private static string? TextOf(JsonObject said) =>
        said["value"] switch
        {
            JsonValue value => value.ToString(),
            JsonObject quantity when quantity["number"] is { } number => $"{number} {Text(quantity["unit"])}".TrimEnd(),
            JsonObject end => Text(end["on"]) ?? Text(end["kind"]),
            // A position, a wording or a breach has its words, an answer what was answered.
            _ => Text(said["text"]) ?? Text(said["words"]) ?? Text(said["response"]) ?? Text(said["of"]),
        };

    private static List<Viewpoint> ViewpointsOf(JsonObject said)
    {
        var texts =
            (said["viewpoints"] as JsonArray)?.Select(v => v!.ToString()) ?? [.. new[] { Text(said["viewpoint"]) }.OfType<string>()];
        return [.. texts.Select(text => Viewpoint.TryParse(text, out var viewpoint) ? viewpoint : default)];
    }

    private static List<EventId> EventsOf(JsonObject said)
    {
        var texts = (said["events"] as JsonArray)?.Select(v => v!.ToString()) ?? [.. new[] { Text(said["event"]) }.OfType<string>()];
        return [.. texts.Select(text => EventId.TryParse(text, out var id) ? id : default)];
    }

    private static JsonNode? At(JsonNode view, string pointer)
    {
        var at = view;
        foreach (var name in pointer.Split('/').Skip(1))
        {
            var plain = name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            at = at switch
            {
                JsonObject owner => owner[plain],
                JsonArray items when int.TryParse(plain, out var i) && i >= 0 && i < items.Count => items[i],
                _ => null,
            };
            if (at is null)
                return null;
        }

        return at;
    }

    private static string? Text(JsonNode? value) => (value as JsonValue)?.ToString();
}
