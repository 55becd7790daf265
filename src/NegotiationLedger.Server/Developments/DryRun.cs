using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Server;

/// <summary>The answer to a dry run.</summary>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="Version">The version it was tried at.</param>
/// <param name="Records">The records that would be written.</param>
/// <param name="Changes">What would change in each view: JSON Patches (RFC 6902) by view.</param>
/// <param name="Words">The same in sentences without full stops, by view.</param>
public sealed record DryRunAnswer(
    string Negotiation,
    long Version,
    IReadOnlyList<DryRecord> Records,
    IReadOnlyDictionary<string, JsonElement> Changes,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Words
);

/// <summary>A record that would be written.</summary>
/// <param name="Id">The id it was tried under.</param>
/// <param name="Type">Its type.</param>
/// <param name="Warnings">What its recorder should know.</param>
public sealed record DryRecord(EventId Id, string Type, IReadOnlyList<Warning> Warnings);

/// <summary>Everything but the write.</summary>
/// <param name="log">The log.</param>
/// <param name="reader">Reads histories.</param>
/// <param name="recorder">Decides.</param>
/// <param name="time">Tells by when what has ended is judged.</param>
public sealed class DryRun(LedgerLog log, LedgerReader reader, Recorder recorder, TimeProvider time)
{
    /// <summary>What would be recorded, with which warnings, and what would change.</summary>
    /// <exception cref="ProblemException">What was sent would be refused.</exception>
    public async Task<DryRunAnswer> Of(NegotiationId negotiation, IReadOnlyList<Draft> drafts, CancellationToken cancellationToken)
    {
        var history = (await NegotiationPath.Find(negotiation.Value, reader, cancellationToken)).History;
        var decision = await recorder.Decide(history, drafts, problem => problem, cancellationToken);
        return Answer(history, decision, await IsReplay(negotiation, drafts, decision, cancellationToken));
    }

    /// <summary>The same of a negotiation that is to be opened: version 0, and all that is in its first views.</summary>
    /// <param name="negotiation">Its id.</param>
    /// <param name="drafts">The opening, its parties and its issues.</param>
    /// <param name="place">Says where in what was sent a problem of one of the drafts stands.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">What was sent would be refused, or the negotiation is open already.</exception>
    public async Task<DryRunAnswer> Opening(
        NegotiationId negotiation,
        IReadOnlyList<Draft> drafts,
        Func<Problem, Problem> place,
        CancellationToken cancellationToken
    )
    {
        var found = (await reader.Read(negotiation, cancellationToken)).History;
        var none = History.Empty(negotiation, found.Registry);
        var decision = await recorder.Decide(none, drafts, place, cancellationToken);
        return found.Version == 0 ? Answer(none, decision, isReplay: false) : throw Recorder.OpenAlready(negotiation);
    }

    private DryRunAnswer Answer(History history, Decision decision, bool isReplay)
    {
        var before = history.Through(Lens.Everything);
        var after = isReplay ? before : history.Foresee([.. decision.Records.Select(r => (r.Id, r.Data))]).Through(Lens.Everything);
        var request = time.GetUtcNow();
        var changes = ViewCatalog.All.ToDictionary(view => view.Name, view => view.Difference(before, after, request));
        var records = decision.Records.Select(r => new DryRecord(r.Id, EventNames.Of(r.Data).Name, r.Warnings)).ToList();
        return new(
            history.Negotiation.Value,
            history.Version,
            records,
            changes.ToDictionary(c => c.Key, c => JsonSerializer.SerializeToElement<JsonNode>(c.Value.Patch, LedgerJson.Default.JsonNode)),
            changes.ToDictionary(c => c.Key, c => c.Value.Words)
        );
    }

    // As the log itself would find: all of it stands already, or none of it may.
    private async Task<bool> IsReplay(
        NegotiationId negotiation,
        IReadOnlyList<Draft> drafts,
        Decision decision,
        CancellationToken cancellationToken
    )
    {
        var known = 0;
        foreach (
            var record in drafts.Where(d => d.Body.TryGetProperty("id", out _)).Join(decision.Records, d => d.Id, r => r.Id, (_, r) => r)
        )
        {
            if (await log.Find(record.Id, cancellationToken) is not { } entry)
                continue;
            if (entry.Stream != StreamName.Of(negotiation) || !JsonNode.DeepEquals(Stored(entry.Data), Stored(record.Data)))
                throw Problems.IdTaken(record.Id);
            known++;
        }

        return known == 0 ? false
            : known == drafts.Count ? true
            : throw Problems.IdTaken(decision.Records[0].Id);
    }

    private static JsonNode? Stored(LedgerEvent data) => JsonSerializer.SerializeToNode(data, EventNames.Of(data).Shape);
}
