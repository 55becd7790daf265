using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NegotiationLedger.Server.Http;
using NegotiationLedger.Server.Memory;
using NegotiationLedger.Store;

namespace NegotiationLedger.Server;

/// <summary>Carries what is sent to the log: decides, appends, answers.</summary>
/// <param name="log">The log.</param>
/// <param name="memory">The node's memory.</param>
/// <param name="time">Gives new ids their time.</param>
public sealed class Recorder(LedgerLog log, LedgerMemory memory, TimeProvider time)
{
    /// <summary>The most records in one request.</summary>
    public const int MaxRecords = 1000;

    /// <summary>The most bytes of one development.</summary>
    public const long MaxDevelopmentBytes = 1024 * 1024;

    /// <summary>The most bytes of an array of developments, or of a source.</summary>
    public const long MaxArrayBytes = 16 * 1024 * 1024;

    private readonly ConcurrentDictionary<(string, string, string, string), byte> _underWay = [];

    /// <summary>A new event id, of version 7.</summary>
    public EventId NextId() => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <summary>Opens a negotiation that must not exist.</summary>
    public Task<IResult> Open(HttpContext context, NegotiationId negotiation, IReadOnlyList<Draft> drafts, JsonBody body) =>
        Once(
            context,
            body,
            async receipt =>
            {
                var snapshot = await memory.Read(negotiation, context.RequestAborted);
                var decision = await Decide(
                    History.Empty(negotiation, snapshot.History.Registry),
                    drafts,
                    problem => OpenNegotiation.Place(problem, body.Json),
                    context.RequestAborted
                );
                var outcome = await Append(context, StreamName.Of(negotiation), decision, expected: 0, receipt);
                if (outcome is AppendOutcome.Stale)
                    throw Problems.Taken(
                        $"The negotiation '{negotiation}' is open already. Record another account of it under /negotiations/{negotiation}/developments, or choose another id."
                    );
                return await Answer(context, negotiation, drafts, decision, Accepted(outcome, receipt), receipt is not null);
            }
        );

    /// <summary>Records developments of an open negotiation.</summary>
    public Task<IResult> Record(HttpContext context, string id, IReadOnlyList<Draft> drafts, JsonBody body) =>
        Once(
            context,
            body,
            async receipt =>
            {
                var expected = Conditional.ExpectedVersion(context.Request);
                var snapshot = await Endpoints.Negotiations.Find(id, memory, context.RequestAborted);
                var decision = await Decide(snapshot.History, drafts, problem => problem, context.RequestAborted);
                var outcome = await Append(context, id, decision, expected, receipt);
                if (outcome is AppendOutcome.Stale stale)
                    throw await Stale(new(id), expected!.Value, stale.CurrentVersion, context.RequestAborted);
                return await Answer(context, new(id), drafts, decision, Accepted(outcome, receipt), receipt is not null);
            }
        );

    /// <summary>Everything but the write.</summary>
    public async Task<IResult> Try(HttpContext context, string id, IReadOnlyList<Draft> drafts)
    {
        var snapshot = await Endpoints.Negotiations.Find(id, memory, context.RequestAborted);
        var decision = await Decide(snapshot.History, drafts, problem => problem, context.RequestAborted);
        var before = snapshot.History.Through(Lens.Everything);
        var after = await IsReplay(id, drafts, decision, context.RequestAborted)
            ? before
            : snapshot.History.Foresee([.. decision.Records.Select(r => (r.Id, r.Data))]).Through(Lens.Everything);
        var changes = ViewCatalog.All.ToDictionary(
            view => view.Name,
            view => JsonSerializer.SerializeToElement<JsonNode>(view.Difference(before, after), LedgerJson.Default.JsonNode)
        );
        var records = decision.Records.Select(r => new DryRecord(r.Id, EventNames.Of(r.Data).Name, r.Warnings)).ToList();
        return Results.Json(new DryRunAnswer(id, snapshot.History.Version, records, changes), WebJson.Default.DryRunAnswer);
    }

