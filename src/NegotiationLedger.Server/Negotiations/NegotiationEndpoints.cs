using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

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
            .Produces<RecordedAnswer>(200)
            .Takes(
                new Parameter("dryRun", "true does everything but the write, and answers 200 with warnings and what the views would say.")
            );
        routes
            .MapGet("/negotiations/{id}", Get)
            .WithName("get-negotiation")
            .WithTags("Negotiations")
            .WithSummary("Title, subject, parties, issues, counts, and links to the views")
            .Takes(Parameters.Lens)
            .Produces<NegotiationAnswer>();
    }

    private static async Task<IResult> Open(HttpContext context, Recorder recorder, DryRun dryRun, NewIds ids)
    {
        var body = await JsonBody.Read(context.Request, BodyLimits.Array, context.RequestAborted);
        var (id, drafts, problems) = OpenNegotiation.Read(body.Json, ids.Next);
        if (problems.Count > 0 || id is null)
            throw Problems.Invalid(problems);
        if (drafts.Count > BodyLimits.Records)
            throw Problems.TooLarge(
                $"The opening has {drafts.Count} records; at most {BodyLimits.Records} are allowed at once. Record the others as developments."
            );
        if (Query.Flag(context.Request, "dryRun"))
        {
            var answer = await dryRun.Opening(id.Value, drafts, Place, context.RequestAborted);
            return Results.Json(answer, DevelopmentsJson.Plain.DryRunAnswer);
        }

        var write = WriteRequest.OfNew(context, body);
        var recorded = await recorder.Open(id.Value, drafts, Place, write, context.RequestAborted);
        return RecordedAnswer.Answer(context, recorded, write.Receipt is not null);

        Problem Place(Problem problem) => OpenNegotiation.Place(problem, body.Json);
    }

    private static async Task<IResult> List(HttpContext context, NegotiationFinder finder) =>
        Results.Json(await finder.Find(context.Request, context.RequestAborted), NegotiationsJson.Plain.NegotiationsAnswer);

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
}
