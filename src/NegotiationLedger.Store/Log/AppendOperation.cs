using System.Data.Common;
using System.Diagnostics;
using JasperFx.Events;
using Marten.Internal;
using Marten.Internal.Operations;
using Npgsql;
using NpgsqlTypes;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Storage;
using IStorageOperation = Marten.Internal.Operations.IStorageOperation;

namespace NegotiationLedger.Store;

/// <summary>The call of <c>ledger_append</c> in Marten's unit of work: a batch as arrays, in the order of the function's parameters.</summary>
internal sealed class AppendOperation(IReadOnlyList<PendingAppend> batch) : IStorageOperation
{
    private readonly List<BatchAnswer> _answers = new(batch.Count);

    /// <summary>One answer per request, in their order, once the operation has run.</summary>
    public IReadOnlyList<BatchAnswer> Answers => _answers;

    /// <inheritdoc/>
    public Type DocumentType => typeof(IEvent);

    /// <inheritdoc/>
    public OperationRole Role() => OperationRole.Events;

    /// <inheritdoc/>
    public void ConfigureCommand(Weasel.Postgresql.ICommandBuilder builder, IStorageSession session)
    {
        builder.Append($"select {BatchAnswer.Columns} from ledger_append(");
        var first = true;
        foreach (var (type, value) in OfRequests().Concat(OfEvents()))
        {
            if (!first)
                builder.Append(", ");
            first = false;
            builder.AppendParameter(value ?? DBNull.Value, NpgsqlDbType.Array | type);
        }

        builder.Append(')');
    }

    /// <inheritdoc/>
    public async Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token)
    {
        var row = (Npgsql.NpgsqlDataReader)reader;
        while (await row.ReadAsync(token))
        {
            if (_answers.Count < batch.Count)
                _answers.Add(BatchAnswer.Read(row, batch[_answers.Count]));
            else
                _answers[row.GetInt32(0) - 1].AddEarlier(row);
        }
    }

    private IEnumerable<(NpgsqlDbType Type, object? Value)> OfRequests()
    {
        AppendRequest[] requests = [.. batch.Select(b => b.Request)];
        var receipts = Array.Exists(requests, r => r.Receipt is not null) ? Array.ConvertAll(requests, r => r.Receipt) : null;
        var texts = Array.Exists(requests, r => r.Text is not null) ? Array.ConvertAll(requests, r => r.Text) : null;
        return
        [
            (NpgsqlDbType.Text, Array.ConvertAll(requests, r => r.Stream)),
            (NpgsqlDbType.Text, Array.ConvertAll(requests, r => r.RecordedBy)),
            (NpgsqlDbType.Bigint, Array.ConvertAll(requests, r => r.ExpectedVersion)),
            (NpgsqlDbType.Integer, Array.ConvertAll(requests, r => r.Events.Count)),
            (NpgsqlDbType.Text, receipts is null ? null : Array.ConvertAll(receipts, r => r?.Method)),
            (NpgsqlDbType.Text, receipts is null ? null : Array.ConvertAll(receipts, r => r?.Route)),
            (NpgsqlDbType.Text, receipts is null ? null : Array.ConvertAll(receipts, r => r?.Key)),
            (NpgsqlDbType.Bytea, receipts is null ? null : Array.ConvertAll(receipts, r => r?.BodySha256)),
            (NpgsqlDbType.Jsonb, receipts is null ? null : Array.ConvertAll(receipts, r => r?.Answer)),
            (NpgsqlDbType.Text, texts is null ? null : Array.ConvertAll(texts, t => t?.Sha256)),
            (NpgsqlDbType.Text, texts is null ? null : Array.ConvertAll(texts, t => t?.Source.Value)),
            (NpgsqlDbType.Text, texts is null ? null : Array.ConvertAll(texts, t => t?.Text)),
        ];
    }

    private IEnumerable<(NpgsqlDbType Type, object? Value)> OfEvents()
    {
        var events = batch
            .SelectMany((b, request) => b.Events.Select((e, place) => (Request: request + 1, Place: place, Event: e)))
            .ToArray();
        return
        [
            (NpgsqlDbType.Integer, Array.ConvertAll(events, e => e.Request)),
            (NpgsqlDbType.Integer, Array.ConvertAll(events, e => e.Place)),
            (NpgsqlDbType.Uuid, Array.ConvertAll(events, e => e.Event.Id.Value)),
            (NpgsqlDbType.Text, Array.ConvertAll(events, e => e.Event.Type)),
            (NpgsqlDbType.Jsonb, Array.ConvertAll(events, e => e.Event.Json)),
            (NpgsqlDbType.Jsonb, Array.ConvertAll(events, e => e.Event.Headers)),
        ];
    }
}

