using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Appending;

/// <summary>The call of <c>ledger_append</c>: a batch as arrays, in the order of the function's parameters.</summary>
internal static class AppendCommand
{
    private const string Call = """
        select outcome, first_sequence, first_version, event_count, recorded_at, current_version, taken_id, holder
        from ledger_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        """;

    private static readonly NpgsqlDbType[] Elements =
    [
        NpgsqlDbType.Text,
        NpgsqlDbType.Text,
        NpgsqlDbType.Bigint,
        NpgsqlDbType.Integer,
        NpgsqlDbType.Text,
        NpgsqlDbType.Text,
        NpgsqlDbType.Text,
        NpgsqlDbType.Bytea,
        NpgsqlDbType.Text,
        NpgsqlDbType.Text,
        NpgsqlDbType.Text,
        NpgsqlDbType.Integer,
        NpgsqlDbType.Integer,
        NpgsqlDbType.Text,
        NpgsqlDbType.Uuid,
        NpgsqlDbType.Text,
        NpgsqlDbType.Text,
        NpgsqlDbType.Jsonb,
        NpgsqlDbType.Jsonb,
    ];

    /// <summary>The call without a batch; or another statement that reads the same parameters.</summary>
    public static NpgsqlCommand On(NpgsqlConnection connection, string statement = Call)
    {
        // The statements are this program's own.
#pragma warning disable CA2100
        var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        foreach (var element in Elements)
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | element, Value = DBNull.Value });
        return command;
    }

    /// <summary>Puts a batch into the call.</summary>
    public static void Fill(NpgsqlCommand command, IReadOnlyList<PendingAppend> batch)
    {
        object?[] values = [.. OfRequests(batch), .. OfEvents(batch)];
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
    }

    private static object?[] OfRequests(IReadOnlyList<PendingAppend> batch)
    {
        AppendRequest[] requests = [.. batch.Select(b => b.Request)];
        var receipts = Array.Exists(requests, r => r.Receipt is not null) ? Array.ConvertAll(requests, r => r.Receipt) : null;
        var texts = Array.Exists(requests, r => r.Text is not null) ? Array.ConvertAll(requests, r => r.Text) : null;
        return
        [
            Array.ConvertAll(requests, r => r.Stream),
            Array.ConvertAll(requests, r => r.RecordedBy),
            Array.ConvertAll(requests, r => r.ExpectedVersion),
            Array.ConvertAll(requests, r => r.Events.Count),
            receipts is null ? null : Array.ConvertAll(receipts, r => r?.Method),
            receipts is null ? null : Array.ConvertAll(receipts, r => r?.Path),
            receipts is null ? null : Array.ConvertAll(receipts, r => r?.Key),
            receipts is null ? null : Array.ConvertAll(receipts, r => r?.BodySha256),
            texts is null ? null : Array.ConvertAll(texts, t => t?.Sha256),
            texts is null ? null : Array.ConvertAll(texts, t => t?.Source.Value),
            texts is null ? null : Array.ConvertAll(texts, t => t?.Text),
        ];
    }

    private static object[] OfEvents(IReadOnlyList<PendingAppend> batch)
    {
        var events = batch
            .SelectMany((b, request) => b.Events.Select((e, place) => (Request: request + 1, Place: place, b.Request.Stream, Event: e)))
            .ToArray();
        return
        [
            Array.ConvertAll(events, e => e.Request),
            Array.ConvertAll(events, e => e.Place),
            Array.ConvertAll(events, e => e.Stream),
            Array.ConvertAll(events, e => e.Event.Id.Value),
            Array.ConvertAll(events, e => e.Event.Type),
            Array.ConvertAll(events, e => e.Event.ClrType),
            Array.ConvertAll(events, e => e.Event.Json),
            Array.ConvertAll(events, e => e.Event.Headers),
        ];
    }
}
