using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Console;

/// <summary>What a search found.</summary>
public sealed class Search
{
    private readonly IReadOnlyDictionary<NegotiationId, Frame> _frames;
    private readonly Address _here;

    internal Search(FoundRecords found, AuditFacets facets, IReadOnlyDictionary<NegotiationId, Frame> others, Address here)
    {
        (Found, Counted, _here) = (found, facets, here);
        _frames = found.Frames.Concat(others).ToDictionary();
    }

    /// <summary>The page of records.</summary>
    internal FoundRecords Found { get; }

    /// <summary>How many there are of which kind.</summary>
    internal AuditFacets Counted { get; }

    /// <summary>Records of the page.</summary>
    internal IReadOnlyList<AuditHit> Hits => Found.Page.Hits;

    /// <summary>What a record's negotiation calls everybody.</summary>
    internal Names NamesOf(AuditHit hit) => new(Found.FrameOf(hit), Found.Registry);

    /// <summary>A negotiation by its title.</summary>
    internal string Title(string negotiation) => _frames.GetValueOrDefault(new(negotiation))?.Title?.Value ?? negotiation;

    /// <summary>Where in a record the words stand that were looked for; empty when none were.</summary>
    internal IReadOnlyList<Highlight> HighlightsOf(int hit) => Found.Highlights?[hit] ?? [];

    /// <summary>What can be chosen to narrow the search, the kinds that are chosen already left out.</summary>
    internal IEnumerable<Facet> Facets =>
        new[]
        {
            new Facet("negotiation", Counted.Negotiations),
            new Facet("speaker", Counted.Speakers),
            new Facet("mode", Counted.Modes),
            new Facet("type", Counted.Types),
            new Facet("fate", Counted.Fates),
            new Facet("source", Counted.Sources),
            new Facet("publisher", Counted.Publishers),
            new Facet("recordedBy", Counted.Principals),
        }.Where(f => f.Narrows(Counted.Records) && _here[f.Name] is null);

    /// <summary>Values that a field may be given, with their words.</summary>
    internal IEnumerable<(string Value, string Words)> Suggestions(string field)
    {
        var values =
            field == "party"
                ? _frames.Values.SelectMany(f => f.Parties.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                : Facets.Where(f => f.Name == field).SelectMany(f => f.Counts).Select(c => c.Value);
        return values.Take(Facet.MostSuggested).Select(v => (v, Words(field, v)));
    }

    /// <summary>The value of a field in words.</summary>
    internal string Words(string field, string value) =>
        field switch
        {
            "negotiation" => Title(value),
            "party" => Party(value),
            "speaker" when SpeakerRef.TryParse(value, out var speaker) => Speaker(speaker),
            "source" => Found.Registry.Sources.TryGetValue(new(value), out var source) ? source.Description.Title : value,
            _ => SearchWords.Of(field, value),
        };

    private string Speaker(SpeakerRef speaker) =>
        speaker.Party is { } party ? Party(party.Value)
        : Found.Registry.Speakers.TryGetValue(speaker.Speaker!.Value, out var known)
            ? known.Description.Name ?? known.Description.Title ?? known.Description.Speaker.Value
        : speaker.ToString();

    private string Party(string id) => _frames.Values.Select(f => f.NameOf(new(id))).FirstOrDefault(name => name != id) ?? id;
}

/// <summary>Values that records have, and how many have each.</summary>
/// <param name="Name">The parameter that asks for them.</param>
/// <param name="Counts">The most frequent first.</param>
public sealed record Facet(string Name, IReadOnlyList<FacetCount> Counts)
{
    /// <summary>How many values are offered at once.</summary>
    internal const int MostValues = 7;

    /// <summary>Whether to choose one of the values leaves fewer records than there are.</summary>
    internal bool Narrows(long records) => Counts.Any(c => c.Records < records);

    /// <summary>How many more are offered to whoever asks for them.</summary>
    internal const int MostBeyond = 40;

    /// <summary>How many a field suggests.</summary>
    internal const int MostSuggested = 100;
}

/// <summary>Words of the search.</summary>
internal static class SearchWords
{
    /// <summary>The value of a field in words.</summary>
    internal static string Of(string field, string value) =>
        SearchFields.All.FirstOrDefault(f => f.Name == field) switch
        {
            { Choices: not null, Kind: var kind } => Say.Named(kind, value),
            { IsDate: true } when Edtf.TryParse(value, out _, out _) => DateWords.Of(value),
            _ => value,
        };

    /// <summary>How many records there are.</summary>
    internal static string Count(AuditFacets counted) =>
        counted.IsAtLeast
            ? Say.Of(Strings.SearchCountAtLeast, counted.Records)
            : Say.Count((int)counted.Records, Strings.SearchCountOne, Strings.SearchCountSeveral);

    /// <summary>The words that matched in a record.</summary>
    internal static IReadOnlySet<string> Matched(IEnumerable<Highlight> highlights) =>
        highlights.SelectMany(h => h.Parts).Where(p => p.IsMatch).Select(p => p.Text).ToHashSet(StringComparer.Ordinal);

    /// <summary>The highlights that are not seen in the line and the quotation of a record.</summary>
    internal static IEnumerable<Highlight> Beyond(IEnumerable<Highlight> highlights, string headline, Quote? quote) =>
        highlights.Where(h =>
            !h
                .Parts.Where(p => p.IsMatch)
                .All(p =>
                    headline.Contains(p.Text, StringComparison.Ordinal) || quote?.Exact.Contains(p.Text, StringComparison.Ordinal) == true
                )
        );
}
