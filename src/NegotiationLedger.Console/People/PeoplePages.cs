using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Console;

/// <summary><c>GET /people</c>: the speakers; <c>GET /people/{speaker}</c>: one with roles over time and all that was asserted.</summary>
internal static class PeoplePages
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/people", List);
        routes.MapGet("/people/{speaker}", Show);
    }

    private static async Task List(HttpContext context, LedgerReader reader)
    {
        var page = RegistryPage.Asked.Of(context.Request);
        var filter = SpeakerEndpoints.Filter.Of(context.Request);
        var (_, registry) = await reader.ReadRegistry(context.RequestAborted);
        var (speakers, next) = page.Of(registry.Speakers, filter.Accepts);
        await context.Page<PeoplePage>(
            (nameof(PeoplePage.Speakers), speakers),
            (nameof(PeoplePage.Next), next),
            (nameof(PeoplePage.All), registry.Speakers.Count),
            (nameof(PeoplePage.Here), Address.Of(context.Request))
        );
    }

    private static async Task Show(string speaker, HttpContext context, SpeakerFinder finder, FrameCache frames)
    {
        var cancellation = context.RequestAborted;
        var asked = await finder.Ask(speaker, context.Request, cancellation);
        var found = await finder.Find(asked, cancellation);
        var counted = await finder.Facets(asked, cancellation);
        var others = counted
            .Negotiations.Take(SpeakerReading.Most)
            .Select(n => new NegotiationId(n.Value))
            .Except(found.Frames.Keys)
            .ToList();
        var known = await frames.Of(others, asked.Position, cancellation);
        var tally = await finder.Count(asked, cancellation);
        await context.Page<SpeakerPage>(
            (nameof(SpeakerPage.Reading), new SpeakerReading(asked, found, tally, counted, known)),
            (nameof(SpeakerPage.Here), Address.Of(context.Request))
        );
    }
}

/// <summary>What a reader sees of a speaker.</summary>
public sealed class SpeakerReading
{
    /// <summary>How many sources and negotiations are named at most.</summary>
    internal const int Most = 20;

    private readonly SpeakerAsked _asked;
    private readonly AuditFacets _counted;
    private readonly IReadOnlyDictionary<NegotiationId, Frame> _frames;

    internal SpeakerReading(
        SpeakerAsked asked,
        FoundRecords found,
        AuditTally tally,
        AuditFacets counted,
        IReadOnlyDictionary<NegotiationId, Frame> others
    )
    {
        (_asked, Found, Tally, _counted) = (asked, found, tally, counted);
        _frames = found.Frames.Concat(others).ToDictionary();
    }

    /// <summary>The speaker.</summary>
    internal Speaker Speaker => _asked.Speaker;

    /// <summary>The id.</summary>
    internal string Id => Speaker.Description.Speaker.Value;

    /// <summary>The name; for the unnamed what they are described as.</summary>
    internal string Name => NameOf(Speaker);

    /// <summary>A page of what was asserted.</summary>
    internal FoundRecords Found { get; }

    /// <summary>How much that is in all.</summary>
    internal AuditTally Tally { get; }

    /// <summary>The sources, those that carry most first.</summary>
    internal IReadOnlyList<FacetCount> Sources => _counted.Sources;

    /// <summary>The negotiations, those with most records first.</summary>
    internal IReadOnlyList<FacetCount> Negotiations => _counted.Negotiations;

    /// <summary>The negotiations whose newest records may be lacking.</summary>
    internal IReadOnlyList<string>? Incomplete => _asked.Incomplete;

    /// <summary>What a record's negotiation calls everybody.</summary>
    internal Names NamesOf(AuditHit hit) => new(Found.FrameOf(hit), Found.Registry);

    /// <summary>A negotiation by its title.</summary>
    internal string Title(string negotiation) => _frames.GetValueOrDefault(new(negotiation))?.Title?.Value ?? negotiation;

    /// <summary>A source by its title.</summary>
    internal string Source(string id) => Found.Registry.Sources.TryGetValue(new(id), out var source) ? source.Description.Title : id;

    /// <summary>A party by its name in one of the negotiations.</summary>
    internal string Party(PartyId party) =>
        _frames.Values.Select(f => f.NameOf(party)).FirstOrDefault(name => name != party.Value) ?? party.Value;

    /// <summary>What a speaker is called; the unnamed by what they are described as.</summary>
    internal static string NameOf(Speaker speaker) =>
        speaker.Description.Name ?? speaker.Description.Title ?? speaker.Description.Speaker.Value;
}
