using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Server;

/// <summary><c>GET /negotiations/{id}/changes</c>: what was recorded since a place in the log, and what it changed, in words.</summary>
internal static class GetChanges
{
    internal const int MostRecords = 1_000;

    /// <summary>Counts up with every change to what the answer holds beside the digest.</summary>
    private const int CodeVersion = 2;

    private const string Less = "give a later since";

    internal static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/negotiations/{id}/changes", Get)
            .WithName("get-changes")
            .WithTags("History")
            .WithSummary(
                "What was recorded since a place in the log, and what it changed, in words, by what a reader cares for; Accept text/plain gives the words alone"
            )
            .Produces<ChangesAnswer>()
            .Takes([
                new(
                    "since",
                    "What was recorded up to it is known already: a position @<sequence>, an instant, or an EDTF date, meaning its end.",
                    IsRequired: true
                ),
                new("limit", $"How many records are listed at most, from 0 to {MostRecords}; 100 when it is not given."),
                .. Parameters.Lens,
            ]);

    private static async Task Get(string id, HttpContext context, LedgerReader reader, HeavyWork heavy)
    {
        var (lens, since) = (Query.Lens(context.Request), SinceOf(context.Request));
        var limit = Query.Count(context.Request, "limit", 0, MostRecords, 100);
        var format = MediaTypes.Of(context.Request, MediaTypes.Plain);
        var snapshot = await NegotiationPath.Find(id, reader, context.RequestAborted);
        Query.RefuseBeyond(lens, snapshot.Head.Sequence);
        Query.RefuseBeyond("/since", since.Text, since.Position, snapshot.Head.Sequence);
        context.Response.Headers.Vary = "Accept";
        var tag = EntityTags.TagOf(snapshot, lens, $"changes {since.Text} {limit} {format} {Digest.CodeVersion}", CodeVersion);
        if (EntityTags.IsUnchanged(context, snapshot, lens, tag))
            return;
        var answer = ChangesAnswer.Of(snapshot, lens, since, limit, await Digested(snapshot, lens, since, heavy, context.RequestAborted));
        await (
            format == MediaTypes.Plain
                ? Results.Text(answer.InWords, MediaTypes.Plain, Encoding.UTF8)
                : Results.Json(answer, HistoryJson.Plain.ChangesAnswer)
        ).ExecuteAsync(context);
    }

    /// <summary>Where the digest begins that a request asks for.</summary>
    /// <exception cref="ProblemException">It is missing, or not valid.</exception>
    internal static Bound SinceOf(HttpRequest request)
    {
        var problems = new List<Problem>();
        var since = Bound.Read("since", request.Query["since"], BoundMark.Position, isEnd: true, problems);
        return since
            ?? throw Problems.Query(
                problems.Count > 0
                    ? problems[0]
                    : new Problem("/since", "'since' is missing: give a position such as @42, a date or an instant.")
            );
    }

    /// <summary>The digest, when its turn has come.</summary>
    /// <exception cref="ProblemException">It takes too long (422), or too many wait (503).</exception>
    internal static Task<IReadOnlyList<DigestGroup>> Digested(
        Snapshot snapshot,
        Lens lens,
        Bound since,
        HeavyWork heavy,
        CancellationToken cancellationToken
    ) => heavy.Do(spent => Digest.Of(snapshot.History, lens, since, spent), Less, cancellationToken);
}

/// <summary>What changed in a negotiation since a place in the log.</summary>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="Title">What readers know it by.</param>
/// <param name="Lens">The lens.</param>
/// <param name="Since">Where the digest begins, as the reader wrote it.</param>
/// <param name="Position">The position the answer was made at: <c>@n</c>, the <c>since</c> to go on with.</param>
/// <param name="Version">The stream version it was made at.</param>
/// <param name="Changes">What changed, in words, by topic, in the order in which it is told; none when nothing did.</param>
/// <param name="Records">What was recorded since, in that order, as far as the lens shows it.</param>
/// <param name="More">How many records follow that are not listed.</param>
public sealed record ChangesAnswer(
    string Negotiation,
    string Title,
    LensAnswer Lens,
    string Since,
    string Position,
    long Version,
    IReadOnlyList<DigestGroup> Changes,
    IReadOnlyList<RecordedSince> Records,
    int More
)
{
    /// <summary>The words alone, a line each.</summary>
    internal string InWords =>
        string.Join(
            '\n',
            Changes
                .SelectMany(g => g.Words.Select(w => "- " + PlainLine(w)).Prepend(g.Topic.ToString()).Prepend(""))
                .DefaultIfEmpty("\nNothing has changed.")
                .Prepend($"{PlainLine(Title)}, since {Since} ({Position})")
                .Append("")
        );

    internal static ChangesAnswer Of(Snapshot snapshot, Lens lens, Bound since, int limit, IReadOnlyList<DigestGroup> changes)
    {
        var (history, frame) = (snapshot.History, Frame.Of(snapshot.History.Through(lens)));
        var records = GetHistory.Shown(history, lens).Where(e => !since.Includes(e)).ToList();
        return new(
            history.Negotiation.Value,
            frame.Title?.Value ?? history.Negotiation.Value,
            LensAnswer.Of(lens),
            since.Text,
            $"@{snapshot.Head.Sequence}",
            history.Version,
            changes,
            RecordedSince.Of([.. records.Take(limit)], history, frame),
            Math.Max(0, records.Count - limit)
        );
    }

    private static string PlainLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}

/// <summary>A record, and what it says in a line.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="Version">Its place in the negotiation.</param>
/// <param name="Type">Its type.</param>
/// <param name="What">It in a line, as it was recorded; of what is not claimed to have happened, that comes first: <c>denied: talks collapsed</c>.</param>
/// <param name="Claim">What is claimed of it; absent where it is that it happened, and in a record about another.</param>
/// <param name="About">Of a record about another: that one in a line; else absent.</param>
/// <param name="Occurred">When, as asserted; absent in a record about another.</param>
/// <param name="RecordedAt">When the ledger learned of it.</param>
/// <param name="RecordedBy">Who recorded it.</param>
public sealed record RecordedSince(
    EventId Id,
    long Sequence,
    long Version,
    string Type,
    string What,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Claim Claim,
    string? About,
    Edtf? Occurred,
    DateTimeOffset RecordedAt,
    string RecordedBy
)
{
    internal static IReadOnlyList<RecordedSince> Of(IReadOnlyList<Entry> entries, Accounts.History history, Frame frame)
    {
        var about = entries.Select(e => e.Data).OfType<Annotation>().Select(a => a.Assertion).ToHashSet();
        var named =
            about.Count == 0 ? [] : history.Entries.Where(e => about.Contains(e.Id)).ToDictionary(e => e.Id, e => e.Data.Told(frame));
        return
        [
            .. entries.Select(e => new RecordedSince(
                e.Id,
                e.Sequence,
                e.Version,
                EventNames.Of(e.Data).Name,
                e.Data.Told(frame),
                (e.Data as Development)?.Claim ?? Claim.Actual,
                e.Data is Annotation { Assertion: var id } ? named.GetValueOrDefault(id) : null,
                (e.Data as Development)?.Occurred,
                e.RecordedAt,
                e.RecordedBy
            )),
        ];
    }
}
