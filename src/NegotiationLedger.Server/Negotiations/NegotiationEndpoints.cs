using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Store.Projections;

namespace NegotiationLedger.Server;

/// <summary><c>GET</c> and <c>POST /negotiations</c>, <c>GET /negotiations/{id}</c>.</summary>
internal static class NegotiationEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/negotiations", List)
            .WithName("list-negotiations")
            .WithTags("Negotiations")
            .WithSummary("The negotiations by id, with phase and last movement; filtered by phase, party and text")
            .Produces<NegotiationsAnswer>()
            .Takes([
                new("phase", "Only those in this phase according to all accounts, such as in_session or collapsed."),
                new("party", "Only those with this party's id."),
                new("text", "Only those whose id or title contains this text, ignoring case."),
                new("movedFrom", "Only those whose last movement was then or later: an EDTF date without qualifier, or an instant."),
                new("movedTo", "Only those whose last movement was then or earlier; a date means its end."),
                .. Parameters.Paging,
            ]);
        routes
            .MapPost("/negotiations", Open)
            .WithName("open-negotiation")
            .WithTags("Negotiations")
            .WithSummary("Open a negotiation: id, title, subject, home time zone, parties and issues, with the attribution of that account")
            .Produces<RecordedAnswer>(201)
            .Takes();
        routes
            .MapGet("/negotiations/{id}", Get)
            .WithName("get-negotiation")
            .WithTags("Negotiations")
            .WithSummary("Title, subject, parties, issues, counts, and links to the views")
            .Takes(Parameters.Lens)
            .Produces<NegotiationAnswer>();
    }

    private static async Task<IResult> Open(HttpContext context, Recorder recorder, NewIds ids)
    {
        var body = await JsonBody.Read(context.Request, BodyLimits.Array, context.RequestAborted);
        var (id, drafts, problems) = OpenNegotiation.Read(body.Json, ids.Next);
        if (problems.Count > 0 || id is null)
            throw Problems.Invalid(problems);
        if (drafts.Count > BodyLimits.Records)
            throw Problems.TooLarge(
                $"The opening has {drafts.Count} records; at most {BodyLimits.Records} are allowed at once. Record the others as developments."
            );
        var write = WriteRequest.OfNew(context, body);
        var recorded = await recorder.Open(
            id.Value,
            drafts,
            problem => OpenNegotiation.Place(problem, body.Json),
            write,
            context.RequestAborted
        );
        return RecordedAnswer.Answer(context, recorded, write.Receipt is not null);
    }

    private static async Task<IResult> List(
        HttpContext context,
        LedgerLog log,
        LedgerReader reader,
        AnswerCache answers,
        NegotiationList list,
        TimeProvider time
    )
    {
        var request = time.GetUtcNow();
        var limit = Query.Count(context.Request, "limit", 1, 500, 50);
        var after = Query.AfterId(context.Request);
        var filter = Filter.Of(context.Request);
        var cancellation = context.RequestAborted;
        var behind = await list.ReadBehind(cancellation);
        // What the list may not know yet is folded here, so that everything acknowledged before is in the answer.
        var folded = behind is null ? log.ListStreams(after, cancellation).Select(s => s.Stream) : Behind(behind, after);
        var found = new List<NegotiationSummary>();
        var unreadable = new List<string>();
        await foreach (var id in folded)
        {
            if (await TrySummarize(id, reader, answers, request, cancellation) is not { } summary)
                unreadable.Add(id);
            else if (filter.Accepts(summary))
                found.Add(summary);
            if (found.Count > limit)
                break;
        }

        if (behind is not null)
            found.AddRange(await list.Read(filter.Question(request, after, limit + 1), [.. behind.Except(unreadable)], cancellation));
        var page = found.OrderBy(n => n.Id, StringComparer.Ordinal).Take(limit).ToList();
        return Results.Json(
            new NegotiationsAnswer(page, found.Count > limit ? page[^1].Id : null),
            NegotiationsJson.Plain.NegotiationsAnswer
        );
    }

    private static IAsyncEnumerable<string> Behind(IEnumerable<string> behind, string after) =>
        behind.Where(id => string.CompareOrdinal(id, after) > 0).ToAsyncEnumerable();

    // A record of a type that only a newer program knows keeps its negotiation as it was listed before; the others are not to suffer.
    private static async Task<NegotiationSummary?> TrySummarize(
        string id,
        LedgerReader reader,
        AnswerCache answers,
        DateTimeOffset request,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await Summarize(await reader.Read(new(id), cancellationToken), answers, request, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<NegotiationSummary> Summarize(
        Snapshot snapshot,
        AnswerCache answers,
        DateTimeOffset request,
        CancellationToken cancellationToken
    )
    {
        var status = await answers.Of(ViewCatalog.All[0], snapshot, Lens.Everything, request, cancellationToken);
        var view = JsonNode.Parse(status.View.Json)!;
        var phase = view["phase"];
        return new(
            snapshot.History.Negotiation.Value,
            view["frame"]?["title"]?["value"]?.GetValue<string>(),
            phase?["value"]?.GetValue<string>(),
            phase?["contested"] is not null,
            view["lastMovement"]?["what"]?.GetValue<string>(),
            Instants.TryParse(view["lastMovement"]?["at"]?.GetValue<string>(), out var at) ? at : null,
            [.. view["frame"]!["parties"]!.AsObject().Select(p => p.Key)],
            snapshot.History.Version
        );
    }

    private static async Task Get(string id, HttpContext context, LedgerReader reader)
    {
        var lens = Query.Lens(context.Request);
        var snapshot = await NegotiationPath.Find(id, reader, context.RequestAborted);
        Query.RefuseBeyond(lens, snapshot.Head.Sequence);
        if (EntityTags.IsUnchanged(context, snapshot, lens, EntityTags.TagOf(snapshot, lens, "negotiation", 1)))
            return;
        var account = snapshot.History.Through(lens);
        var links = ViewCatalog
            .All.Select(v => v.Name)
            .Concat(["history", "replay", "diff"])
            .ToDictionary(name => name, name => $"/negotiations/{id}/{name}");
        var answer = new NegotiationAnswer(
            id,
            LensAnswer.Of(lens),
            $"@{snapshot.Head.Sequence}",
            snapshot.History.Version,
            Frame.Of(account),
            Count(snapshot.History, account),
            links
        );
        await Results.Json(answer, NegotiationsJson.Plain.NegotiationAnswer).ExecuteAsync(context);
    }

    private static Counts Count(History history, Account account)
    {
        var entries = history.Entries.Where(e => account.Lens.RecordedUntil?.Includes(e) != false).ToList();
        var developments = entries.Count(e => e.Data is Development);
        var standing = history.Through(new Lens { RecordedUntil = account.Lens.RecordedUntil }).InTime.Count;
        var known = Known.Of(entries);
        return new(
            entries.Count,
            standing,
            developments - standing,
            known.All(typeof(ProposalId)).Count(),
            known.All(typeof(PartyId)).Count(),
            known.All(typeof(IssueId)).Count()
        );
    }

    /// <summary>What a list is filtered by.</summary>
    private sealed record Filter(string? Phase, string? Party, string? Text, DateTimeOffset? MovedFrom, DateTimeOffset? MovedTo)
    {
        internal static Filter Of(HttpRequest request)
        {
            string? phase = request.Query["phase"];
            if (phase is not null && NamedValue<Phase>.Named(phase) is null)
                throw Problems.Query(
                    new Problem("/phase", $"'{phase}' is not a phase: give one of {string.Join(", ", NamedValue<Phase>.All)}.")
                );
            return new(
                phase,
                request.Query["party"],
                request.Query["text"],
                Query.Bound(request, "movedFrom", isEnd: false),
                Query.Bound(request, "movedTo", isEnd: true)
            );
        }

        internal ListQuestion Question(DateTimeOffset request, string after, int limit) =>
            new(request, after, limit, Phase, Party, Text, MovedFrom, MovedTo);

        internal bool Accepts(NegotiationSummary negotiation) =>
            (Phase is null || negotiation.Phase == Phase)
            && (Party is null || negotiation.Parties.Contains(Party))
            && (MovedFrom is null || negotiation.LastMovementAt >= MovedFrom)
            && (MovedTo is null || negotiation.LastMovementAt <= MovedTo)
            && (
                Text is null
                || negotiation.Id.Contains(Text, StringComparison.OrdinalIgnoreCase)
                || negotiation.Title?.Contains(Text, StringComparison.OrdinalIgnoreCase) == true
            );
    }
}
