using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;
using Npgsql;

namespace NegotiationLedger.Store;

/// <summary>Gathers requests into batches and sends one batch after the other, again and again until each is answered for certain.</summary>
internal sealed class Batcher : IAsyncDisposable
{
    private static readonly TimeSpan LongestMoment = TimeSpan.FromMilliseconds(1);

    private readonly LogOptions _options;
    private readonly AppendSessions _sessions;
    private readonly BatchComposer _composer;
    private readonly Channel<PendingAppend> _arrivals;
    private readonly List<PendingAppend> _waiting = [];
    private readonly Task _loop;

    /// <summary>A batcher at work.</summary>
    /// <param name="options">How much is appended at once, and how long an outage is waited out.</param>
    /// <param name="sessions">What appends a batch; disposed with the batcher.</param>
    public Batcher(LogOptions options, AppendSessions sessions)
    {
        (_options, _sessions) = (options, sessions);
        _composer = new(options.MaxBatchEvents, options.MaxBatchBytes);
        _arrivals = Channel.CreateBounded<PendingAppend>(new BoundedChannelOptions(options.MaxWaiting) { SingleReader = true });
        _loop = Task.Run(Run);
    }

    /// <summary>Appends a request with others that come at the same time.</summary>
    public async Task<AppendOutcome> Append(AppendRequest request, CancellationToken cancellationToken)
    {
        var pending = new PendingAppend(request);
        await Enqueue(pending, cancellationToken);
        await using var withdrawal = cancellationToken.Register(() => pending.Cancel(cancellationToken));
        return await pending.Outcome;
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
        await _sessions.DisposeAsync();
    }

    private async Task Run()
    {
        var answered = 0;
        while (_waiting.Count > 0 || await _arrivals.Reader.WaitToReadAsync())
        {
            await LetReturn(answered);
            while (_waiting.Count < _options.MaxWaiting && _arrivals.Reader.TryRead(out var request))
                _waiting.Add(request);
            var batch = _composer.Compose(_waiting);
            if (batch.Count > 0)
                await Send(batch);
            answered = batch.Count;
        }
    }

    /// <summary>Callers who were just answered often come with their next request at once. They get the processor first, for a moment that
    /// is short beside a commit, so that one transaction takes them together with those who came meanwhile.</summary>
    private async Task LetReturn(int answered)
    {
        var began = Stopwatch.GetTimestamp();
        while (_waiting.Count + _arrivals.Reader.Count < answered && Stopwatch.GetElapsedTime(began) < LongestMoment)
            await Task.Yield();
    }

    private async Task Send(IReadOnlyList<PendingAppend> batch)
    {
        var outage = new Outage(_options);
        while (await Attempt(batch) is { } failure)
        {
            if (failure is PostgresException refused && SqlStates.IsFaultOfData(refused))
            {
                await Refuse(batch, refused);
                return;
            }

            if (!MayPass(failure))
            {
                Fail(batch, failure);
                return;
            }

            if (!await outage.Wait())
            {
                Fail([.. batch, .. TakeWaiting()], failure);
                return;
            }
        }
    }

    /// <summary>Sends a batch once and answers it; returns what went wrong, null for nothing.</summary>
    private async Task<Exception?> Attempt(IReadOnlyList<PendingAppend> batch)
    {
        var sent = false;
        try
        {
            await using var connection = await _sessions.Open();
            sent = true;
            Answer(await _sessions.Append(batch, connection));
            LedgerMeter.Batch(batch.Sum(b => b.Events.Count));
            return null;
        }
        catch (PostgresException e) when (SqlStates.IsRolledBack(e))
        {
            // What a connection has prepared is in doubt once a statement has failed on it.
            _sessions.Drop();
            return e;
        }
        // The loop outlives faults of this program too: the callers are told, and that their requests may have been written.
        catch (Exception e)
        {
            if (sent)
                Doubt(batch);
            _sessions.Drop();
            return e;
        }
    }

    private static bool MayPass(Exception failure) =>
        failure is PostgresException e
            ? SqlStates.MayPass(e)
            : failure is NpgsqlException or IOException or TimeoutException or SocketException;

    private static void Answer(IReadOnlyList<BatchAnswer> answers)
    {
        foreach (var answer in answers)
        {
            try
            {
                answer.Request.Complete(answer.ToOutcome());
            }
            catch (JsonException e)
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
            batch[0].Fail(new DataRefusedException(e.SqlState, "The database refused the content of the request: " + e.MessageText, e));
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
            request.Fail(Reason(request, e));
    }

    private static Exception Reason(PendingAppend request, Exception e) =>
        e switch
        {
            _ when request.IsDoubtful => new OutcomeUnknownException(
                "The connection was lost while the request was in progress; it may have been written.",
                e
            ),
            _ => new LedgerUnavailableException("The database is unavailable or refused to append; nothing was written.", e),
        };

    private List<PendingAppend> TakeWaiting()
    {
        List<PendingAppend> taken = [.. _waiting];
        _waiting.Clear();
        while (_arrivals.Reader.TryRead(out var request))
            taken.Add(request);
        return [.. taken.Where(t => t.TryTake())];
    }
}
