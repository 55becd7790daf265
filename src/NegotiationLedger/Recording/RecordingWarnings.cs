using System.Text.Json;

namespace NegotiationLedger.Recording;

/// <summary>What a recorder should know about a record that is taken all the same.</summary>
/// <param name="history">The negotiation before.</param>
/// <param name="records">All that is recorded together, in order.</param>
/// <param name="now">When they are recorded; null where nothing is to be said of the future.</param>
internal sealed class RecordingWarnings(History history, IReadOnlyList<(EventId Id, LedgerEvent Data)> records, DateTimeOffset? now)
{
    // An unknown party, proposal, source or speaker is refused instead.
    private static readonly Dictionary<Type, string> Loose = new()
    {
        [typeof(IssueId)] = IssueId.Noun,
        [typeof(DemandId)] = DemandId.Noun,
        [typeof(UltimatumId)] = UltimatumId.Noun,
        [typeof(AgreementId)] = AgreementId.Noun,
        [typeof(CommitmentId)] = CommitmentId.Noun,
    };

    private readonly Known _known = history.Known.With(records);
    private IReadOnlyList<Warning>? _foldWarnings;
    private Frame? _names;
    private HomeZone? _zone;
    private HashSet<EventId>? _standing;
    private Earlier? _earlier;

    /// <summary>The warnings of one of the records.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="data">The record.</param>
    /// <param name="references">Every id in its body.</param>
    internal IReadOnlyList<Warning> Of(EventId id, LedgerEvent data, IEnumerable<IdReference> references) =>
        [.. OfAny(id, data), .. data is Development development ? OfDevelopment(id, development, references) : []];

    private IEnumerable<Warning> OfAny(EventId id, LedgerEvent data)
    {
        if (data is AssertionCorrected or Development { After.Count: > 0 })
        {
            foreach (var warning in FoldWarnings.Where(w => w.Events.Contains(id)))
                yield return warning;
        }

        var attribution = data.Attribution;
        if (attribution?.Quote?.Check is QuoteCheck.Unverified)
            yield return new(
                "quote_unverified",
                $"The text of source '{attribution.Source}' is not held, so the quotation was not checked and is recorded as unverified.",
                [id]
            );
        else if (data is AssertionCorrected correction && IsUnverified(correction.Patch))
            yield return new(
                "quote_unverified",
                "The text of the source is not held, so the corrected quotation was not checked and is recorded as unverified.",
                [id]
            );
        if (attribution is { Mode: Mode.Anonymous, Speaker: null })
            yield return new(
                "speaker_missing",
                "The assertion is anonymous and names no registered speaker, so it counts as the source's own voice.",
                [id]
            );
    }

    private static bool IsUnverified(JsonElement patch) =>
        patch.TryGetProperty("attribution", out var attribution)
        && attribution.ValueKind == JsonValueKind.Object
        && attribution.TryGetProperty("quote", out var quote)
        && quote.ValueKind == JsonValueKind.Object
        && quote.TryGetProperty("check", out var check)
        && check.ValueEquals(NamedValue<QuoteCheck>.NameOf(QuoteCheck.Unverified));

    private IEnumerable<Warning> OfDevelopment(EventId id, Development development, IEnumerable<IdReference> references)
    {
        if (development.Claim is Claim.Actual && development.Occurred.EarliestIn(Zone) > development.Attribution.AssertedOn.EndIn(Zone))
            yield return new(
                "occurred_after_asserted",
                $"It was asserted on {development.Attribution.AssertedOn} but is said to have happened later, on {development.Occurred}; if it was only planned, give claim 'planned'.",
                [id]
            );
        if (AnotherAccount(development) is { } again)
            yield return new("known_already", $"{again} is already known: this is kept as another account of it.", [id]);
        if (development is TeamRecalled { Claim: Claim.Actual } recall && !Before(id).Any(d => PutsAtTable(d, recall.Party)))
            yield return new("recalled_without_team", $"No record says that '{recall.Party}' sent a team or sat at the table.", [id]);
        foreach (var warning in OfTimes(id, development).Concat(OfSpeaker(id, development)).Concat(OfDenial(id, development)))
            yield return warning;
        if (
            development is AgreementSigned or AgreementRatified or AgreementRejected
            && development.Answers is ["agreement"]
            && !Before(id).Any(d => d is AgreementReached)
        )
            yield return new("agreement_missing", "It names no agreement, and none is on record; it is shown under 'agreement'.", [id]);
        if (SameAs(id, development) is { } same)
            yield return new(
                "same_as",
                $"It says the same as {same}, which stands; if it is not another account, leave it out.",
                [id, same]
            );
        if (IsPartial(id, development))
            yield return new(
                "agreement_partial",
                "It has terms for some of the issues tabled, so it settles those and leaves the talks as they were; if it settles all, give scope 'whole'.",
                [id]
            );
        if (AnswersLater(id, development) is { } later)
            yield return new("answers_before", later, [id]);
        if (SpeaksOfAnother(id, development) is { } reused)
            yield return new("occurrence_reused", reused, [id]);
        foreach (var loose in references.Where(r => Loose.ContainsKey(r.Type) && !_known.Has(r.Type, r.Value)))
            yield return new(
                $"{Loose[loose.Type]}_unknown",
                $"The {Loose[loose.Type]} '{loose.Value}' is not recorded in this negotiation; it is shown under its id.",
                [id]
            );
    }

