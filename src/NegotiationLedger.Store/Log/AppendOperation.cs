using System.Data.Common;
using JasperFx.Events;
using Marten.Internal;
using Marten.Internal.Operations;
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
