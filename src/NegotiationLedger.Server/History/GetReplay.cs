using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Server;

/// <summary><c>GET /negotiations/{id}/replay</c>: a view record by record, as NDJSON.</summary>
internal static class GetReplay
{
    /// <summary>Counts up with every change to what a frame holds.</summary>
    private const int CodeVersion = 4;

    private const int Most = 10_000;
    private const int MostWhole = 1000;

    internal static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/negotiations/{id}/replay", Get)
            .WithName("replay")
            .WithTags("History")
            .WithSummary(
                "A view record by record, with what each changed as a JSON Patch and in words: how it happened, or how we learned it"
            )
            .Produces<ReplayFrameAnswer>(200, "application/x-ndjson")
            .Takes([
                new("view", $"The view to replay: {Names}; status by default."),
                new("order", "'occurred' (the default): how it happened; 'recorded': how the ledger learned of it."),
                new("from", "The first frame: a date (its beginning), an instant, @<event id>, or with order=recorded @<sequence>."),
                new("to", "The last frame, inclusive: a date (its end), an instant, @<event id>, or with order=recorded @<sequence>."),
                new("views", "'all' puts the whole view in every frame; otherwise only the first, the last and every 100th have it."),
                new(
                    "limit",
                    "How many frames, 1 to 10000; with views=all 1 to 1000, and 1000 when not given. A page ends sooner when it took half a minute or has 64 MiB. Where more follow, the last frame has 'next': the 'from' of the next page."
                ),
                .. Parameters.Lens,
            ]);

    private static string Names => string.Join(", ", ViewCatalog.All.Select(v => v.Name));

    private static async Task Get(
        string id,
        HttpContext context,
        LedgerReader reader,
        AnswerCache answers,
        HeavyWork heavy,
        TimeProvider time
    )
    {
        var lens = Query.Lens(context.Request);
        var (view, range, isWhole) = (ViewOf(context.Request), RangeOf(context.Request), IsWhole(context.Request));
        var snapshot = await NegotiationPath.Find(id, reader, context.RequestAborted);
        Query.RefuseBeyond(lens, snapshot.Head.Sequence);
        Query.RefuseBeyond("/from", range.From?.Text, range.From?.Position, snapshot.Head.Sequence);
        Query.RefuseBeyond("/to", range.To?.Text, range.To?.Position, snapshot.Head.Sequence);
        var limit = isWhole
            ? Query.Count(context.Request, "limit", 1, MostWhole, MostWhole)
            : Query.Count(context.Request, "limit", 1, Most, int.MaxValue);
        var what = $"replay {view.Name} {range.Order} {range.From?.Text} {range.To?.Text} {isWhole} {limit} {CodeVersion}";
        var request = time.GetUtcNow();
        // The last frame is as of the request.
        var next = (await answers.Of(view, snapshot, lens, request, context.RequestAborted)).View.NextChangeAt;
        if (EntityTags.IsUnchanged(context, snapshot, lens, EntityTags.TagOf(snapshot, lens, what, view.CodeVersion, next)))
            return;
        var page = new ReplayPage(heavy, time, limit, isWhole, range.Order, context.RequestAborted);
        await page.Write(
            context.Response,
            spent => view.Replay(snapshot.History, lens, range, request, spent),
            snapshot.History.Registry.Through(lens)
        );
    }

    /// <summary>The view that a query names; the state of the talks when it names none.</summary>
    /// <exception cref="ProblemException">There is no such view.</exception>
    internal static NamedView ViewOf(HttpRequest request)
    {
        string? name = request.Query["view"];
        return ViewCatalog.Find(name ?? TalksStatus.Name)
            ?? throw Problems.Query(new Problem("/view", $"'{name}' is not a view: give one of {Names}."));
    }

    private static ReplayRange RangeOf(HttpRequest request)
    {
        var (range, problems) = ReplayRange.Parse(request.Query["order"], request.Query["from"], request.Query["to"]);
        return problems.Count == 0 ? range : throw Problems.Query(problems);
    }

    private static bool IsWhole(HttpRequest request) =>
        (string?)request.Query["views"] switch
        {
            null => false,
            "all" => true,
            var other => throw Problems.Query(
                new Problem("/views", $"'{other}' is not a choice for 'views': leave it out, or give 'all'.")
            ),
        };
}

/// <summary>A frame of a replay, one line of it. The server writes it member by member; this record is its description.</summary>
/// <param name="Frame">Which frame, from 1.</param>
/// <param name="Entry">The record as it stands in the log, or in order of recording what was registered of a source or a speaker; absent where time alone changes the view: something ended by itself.</param>
/// <param name="Shown">What it says with its standing corrections; absent when nothing corrects it, and in order of recording.</param>
/// <param name="At">The instant it is folded at; of a record in order of recording absent.</param>
/// <param name="What">The record in a line.</param>
/// <param name="Words">What changed, in sentences.</param>
/// <param name="Patch">The JSON Patch (RFC 6902) from the view of the frame before; before the very first record, from that of nothing.</param>
/// <param name="View">The whole view, at the first frame, the last and every 100th, or at each.</param>
/// <param name="Last">True in the last frame: the replay is whole.</param>
/// <param name="Next">In the last frame of a page that more follow: the <c>from</c> of the next.</param>
public sealed record ReplayFrameAnswer(
    int Frame,
    EntryAnswer? Entry,
    JsonElement? Shown,
    DateTimeOffset? At,
    string What,
    IReadOnlyList<string> Words,
    JsonArray Patch,
    JsonElement? View,
    bool? Last,
    string? Next
);