    // The fold itself says which edges and corrections it cannot take: it is asked about the history as it will be.
    private IReadOnlyList<Warning> FoldWarnings => _foldWarnings ??= history.Foresee(records).Through(Lens.Everything).Warnings;

    private string? AnotherAccount(Development development) =>
        development switch
        {
            NegotiationOpened when !history.Entries.IsEmpty => "The negotiation",
            PartyJoined e when history.Known.Has(typeof(PartyId), e.Party.Value) => $"The party '{e.Party}'",
            IssueTabled e when history.Known.Has(typeof(IssueId), e.Issue.Value) => $"The issue '{e.Issue}'",
            ProposalOffered e when history.Known.Has(typeof(ProposalId), e.Proposal.Value) => $"The proposal '{e.Proposal}'",
            _ => null,
        };

    // A slug is somebody's choice; the id that a record introduces is not.
    private string? SpeaksOfAnother(EventId id, Development development)
    {
        if (development.Occurrence is not { } slug)
            return null;
        var row = EventNames.Of(development);
        var subject = row.SubjectOf(development);
        if (Before().Named(slug, id) is not { } first || (EventNames.Of(first) == row && row.SubjectOf(first).SequenceEqual(subject)))
            return null;
        return $"'{slug}' has been used for another occurrence ({first.Headline(Names)}); if this is a different one, give it a slug of its own.";
    }

    private IEnumerable<Warning> OfTimes(EventId id, Development development)
    {
        var assertedOn = development.Attribution.AssertedOn;
        if (
            history.Registry.Sources.TryGetValue(development.Attribution.Source, out var source)
            && source.Description.Published is { } published
            && published.IsBefore(assertedOn)
        )
            yield return new(
                "asserted_after_published",
                $"It is asserted on {assertedOn}, after its source was published ({published}).",
                [id]
            );
        if (now is not { } instant)
            yield break;
        if (assertedOn.EarliestIn(Zone).Instant > instant)
            yield return new("asserted_in_future", $"It is asserted on {assertedOn}, which is in the future.", [id]);
        if (development.Claim is Claim.Actual && development.Occurred.EarliestIn(Zone).Instant > instant)
            yield return new(
                "occurs_in_future",
                $"It is said to have happened on {development.Occurred}, which is in the future; if it is planned, give claim 'planned'.",
                [id]
            );
    }

    private IEnumerable<Warning> OfSpeaker(EventId id, Development development)
    {
        var attribution = development.Attribution;
        if (attribution.Speaker?.Speaker is not { } speaker || !history.Registry.Speakers.TryGetValue(speaker, out var known))
            yield break;
        var role = known.RoleAt(attribution.AssertedOn);
        if (role is null)
            yield return new("speaker_out_of_office", $"No role of '{speaker}' on {attribution.AssertedOn} is registered.", [id]);
        else if (role.Party is { } party && !_known.Has(typeof(PartyId), party.Value))
            yield return new("speaker_party_unknown", $"'{speaker}' speaks for '{party}', which is not a party to this negotiation.", [id]);
    }

    private EventId? SameAs(EventId id, Development development)
    {
        foreach (var other in _known.SameAs(development).TakeWhile(other => other != id))
        {
            if (!_known.IsEverRetracted(other) || Standing.Contains(other))
                return other;
        }

        return null;
    }

    private HashSet<EventId> Standing =>
        _standing ??= history.Foresee(records).Through(Lens.Everything).InTime.Select(a => a.Id).ToHashSet();

