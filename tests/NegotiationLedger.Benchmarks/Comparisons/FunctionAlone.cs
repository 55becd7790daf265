using System.Threading.Channels;
using NegotiationLedger.Benchmarks.Measuring;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Benchmarks.Comparisons;

/// <summary><c>ledger_append</c> called by Npgsql alone: what waits together goes in one statement, which is its own transaction.</summary>
internal sealed class FunctionAlone : IAsyncDisposable
{
    private const string Headers = """{"recordedBy":"bench","salt":"AAAAAAAAAAAAAAAAAAAAAA==","schemaVersion":1}""";
    private const string Call =
        "select outcome from ledger.ledger_append($1, $2, $3, $4, null, null, null, null, null, null, null, null, $5, $6, $7, $8, $9, $10)";
    private const int MostEvents = 1000;

    private readonly NpgsqlConnection _connection;
    private readonly Channel<(string Stream, TaskCompletionSource Done)> _waiting = Channel.CreateUnbounded<(
        string,
        TaskCompletionSource
    )>();
    private readonly Task _loop;

    private FunctionAlone(NpgsqlConnection connection) => (_connection, _loop) = (connection, Task.Run(Loop));

    public static async Task<FunctionAlone> Open(string connectionString)
    {
        var connection = new NpgsqlConnection(Database.Tuned(connectionString) + ";Search Path=ledger");
        await connection.OpenAsync();
        return new(connection);
    }

    public Task Append(string stream)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Writer.TryWrite((stream, done));
        return done.Task;
    }

    private async Task Loop()
    {
        var batch = new List<(string Stream, TaskCompletionSource Done)>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostEvents && _waiting.Reader.TryRead(out var request))
                batch.Add(request);
            await Send([.. batch.Select(b => b.Stream)]);
            foreach (var (_, done) in batch)
                done.SetResult();
        }
    }

    private async Task Send(string[] streams)
    {
        var events = Array.ConvertAll(streams, _ => Events.Statement());
        var stored = Array.ConvertAll(events, e => EventFormat.Write(e.Data));
        await using var command = new NpgsqlCommand(Call, _connection);
        Add(command, NpgsqlDbType.Text, streams);
        Add(command, NpgsqlDbType.Text, Array.ConvertAll(streams, _ => "bench"));
        Add(command, NpgsqlDbType.Bigint, new long?[streams.Length]);
        Add(command, NpgsqlDbType.Integer, Array.ConvertAll(streams, _ => 1));
        Add(command, NpgsqlDbType.Integer, Enumerable.Range(1, streams.Length).ToArray());
        Add(command, NpgsqlDbType.Integer, new int[streams.Length]);
        Add(command, NpgsqlDbType.Uuid, Array.ConvertAll(events, e => e.Id.Value));
        Add(command, NpgsqlDbType.Text, Array.ConvertAll(stored, s => s.Type));
        Add(command, NpgsqlDbType.Jsonb, Array.ConvertAll(stored, s => s.Data.ToArray()));
        Add(command, NpgsqlDbType.Jsonb, Array.ConvertAll(streams, _ => Headers));
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            if (rows.GetString(0) != "appended")
                throw new InvalidOperationException($"An append was {rows.GetString(0)}.");
    }

    private static void Add(NpgsqlCommand command, NpgsqlDbType element, Array values) =>
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | element, Value = values });

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.Complete();
        await _loop;
        await _connection.DisposeAsync();
    }
}
