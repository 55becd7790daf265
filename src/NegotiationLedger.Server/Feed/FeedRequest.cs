using System.Globalization;
using Microsoft.AspNetCore.Http;
using NegotiationLedger.Store.Webhooks;

namespace NegotiationLedger.Server;

/// <summary>What the feed tells of.</summary>
internal enum FeedContent
{
    /// <summary>Each entry of the log, as it was recorded.</summary>
    Records,

    /// <summary>What each record changed in the views of its negotiation, and what is registered in those of the negotiations that cite it.</summary>
    Changes,
}

/// <summary>What somebody wants to be told of, by the feed or by a webhook.</summary>
/// <param name="Content">What it is told.</param>
/// <param name="Negotiations">Only these, by their ids' order; any when empty.</param>
/// <param name="Filter">Only such entries.</param>
internal sealed record FeedWish(FeedContent Content, IReadOnlyList<string> Negotiations, EntryFilter Filter)
{
    /// <summary>What a webhook of records or changes is for.</summary>
    internal static FeedWish Of(WebhookWish wish) =>
        new(
            wish.Content == "records" ? FeedContent.Records : FeedContent.Changes,
            [.. wish.Negotiations.Order(StringComparer.Ordinal)],
            EntryFilter.Of(wish.Types, wish.Party)
        );

    /// <summary>Whether it is about an entry. What a registration changes is told of those negotiations that it is asked of.</summary>
    internal bool Accepts(Entry entry, Registry registry) =>
        (
            Negotiations.Count == 0
            || Negotiations.Contains(entry.Stream)
            || (Content is FeedContent.Changes && StreamName.IsOfRegistration(entry.Stream))
        ) && Filter.Accepts(entry, registry);
}

/// <summary>What a reader of the feed asks for.</summary>
/// <param name="Wish">What it is told of.</param>
/// <param name="After">The sequence that it has read up to; null for what comes from now on.</param>
internal sealed record FeedRequest(FeedWish Wish, long? After)
{
    private const string LastEventId = "Last-Event-ID";

    /// <summary>Its query parameters.</summary>
    internal static Parameter[] Parameters { get; } =
    [
        new(
            "what",
            "'records' (the default): each entry as it was recorded; 'changes': what each changed in the views, a correction of a source and a role of a speaker too."
        ),
        new(
            "negotiation",
            "Only this negotiation; several are a union. Without it sources and speakers are told of too; what they change in it is told of it.",
            IsRepeatable: true
        ),
        new("type", "Only this type; several are a union.", IsRepeatable: true),
        new("party", "Only what is asserted from this party's viewpoint or names it."),
        new(
            "after",
            "The sequence that was read up to, from 0; the header Last-Event-ID says the same and counts before it. Without both, from now on."
        ),
        new("wait", "Of a long poll: how many seconds to wait for something to tell, from 0 (the default) to 60."),
        new("limit", "Of a long poll: how many events at most, from 1 to 1000; 100 when it is not given."),
    ];

    /// <summary>Reads it.</summary>
    /// <exception cref="ProblemException">A parameter or the header is not valid.</exception>
    internal static FeedRequest Of(HttpRequest request)
    {
        var negotiations = request.Query["negotiation"].OfType<string>().Order(StringComparer.Ordinal).ToList();
        return negotiations.FirstOrDefault(n => !Slug.IsValid(n)) is { } bad
            ? throw Problems.Query(
                new Problem("/negotiation", $"'{bad}' is not the id of a negotiation: use a-z, 0-9 and '-', at most 100.")
            )
            : new(new(ContentOf(request), negotiations, EntryFilter.Of(request)), AfterOf(request));
    }

    private static FeedContent ContentOf(HttpRequest request) =>
        (string?)request.Query["what"] switch
        {
            null or "records" => FeedContent.Records,
            "changes" => FeedContent.Changes,
            var other => throw Problems.Query(new Problem("/what", $"'{other}' is not what a feed tells of: give records or changes.")),
        };

    // A browser that connects again sends the header and the address as it was at first.
    private static long? AfterOf(HttpRequest request)
    {
        if (request.Headers[LastEventId].ToString() is { Length: > 0 } last)
            return SequenceOf(last)
                ?? throw Problems.Header($"'{last}' is not a valid {LastEventId}: send the id of the last event that was read, or none.");
        return (string?)request.Query["after"] is not { } after
            ? null
            : SequenceOf(after)
                ?? throw Problems.Query(
                    new Problem("/after", $"'{after}' is not a sequence: give the number that was read up to, from 0.")
                );
    }

    private static long? SequenceOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : null;
}
