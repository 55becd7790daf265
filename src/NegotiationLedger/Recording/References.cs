namespace NegotiationLedger.Recording;

/// <summary>Holds the ids of a body against what is known.</summary>
internal static class References
{
    /// <summary>The unknown parties, proposals, sources and speakers of a body. Unknown issues, demands and ultimatums are only warned of.</summary>
    /// <param name="references">The ids.</param>
    /// <param name="row">The row of the body's type, whose own id need not be known; null when it named none.</param>
    /// <param name="known">What is known.</param>
    /// <param name="registry">The registered sources and speakers.</param>
    internal static IEnumerable<Problem> Check(IEnumerable<IdReference> references, EventName? row, Known known, Registry registry)
    {
        return references
            .Where(reference => reference.Pointer != "/" + row?.Introduces)
            .Select(reference =>
                ComplaintOf(reference, known, registry) is { } complaint ? new Problem(reference.Pointer, complaint) : null
            )
            .OfType<Problem>();
    }

    private static string? ComplaintOf(IdReference reference, Known known, Registry registry)
    {
        if (reference.Type == typeof(SpeakerRef) && SpeakerRef.TryParse(reference.Value, out var speaker))
            return speaker.Party is { } party ? OfParty(party.Value, known) : OfSpeaker(speaker.Speaker!.Value, registry);
        if (reference.Type == typeof(SpeakerId))
            return OfSpeaker(new(reference.Value), registry);
        if (reference.Type == typeof(SourceId))
            return registry.Sources.ContainsKey(new(reference.Value))
                ? null
                : $"The source '{reference.Value}' is unknown: register it under /sources first.";
        if (reference.Type == typeof(PartyId))
            return OfParty(reference.Value, known);
        if (reference.Type == typeof(ProposalId) && !known.Has(typeof(ProposalId), reference.Value))
            return $"The proposal '{reference.Value}' is unknown: record its proposal_offered first. {Listed("proposals", known.All(typeof(ProposalId)))}";
        return null;
    }

    private static string? OfParty(string party, Known known) =>
        known.Has(typeof(PartyId), party)
            ? null
            : $"The party '{party}' is unknown in this negotiation: record its party_joined first. {Listed("parties", known.All(typeof(PartyId)))}";

    private static string? OfSpeaker(SpeakerId speaker, Registry registry) =>
        registry.Speakers.ContainsKey(speaker)
            ? null
            : $"The speaker '{speaker}' is unknown: register it under /speakers first, or give party:<id> for a party that speaks for itself.";

    private static string Listed(string what, IEnumerable<string> ids)
    {
        var some = ids.Take(21).ToList();
        return some.Count == 0
            ? $"No {what} are known yet."
            : $"Known {what}: {string.Join(", ", some.Take(20))}{(some.Count > 20 ? ", …" : "")}.";
    }
}
