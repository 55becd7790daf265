using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NegotiationLedger.Store.Projections;

namespace NegotiationLedger.Server;

/// <summary>Finds negotiations by phase, party, text and last movement: everything acknowledged before is in the answer.</summary>
internal sealed class NegotiationFinder(LedgerLog log, LedgerReader reader, AnswerCache answers, NegotiationList list, TimeProvider time)
{
    private static readonly NamedView Status = ViewCatalog.Find(TalksStatus.Name)!;

    /// <summary>The page that a query asks for.</summary>
    /// <exception cref="ProblemException">A parameter is not valid.</exception>
    internal async Task<NegotiationsAnswer> Find(HttpRequest query, CancellationToken cancellation)
    {
        var request = time.GetUtcNow();
        var limit = Query.Count(query, "limit", 1, 500, 50);
        var after = Query.AfterId(query);
        var filter = Filter.Of(query);
        var behind = await list.ReadBehind(cancellation);
        // What the list may not know yet is folded here.
        var folded = behind is null ? log.ListStreams(after, cancellation).Select(s => s.Stream) : Behind(behind, after);
        var found = new List<NegotiationSummary>();
        var unreadable = new List<string>();
        await foreach (var id in folded)
        {
            if (await TrySummarize(id, request, cancellation) is not { } summary)
                unreadable.Add(id);
            else if (filter.Accepts(summary))
                found.Add(summary);
            if (found.Count > limit)
                break;
        }

        if (behind is not null)
            found.AddRange(await list.Read(filter.Question(request, after, limit + 1), [.. behind.Except(unreadable)], cancellation));
        var page = found.OrderBy(n => n.Id, StringComparer.Ordinal).Take(limit).ToList();
        return new(page, found.Count > limit ? page[^1].Id : null);
    }

    private static IAsyncEnumerable<string> Behind(IEnumerable<string> behind, string after) =>
        behind.Where(id => string.CompareOrdinal(id, after) > 0).ToAsyncEnumerable();

    // A record of a type that only a newer program knows keeps its negotiation as it was listed before; the others are not to suffer.
    private async Task<NegotiationSummary?> TrySummarize(string id, DateTimeOffset request, CancellationToken cancellation)
    {
        try
        {
            return await Summarize(await reader.Read(new(id), cancellation), request, cancellation);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<NegotiationSummary> Summarize(Snapshot snapshot, DateTimeOffset request, CancellationToken cancellation)
    {
        var status = await answers.Of(Status, snapshot, Lens.Everything, request, cancellation);
        var view = JsonNode.Parse(status.View.Json)!;
        var phase = view["phase"];
        return new(
            snapshot.History.Negotiation.Value,
            view["frame"]?["title"]?["value"]?.GetValue<string>(),
            phase?["value"]?.GetValue<string>(),
            phase?["contested"] is not null,
            view["lastMovement"]?["what"]?.GetValue<string>(),
            Instants.TryParse(view["lastMovement"]?["at"]?.GetValue<string>(), out var at) ? at : null,
            view["lastMovement"]?["occurred"]?.GetValue<string>() is { } on ? Edtf.Parse(on) : null,
            [.. view["frame"]!["parties"]!.AsObject().Select(p => p.Key)],
            snapshot.History.Version
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