    /// <summary>Appends one registration to a stream of its own, and answers by the outcome: stale when the stream is not at the expected version.</summary>
    public Task<IResult> Register(
        HttpContext context,
        JsonBody body,
        NewRegistration registration,
        Func<AppendOutcome, Task<IResult>> answer
    ) =>
        Once(
            context,
            body,
            async receipt =>
            {
                var (stream, data, expected, text) = registration;
                var outcome = await log.Append(
                    new(stream, [new(NextId(), data)], PrincipalOf(context), expected, receipt, text),
                    context.RequestAborted
                );
                return outcome is AppendOutcome.ReceiptMismatch ? throw Problems.KeyReused(receipt!.Key) : await answer(outcome);
            }
        );

    // As the log itself would find: all of it stands already, or none of it may.
    private async Task<bool> IsReplay(string id, IReadOnlyList<Draft> drafts, Decision decision, CancellationToken cancellationToken)
    {
        var known = 0;
        foreach (
            var record in drafts.Where(d => d.Body.TryGetProperty("id", out _)).Join(decision.Records, d => d.Id, r => r.Id, (_, r) => r)
        )
        {
            if (await log.Find(record.Id, cancellationToken) is not { } entry)
                continue;
            if (entry.Stream != id || !JsonNode.DeepEquals(Stored(entry.Data), Stored(record.Data)))
                throw Problems.IdTaken(record.Id);
            known++;
        }

        return known == 0 ? false
            : known == drafts.Count ? true
            : throw Problems.IdTaken(decision.Records[0].Id);
    }

    private static JsonNode? Stored(LedgerEvent data) => JsonSerializer.SerializeToNode(data, EventNames.Of(data).Shape);

    private async Task<Decision> Decide(
        History history,
        IReadOnlyList<Draft> drafts,
        Func<Problem, Problem> place,
        CancellationToken cancellationToken
    )
    {
        var texts = await TextsOf(history, drafts.Select(d => d.Body), cancellationToken);
        var decision = new RecordDevelopments(history, texts).Decide(drafts);
        return decision.Problems.Count == 0 ? decision : throw Problems.Invalid([.. decision.Problems.Select(place).Distinct()]);
    }

    /// <summary>The texts held of the sources whose words bodies quote.</summary>
    internal async Task<IReadOnlyDictionary<SourceId, string>> TextsOf(
        History history,
        IEnumerable<JsonElement> bodies,
        CancellationToken cancellationToken
    )
    {
        var texts = new Dictionary<SourceId, string>();
        foreach (var source in bodies.SelectMany(body => QuotedSources.Of(body, history)).Distinct())
        {
            if (
                history.Registry.Sources.TryGetValue(source, out var known)
                && known.Description.TextSha256 is { } sha256
                && await log.ReadText(sha256, cancellationToken) is { } text
            )
                texts[source] = text;
        }

        return texts;
    }

    private async Task<AppendOutcome> Append(HttpContext context, string stream, Decision decision, long? expected, Receipt? receipt) =>
        await log.Append(
            new(stream, [.. decision.Records.Select(r => new NewEvent(r.Id, r.Data))], PrincipalOf(context), expected, receipt),
            context.RequestAborted
        );

