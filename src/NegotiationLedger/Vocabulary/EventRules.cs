namespace NegotiationLedger.Vocabulary;

/// <summary>What a type requires of its fields together, beyond the shape of each.</summary>
internal static class EventRules
{
    internal static IEnumerable<Problem> Check(LedgerEvent data) =>
        data switch
        {
            Development development => OfDevelopment(development)
                .Concat(OfAttribution(development.Attribution))
                .Concat(OfPayload(development))
                .Concat(OfCounts(development)),
            Annotation { Attribution: { } attribution } => OfAttribution(attribution),
            SpeakerRegistered { Identity: Identity.Named, Name: null } =>
            [
                new("/name", "A named speaker needs a name; give it, or identity 'anonymous'."),
            ],
            SourceRegistered source => OfSource(source),
            _ => [],
        };

    private static IEnumerable<Problem> OfDevelopment(Development development)
    {
        if (development.Occurrence is { } occurrence && !Slug.IsValid(occurrence))
            yield return new("/occurrence", Slug.Complaint("occurrence", occurrence));
        for (var i = 0; i < (development.After?.Count ?? 0); i++)
        {
            if (!Slug.IsValid(development.After![i]))
                yield return new(
                    $"/after/{i}",
                    $"'{development.After[i]}' is not a valid name: give an occurrence of this negotiation, or an event id."
                );
        }
    }

    private static IEnumerable<Problem> OfAttribution(Attribution attribution)
    {
        if (attribution is { Mode: Mode.OnRecord or Mode.Attributed, Speaker: null })
            yield return new(
                "/attribution/speaker",
                $"Mode '{NamedValue<Mode>.NameOf(attribution.Mode)}' needs a speaker: a registered one, or party:<id>."
            );
        if (attribution is { Mode: Mode.Observed, Speaker: not null })
            yield return new(
                "/attribution/speaker",
                "Mode 'observed' is the source's own voice and has no speaker: leave it out, or choose another mode."
            );
        if (attribution is { Mode: Mode.OnRecord, Quote: null })
            yield return new("/attribution/quote", "Mode 'on_record' needs the speaker's words: give a quote, or mode 'attributed'.");
        if (attribution.Grade is { Credibility: < 1 or > 6 } grade)
            yield return new("/attribution/grade/credibility", $"{grade.Credibility} is not a valid credibility: give 1 to 6.");
        for (var i = 0; i < (attribution.RelayedBy?.Count ?? 0); i++)
        {
            if (attribution.RelayedBy![i] is { Speaker: null, Publisher: null } or { Speaker: not null, Publisher: not null })
                yield return new($"/attribution/relayedBy/{i}", "A relay is either a speaker or a publisher: give exactly one.");
        }

        if (attribution.Quote is { } quote && (quote.Start is null != quote.End is null || quote.Start < 0 || quote.End <= quote.Start))
            yield return new("/attribution/quote/start", "A position is a start of 0 or more and an end beyond it: give both, or neither.");
    }

    private static IEnumerable<Problem> OfPayload(Development development) =>
        development switch
        {
            PartyJoined { Role: Role.Supporter, Supports: null } =>
            [
                new("/supports", "A supporter must name the party it supports: give 'supports'."),
            ],
            PartyJoined { Role: not Role.Supporter, Supports: not null } =>
            [
                new("/supports", "Only a supporter has 'supports': leave it out, or give role 'supporter'."),
            ],
            PartyJoined { Wikidata: { } item } when !IsWikidataItem(item) =>
            [
                new("/wikidata", $"'{item}' is not a valid Wikidata item: give Q and its number, such as Q801."),
            ],
            IntentDeclared { Matter: not null, Threat: not null } =>
            [
                new("/threat", "An intent is to cooperate or to threaten: give 'matter' or 'threat', not both."),
            ],
            _ => [],
        };

    private static IEnumerable<Problem> OfCounts(Development development) =>
        development switch
        {
            AgreementRatified e => OfVotes(e.VotesFor, e.VotesAgainst),
            AgreementRejected e => OfVotes(e.VotesFor, e.VotesAgainst),
            VoteHeld e => OfVotes(e.VotesFor, e.VotesAgainst),
            PersonsReleased { Count: < 1 } or HostagesTaken { Count: < 1 } or UnrestReported { Count: < 1 } or StrikeBegun { Count: < 1 } =>
                [NotACount("/count")],
            PrisonersExchanged { Sides: { } sides } => sides
                .Index()
                .Where(side => side.Item.Count < 1)
                .Select(side => NotACount($"/sides/{side.Index}/count")),
            _ => [],
        };

    private static Problem NotACount(string pointer) => new(pointer, "A count of persons is at least 1: leave it out when it is unknown.");

    private static IEnumerable<Problem> OfVotes(int? votesFor, int? votesAgainst)
    {
        if (votesFor < 0)
            yield return new("/votesFor", $"{votesFor} is not a number of votes: give 0 or more, or leave it out when it is unknown.");
        if (votesAgainst < 0)
            yield return new(
                "/votesAgainst",
                $"{votesAgainst} is not a number of votes: give 0 or more, or leave it out when it is unknown."
            );
    }

    private static IEnumerable<Problem> OfSource(SourceRegistered source)
    {
        if (source.Url is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            yield return new("/url", $"'{url}' is not a valid web address: give one that begins with http:// or https://.");
        if (source.TextSha256 is { } sha && !(sha.Length == 64 && sha.All(char.IsAsciiHexDigitLower)))
            yield return new("/textSha256", "A SHA-256 is 64 lower-case hexadecimal digits.");
    }

    private static bool IsWikidataItem(string text) => text.Length is > 1 and < 20 && text[0] == 'Q' && text[1..].All(char.IsAsciiDigit);
}
