using JasperFx.Events;
using Marten;
using NegotiationLedger.Store;
using NegotiationLedger.Store.Appending;
using Npgsql;

namespace NegotiationLedger.Marten;

/// <summary>Records batches: Wolverine hands it a session, and commits what it leaves there.</summary>
public static class RecordBatchHandler
{
    /// <summary>Takes the head, judges each request by what stands in the log, and appends those that may be.</summary>
    public static async Task<RecordedBatch> Handle(RecordBatch batch, IDocumentSession session, CancellationToken cancellationToken)
    {
        await session.BeginTransactionAsync(cancellationToken);
        var at = await TakeHead(session.Connection, cancellationToken);
        var answers = await Judge(session.Connection, batch.Requests, at, cancellationToken);
        var appended = answers.ConvertAll(answer =>
            (Answer: answer, Events: (IReadOnlyList<IEvent>)(answer.Outcome == "appended" ? Append(session, answer.Request, at) : []))
        );
        if (appended.Exists(a => a.Events.Count > 0))
            session.Listeners.Add(new HeadKeeper([.. appended.Where(a => a.Events.Count > 0).Select(a => a.Answer.Request)], at));
        return new(appended);
    }

    private static async Task<DateTimeOffset> TakeHead(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Three statements of one round trip, each with a snapshot of its own: the last sees what was committed before the lock was had.
        await using var take = new NpgsqlBatch(connection)
        {
            BatchCommands = { new(HeadQueries.Queue), new(HeadQueries.Lock), new(HeadQueries.Take) },
        };
        await using var row = await take.ExecuteReaderAsync(cancellationToken);
        await row.NextResultAsync(cancellationToken);
        await row.NextResultAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        if (row.GetString(0) is not MartenEngine.Mark and var mark)
            throw new EngineMarkException($"The {mark} engine appends to this ledger.");
        return EntryRow.Utc(row.GetDateTime(1));
    }

    private static async Task<List<BatchAnswer>> Judge(
        NpgsqlConnection connection,
        IReadOnlyList<PendingAppend> requests,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        await using var judge = AppendCommand.On(connection, HeadQueries.Judge);
        AppendCommand.Fill(judge, requests);
        var answers = new List<BatchAnswer>(requests.Count);
        await using (var row = await judge.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
                answers.Add(BatchAnswer.Read(row, requests[answers.Count]) with { RecordedAt = at });
        }

        for (var i = 0; i < answers.Count; i++)
        {
            if (answers[i].IsReplay)
                answers[i] = answers[i] with { Earlier = await AppendConnection.ReadEarlier(connection, answers[i]) };
        }

        return answers;
    }

    private static List<IEvent> Append(IDocumentSession session, PendingAppend request, DateTimeOffset at)
    {
        List<IEvent> events = [.. request.Events.Select(e => EventOf(e, request.Request.RecordedBy, at))];
        var stream = session.Events.Append(request.Request.Stream, events);
        if (!StreamName.Parse(request.Request.Stream).IsRegistration)
            stream.AggregateType = typeof(TalksStatus);
        return events;
    }

    private static IEvent EventOf(PreparedEvent prepared, string recordedBy, DateTimeOffset at)
    {
        var added = (IEvent)Activator.CreateInstance(typeof(Event<>).MakeGenericType(prepared.Data.GetType()), prepared.Data)!;
        added.Id = prepared.Id.Value;
        added.Timestamp = at;
        added.SetHeader("recordedBy", recordedBy);
        added.SetHeader("salt", prepared.Salt);
        added.SetHeader("schemaVersion", EventNames.Of(prepared.Data).SchemaVersion);
        return added;
    }
}
