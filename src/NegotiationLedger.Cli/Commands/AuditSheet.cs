using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>Records of the audit trail as rows: what, who, in which words, where, recorded by whom, and what became of it.</summary>
internal static class AuditSheet
{
    private const int Room = 140;

    private static readonly Names Nameless = new(frame: null);

    private static readonly Column[] Columns =
    [
        new("place", IsShort: true),
        new("what"),
        new("who"),
        new("words"),
        new("source"),
        new("recorded"),
        new("became"),
    ];

    /// <summary>The rows of some records.</summary>
    public static Sheet Of(IEnumerable<JsonElement> records)
    {
        var sheet = new Sheet(Room, Columns);
        foreach (var record in records)
        {
            var attribution = record.Member("attribution") ?? default;
            sheet.Add(
                Phrase.Lines([Records.PlaceOf(record), Phrase.Of(record.Text("id"), Ink.Faint)]),
                Phrase.Of(record.Text("headline"), Ink.Strong) + Phrase.Of($"({record.Text("negotiation")})", Ink.Faint),
                WhoOf(record, attribution),
                attribution.Member("quote")?.Text("exact") is { } words ? Phrase.Of($"\"{words}\"") : Phrase.None,
                SourceOf(attribution),
                Moments.RecordedOf(record),
                Phrase.Lines(record.Items("fates").Select(FateOf))
            );
        }

        return sheet;
    }

    private static Phrase WhoOf(JsonElement record, JsonElement attribution)
    {
        var relays = attribution.Items("relayedBy").Select(r => r.Text("publisher") ?? NameOf(r.Member("speaker") ?? default));
        return Phrase.Join(
            ", ",
            [
                attribution.Member("speaker") is { } speaker ? SpeakerOf(speaker) : Phrase.Of(OwnVoice(record.Text("viewpoint"))),
                .. relays.Select(r => Phrase.Of($"through {r}")),
                Phrase.Of(Saying.Words(attribution.Text("mode")), Ink.Faint),
            ]
        );
    }

    private static Phrase SpeakerOf(JsonElement speaker) =>
        Phrase.Join(", ", [Phrase.Of(NameOf(speaker)), Phrase.Of(speaker.Text("name") is null ? null : speaker.Text("title"))]);

    private static string OwnVoice(string? viewpoint) =>
        viewpoint is null ? "the recorder"
        : viewpoint.StartsWith("source:", StringComparison.Ordinal) ? "the source itself"
        : Nameless.Viewpoint(viewpoint);

    private static string? NameOf(JsonElement speaker) => speaker.Text("name") ?? speaker.Text("title") ?? speaker.Text("speaker");

    private static Phrase SourceOf(JsonElement attribution) =>
        Phrase.Join(
            ", ",
            [Phrase.Of(TitleOf(attribution.Member("source") ?? default)), Phrase.Of(attribution.Text("assertedOn"), Ink.Faint)]
        );

    private static string? TitleOf(JsonElement source) => source.Text("title") ?? source.Text("source");

    private static Phrase FateOf(JsonElement fate)
    {
        var by = fate.Member("attribution")?.Member("source") is { } source ? $" in {TitleOf(source)}" : "";
        var ink =
            !fate.Flag("stands") ? Ink.Faint
            : fate.Text("kind") is "corroborated" ? Ink.Good
            : fate.Text("kind") is "retracted" ? Ink.Bad
            : Ink.Doubt;
        return Phrase.Of($"{fate.Text("kind")}{(fate.Flag("stands") ? "" : " (itself withdrawn)")}", ink)
            + Moments.RecordedOf(fate).Then(by)
            + Phrase.Of(fate.Text("words") is { } words ? $"({words})" : "");
    }
}