/// <summary>What <c>ledger_append</c> returned for a request.</summary>
/// <param name="Request">The request it answers.</param>
/// <param name="Outcome">The outcome's name.</param>
/// <param name="FirstSequence">The sequence of the request's first entry; 0 for a replay that was found by event ids, and for a refusal.</param>
/// <param name="FirstVersion">The version of its first entry, when appended.</param>
/// <param name="EventCount">How many entries there are.</param>
/// <param name="RecordedAt">When the batch was recorded.</param>
/// <param name="CurrentVersion">The version of the stream before the batch.</param>
/// <param name="Taken">The event id that is taken.</param>
/// <param name="Holder">The source that has the text.</param>
/// <param name="Kept">What the receipt kept for the answer, when it was found by its receipt.</param>
internal sealed record BatchAnswer(
    PendingAppend Request,
    string Outcome,
    long FirstSequence,
    long FirstVersion,
    int EventCount,
    DateTimeOffset RecordedAt,
    long CurrentVersion,
    EventId? Taken,
    string? Holder,
    string? Kept
)
{
    /// <summary>The columns of a request's row, and behind them those of an entry's, of which only one kind is filled.</summary>
    public const string Columns = """
        request, outcome, first_sequence, first_version, event_count, recorded_at, current_version, taken_id, holder, answer,
        entry_sequence, entry_id, entry_stream, entry_version, entry_recorded_at, entry_type, entry_data,
        entry_headers ->> 'recordedBy', entry_headers ->> 'salt', coalesce((entry_headers ->> 'schemaVersion')::integer, 1),
        (entry_headers ->> 'batch')::uuid,
        entry_headers ->> 'origin'
        """;

    private const int FirstOfEntry = 10;

    private readonly List<EntryRow> _earlier = [];

    /// <summary>Reads a request's row.</summary>
    public static BatchAnswer Read(NpgsqlDataReader row, PendingAppend request) =>
        new(
            request,
            row.GetString(1),
            row.GetInt64(2),
            row.GetInt64(3),
            row.GetInt32(4),
            EntryRow.Utc(row.GetDateTime(5)),
            row.GetInt64(6),
            row.IsDBNull(7) ? null : new EventId(row.GetGuid(7)),
            row.IsDBNull(8) ? null : row.GetString(8),
            row.IsDBNull(9) ? null : row.GetString(9)
        );

    /// <summary>Reads the row of an entry that an earlier request wrote; they come by sequence.</summary>
    public void AddEarlier(NpgsqlDataReader row) => _earlier.Add(EntryRow.Read(row, FirstOfEntry));

    /// <summary>What the caller is told.</summary>
    public AppendOutcome ToOutcome() =>
        Outcome switch
        {
            "appended" => new AppendOutcome.Appended(Entries(), IsReplay: false, Request.Request.Receipt?.Answer),
            // A salt is made whenever an event is prepared: the same salt in the log means that this very request wrote it, on an attempt
            // whose answer was lost, and is no replay to its caller.
            "replayed" => new AppendOutcome.Appended(
                [.. _earlier.Select(e => e.ToEntry())],
                IsReplay: !Request.Events.Any(e => string.Equals(e.Salt, _earlier[0].Salt, StringComparison.Ordinal)),
                FirstSequence > 0 ? Kept : Request.Request.Receipt?.Answer
            ),
            "mismatched" => new AppendOutcome.ReceiptMismatch(),
            "taken" => new AppendOutcome.IdTaken(Taken!.Value),
            "stale" => new AppendOutcome.Stale(CurrentVersion),
            "held" => new AppendOutcome.TextHeld(new(Holder!)),
            _ => throw new UnreachableException($"ledger_append returned '{Outcome}'."),
        };

    private Entry[] Entries() =>
        [
            .. Request.Events.Select(
                (e, place) =>
                    new Entry(
                        e.Id,
                        FirstSequence + place,
                        Request.Request.Stream,
                        FirstVersion + place,
                        RecordedAt,
                        Request.Request.RecordedBy,
                        e.Data,
                        Request.Batch,
                        e.Origin
                    )
            ),
        ];
}
