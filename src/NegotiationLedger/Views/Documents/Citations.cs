using System.Text.Json;

namespace NegotiationLedger.Views;

/// <summary>Which sources and speakers records cite, by the names of their streams: a correction of one of them may change an answer.</summary>
public static class Citations
{
    /// <summary>The streams that records cite, sorted and distinct.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<Entry> entries) =>
        [.. entries.SelectMany(entry => In(entry.Data)).Distinct().Select(name => name.ToString()).Order(StringComparer.Ordinal)];

    /// <summary>The streams that a record cites. What a correction patches in counts as cited, whether the correction stands or not.</summary>
    internal static IEnumerable<StreamName> In(LedgerEvent data) =>
        data switch
        {
            Development development => In(development.Attribution),
            AssertionCorrected correction when correction.Patch.TryGetProperty("attribution", out var attribution) => PatchedIn(
                attribution
            ),
            _ => [],
        };

    private static IEnumerable<StreamName> In(Attribution attribution)
    {
        yield return StreamName.Of(attribution.Source);
        if (attribution.Speaker?.Speaker is { } speaker)
            yield return StreamName.Of(speaker);
    }

    private static IEnumerable<StreamName> PatchedIn(JsonElement attribution)
    {
        if (TextOf(attribution, "source") is { } source && Slug.IsValid(source))
            yield return StreamName.Of(new SourceId(source));
        if (SpeakerRef.TryParse(TextOf(attribution, "speaker"), out var speaker) && speaker.Speaker is { } person)
            yield return StreamName.Of(person);
    }

    private static string? TextOf(JsonElement owner, string name) =>
        owner.ValueKind is JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
