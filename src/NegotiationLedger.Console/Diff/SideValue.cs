using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Console;

/// <summary>What one lens answers, for a reader's eye.</summary>
/// <param name="Text">The value in words.</param>
/// <param name="Date">Its date, as asserted; null where it has none.</param>
/// <param name="Who">Who says so; empty where the view does not say.</param>
public sealed record SideValue(string Text, string? Date, string Who)
{
    // By which of its members a thing is known, the first that it has.
    private static readonly string[] Telling = ["what", "words", "text", "title", "name", "state", "latest", "who", "happened"];

    /// <summary>A value of a view in words; null where the lens answers nothing.</summary>
    /// <param name="value">The value, as the view writes it.</param>
    /// <param name="pointer">Where it stands in the view (RFC 6901).</param>
    /// <param name="names">What everybody is called.</param>
    internal static SideValue? Of(JsonNode? value, string pointer, Names names) =>
        value switch
        {
            null => null,
            JsonArray items => new(string.Join(", ", items.OfType<JsonNode>().Select(i => PartOf(i, names))), null, ""),
            // An answer that was given several times, and a cell of several positions, are told by the latest.
            JsonObject stand when stand["latest"] is JsonObject latest => Of(latest, $"{pointer}/latest", names),
            JsonObject cell when cell["current"] is JsonObject position => Position(position, names),
            JsonObject said => new(TextOf(said, pointer, names), Read(said["occurred"]), WhoOf(said, names)),
            _ => new(Plain(value, pointer, names), null, ""),
        };

    private static SideValue Position(JsonObject position, Names names) =>
        new(
            Say.Of(Strings.PositionSaid, Say.Named(nameof(PositionKind), Read(position["kind"]) ?? ""), Read(position["text"]) ?? ""),
            Read(position["occurred"]),
            WhoOf(position, names)
        );

    private static string TextOf(JsonObject said, string pointer, Names names) =>
        said["value"] switch
        {
            JsonValue value => Plain(value, pointer, names),
            JsonObject quantity when quantity["number"] is { } number => $"{number} {Read(quantity["unit"])}".TrimEnd(),
            JsonObject decision when Read(decision["kind"]) is { } kind => Decision(decision, Say.Named(nameof(DecisionKind), kind)),
            JsonObject end => Read(end["on"]) is { } on ? DateWords.Of(on) : Strings.EndOpen,
            // What came or went as a whole is known by its title or its words.
            _ => Telling
                .Select(name => said[name] is JsonObject inner ? Read(inner["value"]) : Read(said[name]))
                .FirstOrDefault(text => text is not null)
                ?? JsonPointer.Names(pointer).Last(),
        };

    private static string Plain(JsonNode value, string pointer, Names names)
    {
        var words = WhyWords.Of(pointer, value.ToString(), names);
        return value.GetValueKind() switch
        {
            JsonValueKind.True when words == "true" => Strings.Yes,
            JsonValueKind.False when words == "false" => Strings.No,
            _ => words,
        };
    }

    private static string Decision(JsonObject decision, string words)
    {
        if (Read(decision["body"]) is { } body)
            words = Say.Of(Strings.DecidedByBody, words, body);
        return Read(decision["votesFor"]) is { } yes && Read(decision["votesAgainst"]) is { } no
            ? Say.Of(Strings.DecidedByVotes, words, yes, no)
            : words;
    }

    private static string PartOf(JsonNode item, Names names) =>
        item is JsonObject said ? Read(said["text"]) ?? Read(said["what"]) ?? "" : names.Party(item.ToString());

    private static string WhoOf(JsonObject said, Names names)
    {
        var texts = said["viewpoints"] is JsonArray several ? several.Select(v => v?.ToString()) : [Read(said["viewpoint"])];
        var who = names.Viewpoints(
            texts.Where(t => Viewpoint.TryParse(t, out _)).Select(t => Viewpoint.TryParse(t, out var v) ? v : default)
        );
        return Read(said["endedBy"]) switch
        {
            "term" => Say.Of(Strings.ByTermOf, who),
            "closing" => Say.Of(Strings.ByClosingOf, who),
            _ => who,
        };
    }

    private static string? Read(JsonNode? value) => (value as JsonValue)?.ToString();
}
