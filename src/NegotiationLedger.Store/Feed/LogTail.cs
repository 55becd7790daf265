using Microsoft.Extensions.Logging;
using Npgsql;

namespace NegotiationLedger.Store.Feed;

/// <summary>
/// The end of the log, followed by this node: what was recorded last is held in memory, so that however many readers wait for it share one
/// reading of it. Begins to follow with the first reader. Safe for any number of callers.
/// </summary>
/// <remarks>Sequences are dense and equal the order of commits: whoever has read up to n has read everything up to n, for ever.</remarks>
public sealed class LogTail : IAsyncDisposable
{
    /// <summary>How many entries a reading gives at most.</summary>
    public const int MostAtOnce = 1_000;

    private const int MostHeld = 4_096;
    private const long MostBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly LedgerLog _log;
    private readonly ILogger _messages;
    private readonly LogListener _listener;
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly CancellationTokenSource _enough = new();
    private readonly Lock _starting = new();
    private readonly LinkedList<LogRow> _rows = [];
    private long _bytes;
    private Task? _following;
    private volatile Held _held = Held.Of(0, new(0, DateTimeOffset.UnixEpoch, 0), []);

    /// <summary>Follows the log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="options">Where it is.</param>
    /// <param name="messages">Told of what cannot be read.</param>
    public LogTail(LedgerLog log, LogOptions options, ILogger<LogTail> messages)
    {
        (_log, _messages) = (log, messages);
        _listener = new(Connections.Listening(options.ConnectionString, options.Schema), Ring, messages);
    }

    /// <summary>How far this node knows of the log.</summary>
    public Head Head => _held.Head;

    /// <summary>The entries after a sequence, in order, as far as this node knows of them; none when there are no more.</summary>
    /// <param name="sequence">From 0.</param>
    /// <param name="limit">How many at most, from 1 to <see cref="MostAtOnce"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    /// <exception cref="System.Text.Json.JsonException">An entry is of a type or version that this program does not know.</exception>
    public async Task<IReadOnlyList<Entry>> ReadAfter(long sequence, int limit, CancellationToken cancellationToken)
    {
        Start();
        var held = _held;
        if (sequence >= held.Head.Sequence)
            return [];
        if (sequence < held.From)
            return [.. (await _log.ReadLog(sequence, Math.Min(limit, MostAtOnce), cancellationToken)).Select(r => r.Entry)];
        var first = held.IndexAfter(sequence);
        return held.Entries[first..Math.Min(first + limit, held.Entries.Length)];
    }

    /// <summary>Waits until this node knows of entries after a sequence.</summary>
    /// <param name="sequence">From 0.</param>
    /// <param name="patience">How long it is waited for.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether there are any.</returns>
    public async Task<bool> WaitAfter(long sequence, TimeSpan patience, CancellationToken cancellationToken)
    {
        Start();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(patience);
        try
        {
            for (var held = _held; held.Head.Sequence <= sequence; held = _held)
                await held.Next.Task.WaitAsync(late.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _enough.CancelAsync();
        await (_following ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _enough.Dispose();
        _news.Dispose();
    }

    private void Start()
    {
        if (_following is not null)
            return;
        lock (_starting)
            _following ??= Task.Run(Follow, CancellationToken.None);
        _listener.Start();
    }

    private void Ring()
    {
        try
        {
            _news.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // It is known already, or nobody asks any more.
        }
    }

    private async Task Follow()
    {
        var isToldOf = false;
        while (!_enough.IsCancellationRequested)
        {
            try
            {
                await _news.WaitAsync(_enough.Token);
                // What was recorded before is read where it is asked for.
                if (_held.Head.Sequence == 0 && await _log.ReadHead(_enough.Token) is var head)
                    Publish(Held.Of(head.Sequence, head, []));
                while (await _log.ReadLog(_held.Head.Sequence, MostAtOnce, _enough.Token) is { Count: > 0 } rows)
                    Hold(rows);
                isToldOf = false;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            // Readers ask the database themselves meanwhile, and are told what is wrong.
            catch (Exception e) when (e is NpgsqlException or IOException or System.Text.Json.JsonException)
            {
                if (!isToldOf)
                    _messages.NotFollowing(e.Message);
                isToldOf = true;
                await Task.Delay(Pause, _enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Ring();
            }
        }
    }

    private void Hold(IReadOnlyList<LogRow> rows)
    {
        foreach (var row in rows)
        {
            _rows.AddLast(row);
            _bytes += row.Size;
        }

        var from = _held.From;
        while (_rows.Count > MostHeld || (_bytes > MostBytes && _rows.Count > 0))
        {
            from = _rows.First!.Value.Entry.Sequence;
            _bytes -= _rows.First.Value.Size;
            _rows.RemoveFirst();
        }

        var (last, registered) = (rows[^1].Entry, rows.LastOrDefault(r => StreamName.IsOfRegistration(r.Entry.Stream))?.Entry.Sequence);
        var head = new Head(last.Sequence, last.RecordedAt, registered ?? _held.Head.RegistrationSequence);
        Publish(Held.Of(from, head, [.. _rows.Select(r => r.Entry)]));
    }

    private void Publish(Held held)
    {
        var before = _held;
        _held = held;
        before.Next.TrySetResult();
    }

    /// <summary>What is held of the log.</summary>
    /// <param name="From">Every entry after this sequence, up to the head, is held.</param>
    /// <param name="Head">How far the log is known of.</param>
    /// <param name="Entries">The entries, in order.</param>
    /// <param name="Next">Ends when more is known.</param>
    private sealed record Held(long From, Head Head, Entry[] Entries, TaskCompletionSource Next)
    {
        internal static Held Of(long from, Head head, Entry[] entries) =>
            new(from, head, entries, new(TaskCreationOptions.RunContinuationsAsynchronously));

        // Sequences that were burnt by an edition before 1 are missing.
        internal int IndexAfter(long sequence)
        {
            var (low, high) = (0, Entries.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = Entries[middle].Sequence <= sequence ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }
}
