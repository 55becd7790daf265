using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>What the entries of a negotiation are filtered by.</summary>
/// <param name="Types">Stored names; any when empty.</param>
/// <param name="Speaker">A speaker, or <c>party:…</c>, as attributions name it.</param>
/// <param name="Party">The party whose account it is, or that the payload names.</param>
/// <param name="Source">The source that carries it.</param>
/// <param name="AssertedFrom">The earliest instant at which it may have been asserted, inclusive.</param>
/// <param name="AssertedTo">The latest, inclusive.</param>
/// <param name="Batch">The request that recorded it.</param>
internal sealed record EntryFilter(
    IReadOnlyList<string> Types,
    string? Speaker,
    string? Party,
    string? Source,
    DateTimeOffset? AssertedFrom,
    DateTimeOffset? AssertedTo,
    Guid? Batch
)
{
    /// <summary>The parameters that ask for a type, an account and a source.</summary>
    internal static Parameter[] Filters { get; } =
    [
        new("type", "Only this type; several are a union.", IsRepeatable: true),
        new("speaker", "Only what this speaker, or party:<id>, asserts."),
        new("party", "Only what is asserted from this party's viewpoint or names it."),
        new("source", "Only what this source carries."),
    ];

    /// <summary>The parameters that ask for the time of the assertion.</summary>
    internal static Parameter[] Asserted { get; } =
    [
        new(
            "assertedFrom",
            "Only what was asserted in public then or later: an EDTF date, meaning its beginning, or an instant. A vague date counts by its earliest instant."
        ),
        new(
            "assertedTo",
            "Only what was asserted in public then or earlier: an EDTF date, meaning its end, or an instant. A vague date counts by its earliest instant."
        ),
    ];

    /// <summary>The parameter that says which comes first.</summary>
    internal static Parameter Sort { get; } = new("sort", "'oldest' (the default) or 'newest': which comes first.");

    /// <summary>The filter in a line, the same for equal filters.</summary>
    internal string Canonical => $"{string.Join(',', Types)} {Speaker} {Party} {Source} {AssertedFrom:O} {AssertedTo:O} {Batch}";

    /// <summary>Entries of some types, and of a party.</summary>
    internal static EntryFilter Of(IReadOnlyList<string> types, string? party) => new(types, null, party, null, null, null, null);

    internal static EntryFilter Of(HttpRequest request)
    {
        var types = request.Query["type"].OfType<string>().Order(StringComparer.Ordinal).ToList();
        var unknown = types.FirstOrDefault(t => EventNames.Find(t) is null);
        return unknown is null
            ? new(
                types,
                request.Query["speaker"],
                request.Query["party"],
                request.Query["source"],
                Query.Bound(request, "assertedFrom", isEnd: false),
                Query.Bound(request, "assertedTo", isEnd: true),
                BatchOf(request)
            )
            : throw Problems.Query(
                new Problem(
                    "/type",
                    $"'{unknown}' is not a type of event.{Nearest.Question(unknown, EventNames.All.Select(n => n.Name))} The types are: {string.Join(", ", EventNames.All.Select(n => n.Name))}."
                )
            );
    }

    /// <summary>Whether the newest is asked for first.</summary>
    /// <exception cref="ProblemException">It is neither of the two orders.</exception>
    internal static bool IsNewestFirst(HttpRequest request) =>
        (string?)request.Query["sort"] switch
        {
            null or "oldest" => false,
            "newest" => true,
            var other => throw Problems.Query(new Problem("/sort", $"'{other}' is not an order: give oldest or newest.")),
        };

    internal bool Accepts(Entry entry, Registry registry)
    {
        var attribution = entry.Data.Attribution;
        return (Types.Count == 0 || Types.Contains(EventNames.Of(entry.Data).Name))
            && (Batch is null || entry.Batch == Batch)
            && (Speaker is null || attribution?.Speaker?.ToString() == Speaker)
            && (Source is null || attribution?.Source.Value == Source)
            && (AssertedFrom is null || attribution?.AssertedOn.Earliest >= AssertedFrom)
            && (AssertedTo is null || attribution?.AssertedOn.Earliest <= AssertedTo)
            && (Party is null || IsOf(Party, entry, attribution, registry));
    }

    private static Guid? BatchOf(HttpRequest request) =>
        (string?)request.Query["batch"] is not { } given ? null
        : Guid.TryParseExact(given, "D", out var batch) ? batch
        : throw Problems.Query(new Problem("/batch", $"'{given}' is not a batch: give the UUID that an answer or an entry names."));

    private static bool IsOf(string party, Entry entry, Attribution? attribution, Registry registry)
    {
        if (attribution is not null && registry.ViewpointOf(attribution).ToString() == $"party:{party}")
            return true;
        var row = EventNames.Of(entry.Data);
        var reading = EventShape.Read(JsonSerializer.SerializeToElement(entry.Data, row.Shape), row);
        return reading.References.Any(r => r.Type == typeof(PartyId) && r.Value == party);
    }
}
