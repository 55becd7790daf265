using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Server;

/// <summary><c>GET /negotiations/{id}/diff</c>: what two lenses answer differently, and the records that make the difference.</summary>
internal static class GetDiff
{
    /// <summary>Counts up with every change to what a difference holds.</summary>
    private const int CodeVersion = 3;

    /// <summary>What the names of the left lens's parameters begin with.</summary>
    internal const string Left = "left.";

    /// <summary>The same of the right lens's.</summary>
    internal const string Right = "right.";

    private const string Less = "compare a part: give both sides an occurredUntil or recordedUntil, or choose another view";

    internal static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/negotiations/{id}/diff", Get)
            .WithName("diff")
            .WithTags("History")
            .WithSummary("Two lenses over one negotiation: what differs between the answers, and which records make the difference")
            .Produces<DiffAnswer>()
            .Takes([
                new("view", "The view to compare: status (the default), demands, proposals, agreements, matrix or timeline."),
                .. Parameters.Lens.Select(p => p with { Name = Left + p.Name, Description = $"Of the left lens. {p.Description}" }),
                .. Parameters.Lens.Select(p => p with { Name = Right + p.Name, Description = $"Of the right lens. {p.Description}" }),
            ]);

    private static async Task Get(
        string id,
        HttpContext context,
        LedgerReader reader,
        AnswerCache answers,
        HeavyWork heavy,
        TimeProvider time
    )
    {
        var request = time.GetUtcNow();
        var view = GetReplay.ViewOf(context.Request);
        var (left, right) = (Query.Lens(context.Request, Left), Query.Lens(context.Request, Right));
        var snapshot = await NegotiationPath.Find(id, reader, context.RequestAborted);
        Query.RefuseBeyond(left, snapshot.Head.Sequence, Left);
        Query.RefuseBeyond(right, snapshot.Head.Sequence, Right);
        // When either answer changes by itself, the difference does.
        var until = await Until(view, snapshot, left, right, request, answers, context.RequestAborted);
        if (EntityTags.IsUnchanged(context, snapshot, left, right, $"diff {view.Name} {view.CodeVersion}{until}", CodeVersion))
            return;
        var differences = await Compare(view, snapshot, left, right, request, heavy, context.RequestAborted);
        var answer = new DiffAnswer(
            id,
            view.Name,
            LensAnswer.Of(left),
            LensAnswer.Of(right),
            $"@{snapshot.Head.Sequence}",
            snapshot.History.Version,
            [.. differences.Select(DifferenceAnswer.Of)]
        );
        await Results.Json(answer, HistoryJson.Plain.DiffAnswer).ExecuteAsync(context);
    }

    /// <summary>When the answers to two lenses would change by themselves. Once it is known, both can be held against the history.</summary>
    /// <exception cref="ProblemException">A lens cannot be held against the history, or an answer takes too long.</exception>
    internal static async Task<string> Until(
        NamedView view,
        Snapshot snapshot,
        Lens left,
        Lens right,
        DateTimeOffset request,
        AnswerCache answers,
        CancellationToken cancellationToken
    )
    {
        var until = "";
        foreach (var (lens, side) in new[] { (left, Left), (right, Right) })
        {
            var folded = await Held(async () => await answers.Of(view, snapshot, lens, request, cancellationToken), side);
            until += $" {folded.View.NextChangeAt:O}";
        }

        return until;
    }

    /// <summary>What two lenses answer differently, both of which can be held against the history.</summary>
    /// <exception cref="ProblemException">It takes too long (422), or too many wait (503).</exception>
    internal static Task<IReadOnlyList<Difference>> Compare(
        NamedView view,
        Snapshot snapshot,
        Lens left,
        Lens right,
        DateTimeOffset request,
        HeavyWork heavy,
        CancellationToken cancellationToken
    ) => heavy.Do(spent => view.Diff(snapshot.History, left, right, request, spent), Less, cancellationToken);

    private static async Task<T> Held<T>(Func<Task<T>> ask, string side)
    {
        try
        {
            return await ask();
        }
        catch (LensException error)
        {
            throw Problems.Query(error.Problem with { Pointer = $"/{side}{error.Problem.Pointer[1..]}" });
        }
    }
}

/// <summary>What two lenses answer differently.</summary>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="View">The view compared.</param>
/// <param name="Left">The left lens.</param>
/// <param name="Right">The right lens.</param>
/// <param name="Position">The position the answer was made at: <c>@n</c>.</param>
/// <param name="Version">The stream version it was made at.</param>
/// <param name="Differences">The differences, by kind of field, then by place; none when the answers agree.</param>
public sealed record DiffAnswer(
    string Negotiation,
    string View,
    LensAnswer Left,
    LensAnswer Right,
    string Position,
    long Version,
    IReadOnlyList<DifferenceAnswer> Differences
);

/// <summary>One difference.</summary>
/// <param name="Field">Where the field stands in the view: a JSON Pointer (RFC 6901).</param>
/// <param name="Left">What the left lens answers; absent when nothing.</param>
/// <param name="Right">What the right lens answers; absent when nothing.</param>
/// <param name="Words">The difference from left to right, in sentences.</param>
/// <param name="Causes">The fewest records that make it, in sequence order; none when the lenses alone do.</param>
/// <param name="IsSmallest">Whether it is known that no fewer make it; false when the search was given up before.</param>
public sealed record DifferenceAnswer(
    string Field,
    JsonNode? Left,
    JsonNode? Right,
    IReadOnlyList<string> Words,
    IReadOnlyList<CauseAnswer> Causes,
    bool IsSmallest
)
{
    internal static DifferenceAnswer Of(Difference difference) =>
        new(
            difference.Field,
            difference.Left,
            difference.Right,
            difference.Words,
            [.. difference.Causes.Select(CauseAnswer.Of)],
            difference.IsSmallest
        );
}

/// <summary>A record that makes a difference.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="Type">Its type.</param>
/// <param name="What">It in a line.</param>
/// <param name="Occurred">When, as asserted.</param>
/// <param name="Viewpoint">Whose account it is.</param>
/// <param name="InLeft">Whether the left lens shows it.</param>
/// <param name="InRight">Whether the right lens shows it.</param>
/// <param name="Why">Why it is in one and not in the other, or not alike in both.</param>
/// <param name="By">The records about it that are the reason; absent when the clocks or the accounts are.</param>
public sealed record CauseAnswer(
    EventId Id,
    long Sequence,
    string Type,
    string What,
    Edtf Occurred,
    Viewpoint Viewpoint,
    bool InLeft,
    bool InRight,
    Reason Why,
    IReadOnlyList<EventId>? By
)
{
    internal static CauseAnswer Of(Cause cause) =>
        new(
            cause.Entry.Id,
            cause.Entry.Sequence,
            EventNames.Of(cause.Entry.Data).Name,
            cause.What,
            cause.Occurred,
            cause.Viewpoint,
            cause.InLeft,
            cause.InRight,
            cause.Why,
            cause.By.Count == 0 ? null : cause.By
        );
}
