using System.Text.Json;

namespace NegotiationLedger.Views;

/// <summary>Which sources and speakers records cite, by the names of their streams: a correction of one of them may change an answer.</summary>
internal static class Citations
{
    /// <summary>The streams that records cite, sorted and distinct.</summary>
    internal static IReadOnlyList<string> Of(IEnumerable<Entry> entries) =>
        [.. new SortedSet<string>(entries.SelectMany(entry => In(entry.Data)), StringComparer.Ordinal)];

    /// <summary>The streams that a record cites. What a correction patches in counts as cited, whether the correction stands or not.</summary>
    internal static IEnumerable<string> In(LedgerEvent data) =>
        data switch
        {
            Development development => In(development.Attribution),
            AssertionCorrected correction when correction.Patch.TryGetProperty("attribution", out var attribution) => PatchedIn(
                attribution
            ),
            _ => [],
        };

    private static IEnumerable<string> In(Attribution attribution)
    {
        yield return StreamName.Of(attribution.Source);
        if (attribution.Speaker?.Speaker is { } speaker)
            yield return StreamName.Of(speaker);
    }

    private static IEnumerable<string> PatchedIn(JsonElement attribution)
    {
        if (attribution.ValueKind != JsonValueKind.Object)
            yield break;
        foreach (var (name, prefix) in new[] { ("source", StreamName.SourcePrefix), ("speaker", StreamName.SpeakerPrefix) })
        {
            if (attribution.TryGetProperty(name, out var id) && id.ValueKind == JsonValueKind.String)
                yield return prefix + id.GetString();
        }
    }
}
