using System.Threading.Channels;
using Npgsql;

namespace NegotiationLedger.Postgres.Appending;

/// <summary>Gathers requests into batches and sends one batch after the other, again and again until each is answered for certain.</summary>
internal sealed class Batcher : IAsyncDisposable
{
    private readonly LogOptions _options;
    private readonly NpgsqlDataSource _source;
    private readonly BatchComposer _composer;
    private readonly Channel<PendingAppend> _arrivals;
    private readonly List<PendingAppend> _waiting = [];
    private readonly Task _loop;
    private AppendConnection? _connection;

    public Batcher(LogOptions options)
    {
        _options = options;
        // The name tells this node's append connections from all others: see AppendConnection.
        _source = NpgsqlDataSource.Create(Connections.Unpooled(options.ConnectionString, options.Schema, $"ledger append {Guid.NewGuid():N}"));
        _composer = new(options.MaxBatchEvents, options.MaxBatchBytes);
        _arrivals = Channel.CreateBounded<PendingAppend>(new BoundedChannelOptions(options.MaxWaiting) { SingleReader = true });
        _loop = Task.Run(Run);
    }

    /// <summary>Puts a request in the queue; waits while it is full.</summary>
    /// <exception cref="ObjectDisposedException">The log is closed.</exception>
    public async ValueTask Enqueue(PendingAppend request, CancellationToken cancellationToken)
    {
        try
        {
            await _arrivals.Writer.WriteAsync(request, cancellationToken);
        }
        catch (ChannelClosedException e)
        {
            throw new ObjectDisposedException("The log is closed.", e);
        }
    }

    /// <summary>Takes no more requests, answers those that wait, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _arrivals.Writer.TryComplete();
        await _loop;
        await Drop();
        await _source.DisposeAsync();
    }

    private async Task Run()
    {
        while (_waiting.Count > 0 || await _arrivals.Reader.WaitToReadAsync())
        {
            while (_waiting.Count < _options.MaxWaiting && _arrivals.Reader.TryRead(out var request))
                _waiting.Add(request);
            var batch = _composer.Compose(_waiting);
            if (batch.Count > 0)
                await Send(batch);
        }
    }

    private async Task Send(IReadOnlyList<PendingAppend> batch)
    {
        var outage = new Outage(_options);
        while (true)
        {
            var sent = false;
            try
            {
                _connection ??= await AppendConnection.Open(_source);
                sent = true;
                Answer(await _connection.Append(batch));
                return;
            }
            catch (PostgresException e) when (SqlStates.IsFaultOfData(e))
            {
                await Refuse(batch, e);
                return;
            }
            catch (PostgresException e) when (!SqlStates.MayPass(e))
            {
                Fail(batch, e);
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException)
            {
                if (sent && e is not PostgresException { InvariantSeverity: "ERROR" })
                    Doubt(batch);
                await Drop();
                if (!await outage.Wait())
                {
                    Fail([.. batch, .. TakeWaiting()], e);
                    return;
                }
            }
            // The loop outlives a fault of this program: the callers are told, and that it may have been written.
            catch (Exception e)
            {
                Doubt(batch);
                await Drop();
                Fail(batch, e);
                return;
            }
        }
    }

    private static void Answer(IReadOnlyList<BatchAnswer> answers)
    {
        foreach (var answer in answers)
        {
            try
            {
                answer.Request.Complete(answer.ToOutcome());
            }
            catch (System.Text.Json.JsonException e)
            {
                answer.Request.Fail(e);
            }
        }
    }

    /// <summary>Halves a batch until the request whose data the database refuses stands alone; the others are appended.</summary>
    private async Task Refuse(IReadOnlyList<PendingAppend> batch, PostgresException e)
    {
        if (batch.Count == 1)
        {
            batch[0].Fail(new DataRefusedException(e.SqlState, "The database refused what the request holds: " + e.MessageText, e));
            return;
        }

        await Send([.. batch.Take(batch.Count / 2)]);
        await Send([.. batch.Skip(batch.Count / 2)]);
    }

    private static void Doubt(IReadOnlyList<PendingAppend> batch)
    {
        foreach (var request in batch)
            request.IsDoubtful = true;
    }

    private static void Fail(IReadOnlyList<PendingAppend> requests, Exception e)
    {
        foreach (var request in requests)
        {
            request.Fail(
                request.IsDoubtful ? new OutcomeUnknownException("The connection was lost while the request was under way; it may have been written.", e)
                : e is PostgresException { SqlState: SqlStates.EngineMark } ? new EngineMarkException("Another engine appends to this ledger.", e)
                : new LedgerUnavailableException("The database is away or would not append; nothing was written.", e));
        }
    }

    private List<PendingAppend> TakeWaiting()
    {
        List<PendingAppend> taken = [.. _waiting];
        _waiting.Clear();
        while (_arrivals.Reader.TryRead(out var request))
            taken.Add(request);
        return [.. taken.Where(t => t.TryTake())];
    }

    private async Task Drop()
    {
        if (_connection is not { } dropped)
            return;
        _connection = null;
        await dropped.DisposeAsync();
    }
}
