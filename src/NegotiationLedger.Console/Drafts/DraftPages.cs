using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Store.Drafts;

namespace NegotiationLedger.Console;

/// <summary>
/// <c>GET /talks/{id}/drafts</c>: the drafts for a negotiation; <c>POST</c> has the model draft or takes drafts from a file;
/// <c>/accept</c>, <c>/edit</c> and <c>/reject</c> decide on one. By the same functions as <c>/drafts</c>.
/// </summary>
internal sealed class DraftPages(Drafting drafting, DraftDecisions decisions, DraftStore drafts, DraftJudge judge, QuotedTexts texts)
{
    private const int Most = 20;
    private const string Programs = "/drafts";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/talks/{id}/drafts", (string id, HttpContext context, DraftPages pages) => pages.Show(id, context, null, ""));
        routes.MapPost("/talks/{id}/drafts", (string id, HttpContext context, DraftPages pages) => pages.Draft(id, context));
        routes.MapPost(
            "/talks/{id}/drafts/{draft}/accept",
            (string id, string draft, HttpContext context, DraftPages pages) =>
                pages.Decide(id, context, async form => await pages.Accept(context, draft, form))
        );
        routes.MapPost(
            "/talks/{id}/drafts/{draft}/edit",
            (string id, string draft, HttpContext context, DraftPages pages) =>
                pages.Decide(id, context, form => pages.Edit(context, draft, form))
        );
        routes.MapPost(
            "/talks/{id}/drafts/{draft}/reject",
            (string id, string draft, HttpContext context, DraftPages pages) =>
                pages.Decide(id, context, form => pages.Reject(context, draft, form))
        );
    }

    private async Task Show(string id, HttpContext context, ProblemDocument? problem, string given)
    {
        var look = await Look.Of(id, context);
        var state = look.Here["state"] ?? StoredDraft.Open;
        var source = SourceOf(look);
        var question = DraftEndpoints.QuestionOf(context.Request) with
        {
            Negotiation = look.Snapshot.History.Negotiation,
            Source = source?.Source,
            State = state,
            Limit = Most,
        };
        var found = await DraftEndpoints.Find(question, drafts, judge, context.RequestAborted);
        var registry = look.Snapshot.History.Registry;
        var held = await texts.Of(registry, found.Drafts.Select(d => new SourceId(d.Source)), context.RequestAborted);
        if (problem is not null)
            context.Response.StatusCode = problem.Status;
        await context.Page<DraftsPage>(
            (nameof(DraftsPage.Look), look),
            (nameof(DraftsPage.Source), source),
            (nameof(DraftsPage.State), state),
            (nameof(DraftsPage.Model), drafting.Model),
            (nameof(DraftsPage.Next), found.Next?.ToString()),
            (nameof(DraftsPage.Drafts), found.Drafts.Select(d => ShownDraft.Of(d, look.Names, held)).ToList()),
            (nameof(DraftsPage.Problem), problem),
            (nameof(DraftsPage.Given), given)
        );
    }

    // One that is not known is chosen anew, on the page.
    private static SourceRegistered? SourceOf(Look look) =>
        look.Here["source"] is { } id && Slug.IsValid(id) && look.Snapshot.History.Registry.Sources.TryGetValue(new(id), out var source)
            ? source.Description
            : null;

    private async Task<IResult> Draft(string id, HttpContext context)
    {
        var form = await PageForm.Of(context, Programs);
        var given = "";
        try
        {
            given = await GivenIn(form, context.RequestAborted);
            var isFile = form["do"] == "take";
            var from = int.TryParse(form["from"], NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : 0;
            var asked = new DraftRequest(id, form["source"].ToString(), isFile ? Read(given) : null, With: null, from);
            var drafted = await drafting.Draft(asked, WriteRequest.PrincipalOf(context), context.RequestAborted);
            var next = drafted.Read is { } read && read.To < read.Length ? $"{read.To}" : null;
            return PageForm.GoTo(context, Here(id, asked.Source).With("from", next).With("drafted", $"{drafted.Drafts.Count}").ToString());
        }
        catch (ProblemException refused)
        {
            await Show(id, context, refused.Document, given);
            return Results.Empty;
        }
    }

    private async Task<IResult> Decide(string id, HttpContext context, Func<IFormCollection, Task<JudgedDraft>> decide)
    {
        var form = await PageForm.Of(context, Programs);
        try
        {
            var draft = (await decide(form)).Draft;
            var here = Here(id, form["source"].ToString());
            return PageForm.GoTo(
                context,
                draft.State == StoredDraft.Open ? $"{here}#d-{draft.Id}" : here.With("decided", draft.Id.ToString()).ToString()
            );
        }
        catch (ProblemException refused)
        {
            await Show(id, context, refused.Document, "");
            return Results.Empty;
        }
    }

    private async Task<JudgedDraft> Accept(HttpContext context, string draft, IFormCollection form) =>
        (await decisions.Accept(context, draft, RevisionOf(form))).Draft;

    private Task<JudgedDraft> Edit(HttpContext context, string draft, IFormCollection form) =>
        decisions.Rewrite(context, draft, RevisionOf(form), Json(form["development"].ToString()));

    private Task<JudgedDraft> Reject(HttpContext context, string draft, IFormCollection form) =>
        decisions.Reject(context, draft, RevisionOf(form));

    private static long? RevisionOf(IFormCollection form) =>
        long.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;

    private static Address Here(string id, string source) =>
        Address.To($"/talks/{id}/drafts").With("source", source.Length == 0 ? null : source);

    private static async Task<string> GivenIn(IFormCollection form, CancellationToken cancellation)
    {
        if (form.Files.GetFile("file") is not { Length: > 0 } file)
            return form["drafts"].ToString();
        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellation);
    }

    private static IReadOnlyList<JsonElement> Read(string given)
    {
        var json = Json(given);
        var array = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("drafts", out var member) ? member : json;
        var problems = new List<Problem>();
        return DraftRequest.Read(array, "/drafts", problems) is { } read && problems.Count == 0 ? read : throw Problems.Invalid(problems);
    }

    private static JsonElement Json(string text) => JsonBody.Parse(Encoding.UTF8.GetBytes(text));
}
