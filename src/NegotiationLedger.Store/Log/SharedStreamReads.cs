using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store;

/// <summary>Reads what streams have grown by. Reads that wait together share one question, which is sent after the last of them arrived, so each sees
/// everything acknowledged before it.</summary>
internal sealed class SharedStreamReads(NpgsqlDataSource source)
{
    /// <summary>How many questions are asked at the same time; who comes while they are under way shares the next.</summary>
    private const int MostAtOnce = 1;

    /// <summary>How many reads share a question at most.</summary>
    private const int MostShared = 100;

    // The streams are looked up one by one (a join by order would read an index from its beginning), and entries only of those that have grown.
    private const string Question = $"""
        select a.n, h.sequence, h.recorded_at, h.registration_sequence, coalesce(s.version, 0), {EntryRow.Columns}
        from unnest($1, $2) with ordinality as a (stream, after, n)
        cross join ledger_head h
        left join lateral (select s.version from mt_streams s where s.id = a.stream offset 0) s on true
        left join lateral (select * from mt_events e where s.version > a.after and e.stream_id = a.stream and e.version > a.after offset 0) e on true
        """;

    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _waiting = [];
    private int _asking;

    /// <summary>The entries of a stream after a version, with its version and the head in the same snapshot.</summary>
    public async Task<StreamSlice> Read(string stream, long afterVersion, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(stream, afterVersion);
        bool asks;
        lock (_lock)
        {
            _waiting.Enqueue(waiting);
            asks = _asking < MostAtOnce;
            if (asks)
                _asking++;
        }

        if (asks)
            _ = Ask();

        var (head, version, rows) = await waiting.Answer.Task.WaitAsync(cancellationToken);
        return new(head, version, [.. rows.Select(r => r.ToEntry())]);
    }

    private async Task Ask()
    {
        while (Next() is { Count: > 0 } shared)
        {
            try
            {
                await Ask(shared);
            }
            // Each of those who wait meets it.
            catch (Exception e)
            {
                foreach (var waiting in shared)
                    waiting.Answer.TrySetException(e);
            }
        }
    }

    private List<Waiting> Next()
    {
        lock (_lock)
        {
            var shared = new List<Waiting>(Math.Min(_waiting.Count, MostShared));
            while (shared.Count < MostShared && _waiting.TryDequeue(out var waiting))
                shared.Add(waiting);
            if (shared.Count == 0)
                _asking--;
            return shared;
        }
    }

    private async Task Ask(List<Waiting> shared)
    {
        await using var command = source.CreateCommand(Question);
        command.Parameters.Add(
            new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = shared.Select(w => w.Stream).ToArray() }
        );
        command.Parameters.Add(
            new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint, Value = shared.Select(w => w.AfterVersion).ToArray() }
        );
        await using var row = await command.ExecuteReaderAsync();
        var answers = new (Head Head, long Version, List<EntryRow> Rows)[shared.Count];
        while (await row.ReadAsync())
        {
            var n = (int)row.GetInt64(0) - 1;
            if (answers[n].Rows is null)
                answers[n] = (HeadRow.Read(row, 1), row.GetInt64(4), []);
            if (!row.IsDBNull(5))
                answers[n].Rows.Add(EntryRow.Read(row, 5));
        }

        for (var i = 0; i < shared.Count; i++)
        {
            answers[i].Rows.Sort((a, b) => a.Version.CompareTo(b.Version));
            shared[i].Answer.TrySetResult(answers[i]);
        }
    }

    private sealed record Waiting(string Stream, long AfterVersion)
    {
        // Continuations run elsewhere: the next question must not wait for what a reader does with its answer.
        public TaskCompletionSource<(Head Head, long Version, List<EntryRow> Rows)> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
