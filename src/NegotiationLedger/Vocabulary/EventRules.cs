using System.Text.RegularExpressions;

namespace NegotiationLedger.Vocabulary;

/// <summary>What a type requires of its fields together, beyond the shape of each.</summary>
internal static partial class EventRules
{
    private const int LongestPage = 20;
    private const int MostVariables = 50;
    private const int LongestName = 100;
    private const int LongestValue = 1000;

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
            SourceTextAdded added => OfSha256("/textSha256", added.TextSha256).Concat(OfSha256("/originalSha256", added.OriginalSha256)),
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

        foreach (var problem in OfVariables(attribution.Variables ?? new Dictionary<string, string>()))
            yield return problem;
        foreach (var problem in attribution.Quote is { } quote ? OfQuote(quote) : [])
            yield return problem with
            {
                Pointer = "/attribution/quote" + problem.Pointer,
            };
    }

    private static IEnumerable<Problem> OfVariables(IReadOnlyDictionary<string, string> variables)
    {
        const string Place = "/attribution/variables";
        if (variables.Count > MostVariables)
            yield return new(Place, $"There are {variables.Count} variables: keep at most {MostVariables}.");
        foreach (var (name, value) in variables)
        {
            if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(char.IsControl))
                yield return new(JsonPointer.Then(Place, name), $"'{name}' is not a name: give 1 to {LongestName} characters in one line.");
            if (value.Length > LongestValue)
                yield return new(JsonPointer.Then(Place, name), $"The value has {value.Length} characters: keep at most {LongestValue}.");
        }
    }

    private static IEnumerable<Problem> OfQuote(Quote quote)
    {
        if (quote.Start is null != quote.End is null || quote.Start < 0 || quote.End <= quote.Start)
            yield return new("/start", "A position is a start of 0 or more and an end beyond it: give both, or neither.");
        if (quote.Spans is { } spans && !AreInOrder(quote, spans))
            yield return new(
                "/spans",
                "The parts of a quotation are several, in order, from its start to its end: leave them to the ledger."
            );
        if (quote.Page is { } page && (string.IsNullOrWhiteSpace(page) || page.Length > LongestPage))
            yield return new("/page", $"'{page}' is not a page: give it as it is numbered, such as 12, xiv or 12-13.");
        if (quote.Time is { } time && !TimeCode().IsMatch(time))
            yield return new(
                "/time",
                $"'{time}' is not a time code: give hours, minutes and seconds from the beginning of the recording, such as 01:02:03."
            );
    }

    private static bool AreInOrder(Quote quote, IReadOnlyList<QuoteSpan> spans) =>
        spans.Count > 1
        && quote.Start == spans[0].Start
        && quote.End == spans[^1].End
        && spans.All(s => s.Start < s.End)
        && spans.Zip(spans.Skip(1)).All(pair => pair.First.End <= pair.Second.Start);

    [GeneratedRegex(@"\A\d{1,3}:[0-5]\d:[0-5]\d(?:\.\d{1,3})?\z", RegexOptions.NonBacktracking)]
    private static partial Regex TimeCode();

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

    private static IEnumerable<Problem> OfSource(SourceRegistered source) =>
        [
            .. OfAddress("/url", source.Url),
            .. OfAddress("/archiveUrl", source.ArchiveUrl),
            .. OfSha256("/textSha256", source.TextSha256),
            .. OfSha256("/originalSha256", source.OriginalSha256),
        ];

    private static IEnumerable<Problem> OfAddress(string pointer, string? url)
    {
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            yield return new(pointer, $"'{url}' is not a valid web address: give one that begins with http:// or https://.");
    }

    private static IEnumerable<Problem> OfSha256(string pointer, string? sha256)
    {
        if (sha256 is not null && !(sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)))
            yield return new(pointer, "A SHA-256 is 64 lower-case hexadecimal digits.");
    }

    private static bool IsWikidataItem(string text) => text.Length is > 1 and < 20 && text[0] == 'Q' && text[1..].All(char.IsAsciiDigit);
}
