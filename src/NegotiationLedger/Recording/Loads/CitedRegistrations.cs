using System.Text.Json;

namespace NegotiationLedger.Recording.Loads;

/// <summary>The registrations that a negotiation cannot be understood without.</summary>
public static class CitedRegistrations
{
    /// <summary>The registrations of every source and speaker that the entries name, corrections and roles among them, in sequence order.</summary>
    /// <param name="history">The negotiation.</param>
    /// <param name="cancellationToken">Ends the search, which reads every entry.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static IReadOnlyList<Entry> Of(History history, CancellationToken cancellationToken)
    {
        var cited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in history.Entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            cited.UnionWith(ReferencesIn(entry.Data, history.Known).Select(StreamOf).OfType<string>());
        }

        return [.. history.Registry.Entries.Where(e => cited.Contains(e.Stream))];
    }

    private static IEnumerable<IdReference> ReferencesIn(LedgerEvent data, Known known)
    {
        var row = EventNames.Of(data);
        var own = EventShape.Read(JsonSerializer.SerializeToElement(data, row.Shape), row).References;
        return data is AssertionCorrected correction && known.RowOf(correction.Assertion) is { } corrected
            ? own.Concat(EventShape.ReadPatch(correction.Patch, corrected).References)
            : own;
    }

    private static string? StreamOf(IdReference reference) =>
        reference.Type == typeof(SourceId) ? StreamName.Of(new SourceId(reference.Value))
        : reference.Type == typeof(SpeakerId) ? StreamName.Of(new SpeakerId(reference.Value))
        : SpeakerRef.TryParse(reference.Value, out var spoken) && reference.Type == typeof(SpeakerRef) && spoken.Speaker is { } speaker
            ? StreamName.Of(speaker)
        : null;
}