    // What it matches as of now; the fold matches it again with whatever is recorded later.
    private IEnumerable<Warning> OfDenial(EventId id, Development development)
    {
        if (development.Claim is not Claim.Denied)
            yield break;
        var told = history.Entries.Select(e => (e.Id, e.Data)).Concat(records.TakeWhile(r => r.Id != id));
        var matches = Denials.MatchesOf(development, told.Where(t => t.Data is Development).Select(t => (t.Id, (Development)t.Data)));
        var names = string.Join("; ", matches.Select(m => $"{m.First().Data.Headline(Names)}, {m.First().Data.Occurred}"));
        yield return matches.Count switch
        {
            0 => new("denial_unmatched", "Nothing on record matches what it denies.", [id]),
            1 => new("denial_matched", $"It is taken as a denial of: {names}.", [id, .. matches[0].Select(t => t.Id)]),
            _ => new(
                "denial_ambiguous",
                $"It may deny any of {matches.Count}, and each is marked as perhaps denied: {names}. Name one by its occurrence.",
                [id]
            ),
        };
    }

    private bool IsPartial(EventId id, Development development) =>
        development is AgreementReached { Claim: Claim.Actual, Scope: null, Terms: { Count: > 0 } terms }
        && Before(id).OfType<IssueTabled>().Any(issue => !terms.ContainsKey(issue.Issue));

    // Where the dates alone say that an answer came before what it answers; it is folded after it all the same.
    private string? AnswersLater(EventId id, Development development)
    {
        if (development.Claim is not Claim.Actual || development.Answers is not { Count: > 0 } keys)
            return null;
        if (keys.Select(k => Before().Opening(k, id)).FirstOrDefault(o => o.Count > 0) is not { } openings)
            return null;
        var first = openings.MinBy(d => d.Occurred.EarliestIn(Zone))!;
        return first.Occurred.EarliestIn(Zone) > development.Occurred.LatestIn(Zone)
            ? $"It is dated {development.Occurred}, before what it answers ({first.Headline(Names)}, {first.Occurred}); it is taken to have come after it."
            : null;
    }

    private Earlier Before() => _earlier ??= new(history.Entries.Select(e => (e.Id, e.Data)).Concat(records));

    private HomeZone Zone => _zone ??= history.Foresee(records).Zone;

    private Frame Names => _names ??= Frame.Of(history.Through(Lens.Everything));

    private IEnumerable<LedgerEvent> Before(EventId id) =>
        history.Entries.Select(e => e.Data).Concat(records.TakeWhile(r => r.Id != id).Select(r => r.Data));

    private static bool PutsAtTable(LedgerEvent data, PartyId party) =>
        data switch
        {
            TeamDispatched e => e.Party == party,
            TalksConvened e => e.Parties?.Contains(party) == true,
            TalksResumed e => e.Parties?.Contains(party) == true,
            _ => false,
        };

    /// <summary>What was recorded before a record, looked up by what is asked of it: many records are recorded together.</summary>
    private sealed class Earlier
    {
        private readonly Dictionary<EventId, int> _places = [];
        private readonly Dictionary<string, List<(int Place, Development Data)>> _openings = new(StringComparer.Ordinal);
        private readonly Dictionary<string, (int Place, Development Data)> _named = new(StringComparer.Ordinal);

        internal Earlier(IEnumerable<(EventId Id, LedgerEvent Data)> told)
        {
            foreach (var (id, data) in told)
            {
                var place = _places.Count;
                _places.TryAdd(id, place);
                if (data is not Development development)
                    continue;
                if (development.Occurrence is { } slug)
                    _named.TryAdd(slug, (place, development));
                foreach (var key in development.Claim is Claim.Actual ? development.Opens : [])
                {
                    if (!_openings.TryGetValue(key, out var list))
                        _openings[key] = list = [];
                    list.Add((place, development));
                }
            }
        }

        /// <summary>What opens a key, recorded before a record.</summary>
        internal List<Development> Opening(string key, EventId before) =>
            _openings.TryGetValue(key, out var list) ? [.. list.TakeWhile(o => o.Place < _places[before]).Select(o => o.Data)] : [];

        /// <summary>The first that a name was given to, recorded before a record; null when there is none.</summary>
        internal Development? Named(string slug, EventId before) =>
            _named.TryGetValue(slug, out var named) && named.Place < _places[before] ? named.Data : null;
    }
}
