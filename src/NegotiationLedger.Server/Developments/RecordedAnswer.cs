using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>What was recorded.</summary>
/// <param name="Id">The record's id.</param>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="Version">Its place in the stream.</param>
/// <param name="Type">Its type.</param>
/// <param name="RecordedAt">When.</param>
/// <param name="RecordedBy">By whom.</param>
/// <param name="Warnings">What its recorder should know.</param>
public sealed record RecordAnswer(
    EventId Id,
    long Sequence,
    long Version,
    string Type,
    DateTimeOffset RecordedAt,
    string RecordedBy,
    IReadOnlyList<Warning> Warnings
);

/// <summary>The answer to a write to a negotiation.</summary>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="Version">Its version after the write.</param>
/// <param name="Position">The position of the last record: <c>@n</c>.</param>
/// <param name="Records">The records, in the order sent.</param>
/// <param name="Batch">The batch that they were recorded in, by which <c>history</c> finds them again; absent when they were recorded in several.</param>
public sealed record RecordedAnswer(string Negotiation, long Version, string Position, IReadOnlyList<RecordAnswer> Records, Guid? Batch)
{
    /// <summary>Answers a write from its outcome alone.</summary>
    internal static IResult Answer(HttpContext context, Recorded recorded, bool hasKey)
    {
        var appended = Acknowledged.Note(context, recorded.Appended);
        var negotiation = recorded.Before.Negotiation;
        var last = appended.Entries[^1];
        context.Response.Headers.ETag = $"\"{last.Version}\"";
        context.Response.Headers.Location = $"/negotiations/{negotiation}/history?after={appended.Entries[0].Sequence - 1}";
        var status = appended.IsReplay && !hasKey ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        var answer = new RecordedAnswer(negotiation.Value, last.Version, $"@{last.Sequence}", [.. RecordsOf(recorded)], BatchOf(appended));
        return Results.Json(answer, DevelopmentsJson.Plain.RecordedAnswer, statusCode: status);
    }

    private static Guid? BatchOf(AppendOutcome.Appended appended) =>
        appended.Entries.Select(e => e.Batch).Distinct().ToList() is [var batch] ? batch : null;

    /// <summary>What a receipt keeps, so that a replay is answered as the first time.</summary>
    internal static string Keep(Decision decision) =>
        JsonSerializer.Serialize(decision.Records.Select(r => r.Warnings).ToArray(), DevelopmentsJson.Plain.IReadOnlyListWarningArray);

    private static IEnumerable<RecordAnswer> RecordsOf(Recorded recorded) =>
        InOrderSent(recorded)
            .Zip(
                WarningsOf(recorded),
                (e, w) => new RecordAnswer(e.Id, e.Sequence, e.Version, EventNames.Of(e.Data).Name, e.RecordedAt, e.RecordedBy, w)
            );

    // A replay is answered as the first time: with the warnings that its receipt keeps, else with those that the negotiation as it stood then
    // gives. Where that is not known here, the records were written after the negotiation was read, and it was read as it stood.
    private static IEnumerable<IReadOnlyList<Warning>> WarningsOf(Recorded recorded)
    {
        var (before, _, decision, appended) = recorded;
        if (appended is { IsReplay: true, Answer: { } kept })
            return JsonSerializer.Deserialize(kept, DevelopmentsJson.Plain.IReadOnlyListWarningArray)!;
        if (!appended.IsReplay || before.Version < appended.Entries[0].Version)
            return decision.Records.Select(r => r.Warnings);
        var then = History
            .Empty(before.Negotiation, before.Registry)
            .With(before.Entries.TakeWhile(e => e.Sequence < appended.Entries[0].Sequence), before.Registry);
        return RecordDevelopments.WarningsOf(then, [.. InOrderSent(recorded).Select(e => (e.Id, e.Data))], appended.Entries[0].RecordedAt);
    }

    // A replay found by ids may be sent in another order than the log's; one found by its key has the ids of the first time.
    private static IEnumerable<Entry> InOrderSent(Recorded recorded)
    {
        var byId = recorded.Appended.Entries.ToDictionary(e => e.Id);
        return recorded.Drafts.All(d => byId.ContainsKey(d.Id)) ? recorded.Drafts.Select(d => byId[d.Id]) : recorded.Appended.Entries;
    }
}
