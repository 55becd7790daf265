using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Store.Feed;

namespace NegotiationLedger.Server;

/// <summary><c>GET /feed</c>: what is recorded, as it is recorded, by Server-Sent Events or by a long poll.</summary>
internal static class GetFeed
{
    private const int MostWait = 60;

    // How many entries one poll looks through for what its reader wants.
    private const int MostScanned = 20_000;

    internal static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/feed", Get)
            .WithName("follow-feed")
            .WithTags("Feed")
            .WithSummary(
                "What is recorded, as it is recorded: Accept text/event-stream follows it, JSON gives a page, with wait a long poll"
            )
            .Produces<FeedPage>()
            .Takes(FeedRequest.Parameters);

    private static async Task Get(
        HttpContext context,
        LogTail tail,
        LedgerReader reader,
        FeedEvents events,
        FeedPlaces places,
        LedgerLog log,
        RequestLimits limits
    )
    {
        var request = FeedRequest.Of(context.Request);
        var (wait, limit) = (
            Query.Count(context.Request, "wait", 0, MostWait, 0),
            Query.Count(context.Request, "limit", 1, LogTail.MostAtOnce, 100)
        );
        var head = (await log.ReadHead(context.RequestAborted)).Sequence;
        if (request.After is { } after)
            Query.RefuseBeyond("/after", $"{after}", after, head);
        using var place = places.Take(context.User.Identity?.Name ?? "");
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Vary = "Accept";
        var isFollowed = MediaTypes.Of(context.Request, MediaTypes.Events) == MediaTypes.Events;
        if (HeadRequest.Is(context))
        {
            context.Response.ContentType = isFollowed ? MediaTypes.Events : MediaTypes.Json;
            return;
        }

        var feed = new Feed(request.Wish, tail, reader, events, request.After ?? head);
        if (isFollowed)
            await new FeedStream(context, feed, limits).Follow();
        else
            await WritePage(context, feed, TimeSpan.FromSeconds(wait), limit);
    }

    private static async Task WritePage(HttpContext context, Feed feed, TimeSpan wait, int limit)
    {
        var admitted = new StillAdmitted(context);
        var events = new List<JsonElement>();
        var began = TimeProvider.System.GetTimestamp();
        var scanned = 0;
        while (events.Count < limit && scanned < MostScanned)
        {
            var read = 0;
            try
            {
                await foreach (var told in feed.Read(Math.Min(limit, LogTail.MostAtOnce), context.RequestAborted))
                {
                    read++;
                    if (told.Event is { } made)
                        events.Add(JsonElement.Parse(made));
                    if (events.Count == limit)
                        break;
                }
            }
            // What comes before it is told; it is waited for by the next poll.
            catch (AuditBehindException) when (events.Count > 0)
            {
                break;
            }

            scanned += read;
            var left = wait - TimeProvider.System.GetElapsedTime(began);
            if (read == 0 && (events.Count > 0 || left <= TimeSpan.Zero || !await feed.Wait(left, context.RequestAborted)))
                break;
        }

        // Whose key was revoked while they waited is told nothing of what came meanwhile.
        if (!await admitted.Ask())
            throw AccessProblems.Unauthenticated(isRefused: true);
        context.Response.ContentType = MediaTypes.Json;
        await JsonSerializer.SerializeAsync(
            context.Response.Body,
            new FeedPage(events, feed.Reached, $"@{Math.Max(feed.Head, feed.Reached)}"),
            FeedJson.Plain.FeedPage,
            context.RequestAborted
        );
    }
}

/// <summary>An entry that the feed came to.</summary>
/// <param name="Sequence">Its sequence.</param>
/// <param name="Event">What the reader is told of it, UTF-8; null for nothing.</param>
internal readonly record struct Told(long Sequence, byte[]? Event);

/// <summary>The feed as one reader reads it.</summary>
internal sealed class Feed(FeedWish wish, LogTail tail, LedgerReader reader, FeedEvents events, long after)
{
    /// <summary>The sequence that was read up to.</summary>
    internal long Reached { get; private set; } = after;

    /// <summary>How far this node knows of the log.</summary>
    internal long Head => tail.Head.Sequence;

    /// <summary>Waits for entries after what was read; whether there are any.</summary>
    internal Task<bool> Wait(TimeSpan patience, CancellationToken cancellationToken) =>
        tail.WaitAfter(Reached, patience, cancellationToken);

    /// <summary>Reads on as far as the node knows of the log, in order; nothing when there is no more.</summary>
    internal async IAsyncEnumerable<Told> Read(
        int limit,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var entries = await tail.ReadAfter(Reached, limit, cancellationToken);
        if (entries.Count == 0)
            yield break;
        var registry = await reader.ReadRegistry(tail.Head, cancellationToken);
        foreach (var entry in entries)
        {
            var told = await events.Of(entry, registry, wish, cancellationToken);
            Reached = entry.Sequence;
            yield return new(entry.Sequence, told);
        }
    }
}