    private static AppendOutcome.Appended Accepted(AppendOutcome outcome, Receipt? receipt) =>
        outcome switch
        {
            AppendOutcome.Appended appended => appended,
            AppendOutcome.ReceiptMismatch => throw Problems.KeyReused(receipt!.Key),
            AppendOutcome.IdTaken taken => throw Problems.IdTaken(taken.Id),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private async Task<IResult> Answer(
        HttpContext context,
        NegotiationId negotiation,
        IReadOnlyList<Draft> drafts,
        Decision decision,
        AppendOutcome.Appended appended,
        bool hasKey
    )
    {
        // A replay is answered as the first time: with the warnings that the negotiation as it stood then gives.
        var warnings = appended.IsReplay
            ? await FirstWarnings(negotiation, drafts, appended, context.RequestAborted)
            : decision.Records.Select(r => r.Warnings);
        var records = InOrderSent(drafts, appended)
            .Zip(
                warnings,
                (e, w) => new RecordAnswer(e.Id, e.Sequence, e.Version, EventNames.Of(e.Data).Name, e.RecordedAt, e.RecordedBy, w)
            )
            .ToList();
        var last = appended.Entries[^1];
        context.Response.Headers.ETag = $"\"{last.Version}\"";
        context.Response.Headers.Location = $"/negotiations/{negotiation}/history?after={appended.Entries[0].Sequence - 1}";
        var status = appended.IsReplay && !hasKey ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        return Results.Json(
            new RecordedAnswer(negotiation.Value, last.Version, $"@{last.Sequence}", records),
            WebJson.Default.RecordedAnswer,
            statusCode: status
        );
    }

    private async Task<IEnumerable<IReadOnlyList<Warning>>> FirstWarnings(
        NegotiationId negotiation,
        IReadOnlyList<Draft> drafts,
        AppendOutcome.Appended appended,
        CancellationToken cancellationToken
    )
    {
        var now = (await memory.Read(negotiation, cancellationToken)).History;
        var then = History
            .Empty(negotiation, now.Registry)
            .With(now.Entries.TakeWhile(e => e.Sequence < appended.Entries[0].Sequence), now.Registry);
        var first = drafts.Zip(InOrderSent(drafts, appended), (draft, entry) => draft with { Id = entry.Id }).ToList();
        return (await Decide(then, first, problem => problem, cancellationToken)).Records.Select(r => r.Warnings);
    }

    // A replay found by ids may be sent in another order than the log's; one found by its key has the ids of the first time.
    private static IEnumerable<Entry> InOrderSent(IReadOnlyList<Draft> drafts, AppendOutcome.Appended appended)
    {
        var byId = appended.Entries.ToDictionary(e => e.Id);
        return drafts.All(d => byId.ContainsKey(d.Id)) ? drafts.Select(d => byId[d.Id]) : appended.Entries;
    }

    /// <summary>What a stale write is answered with.</summary>
    internal async Task<ProblemException> Stale(NegotiationId negotiation, long expected, long current, CancellationToken cancellationToken)
    {
        var history = (await memory.Read(negotiation, cancellationToken)).History;
        return Problems.Stale(
            expected,
            current,
            [.. history.Entries.Where(e => e.Version > expected).Take(100).Select(e => EntryAnswer.Of(e, history.Registry))]
        );
    }

    private async Task<IResult> Once(HttpContext context, JsonBody body, Func<Receipt?, Task<IResult>> record)
    {
        if (ReceiptOf(context.Request, body) is not { } receipt)
            return await record(null);
        var key = (PrincipalOf(context), receipt.Method, receipt.Route, receipt.Key);
        if (!_underWay.TryAdd(key, 0))
            throw Problems.InFlight(receipt.Key);
        try
        {
            return await record(receipt);
        }
        finally
        {
            _underWay.TryRemove(key, out _);
        }
    }

    private static Receipt? ReceiptOf(HttpRequest request, JsonBody body)
    {
        string? header = request.Headers["Idempotency-Key"];
        if (header is null)
            return null;
        return
            header.Length is > 2 and <= 257
            && header[0] == '"'
            && header[^1] == '"'
            && header[1..^1].All(c => c is >= ' ' and <= '~' and not '"' and not '\\')
            ? new(request.Method, request.Path, header[1..^1], body.Sha256)
            : throw Problems.Header($"Idempotency-Key is '{header}': give 1 to 255 printable characters in quotation marks.");
    }

    /// <summary>Who records: until there are credentials everyone on this machine is the same principal.</summary>
    internal static string PrincipalOf(HttpContext context) => context.User.Identity?.Name ?? "local";
}

/// <summary>A registration that is to be appended.</summary>
/// <param name="Stream">Its stream.</param>
/// <param name="Data">The registration.</param>
/// <param name="Expected">The version the stream must have; any when null.</param>
/// <param name="Text">The text of the source that is registered.</param>
public sealed record NewRegistration(string Stream, Registration Data, long? Expected = null, SourceText? Text = null);
