using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Store.Keys;
using Npgsql;

namespace NegotiationLedger.Server;

/// <summary>Notes when something was last used, of each at most once a minute, and beside the requests: no answer waits for it.</summary>
/// <param name="what">What it is, in words.</param>
/// <param name="write">Writes it down.</param>
/// <param name="time">Measures it.</param>
/// <param name="log">Where it is told that it failed.</param>
internal abstract class Uses(string what, Func<IReadOnlyCollection<string>, CancellationToken, Task> write, TimeProvider time, ILogger log)
    : BackgroundService
{
    private static readonly TimeSpan Seldom = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(200);

    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, long> _noted = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _used = new();
    private readonly SemaphoreSlim _some = new(0, 1);

    /// <summary>Takes note that one was used.</summary>
    internal void Note(string id)
    {
        var now = time.GetTimestamp();
        if (_noted.TryGetValue(id, out var last) && time.GetElapsedTime(last, now) < Seldom)
            return;
        // The database writes none down twice in a minute either.
        if (_noted.Count >= Most)
            _noted.Clear();
        _noted[id] = now;
        _used.Enqueue(id);
        try
        {
            _some.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is known already.
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _some.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _some.WaitAsync(stoppingToken);
            await Task.Delay(Gathering, time, stoppingToken);
            var ids = new HashSet<string>(StringComparer.Ordinal);
            while (_used.TryDequeue(out var id))
                ids.Add(id);
            try
            {
                await write(ids, stoppingToken);
            }
            catch (NpgsqlException e)
            {
                log.UsesNotNoted(what, e.Message);
            }
        }
    }
}

/// <summary>Notes when keys were last used.</summary>
internal sealed class KeyUses(KeyStore store, TimeProvider time, ILogger<KeyUses> log) : Uses("keys", store.NoteUses, time, log);

/// <summary>Notes when sessions were last used.</summary>
internal sealed class SessionUses(SessionStore store, TimeProvider time, ILogger<SessionUses> log)
    : Uses("sessions", store.NoteUses, time, log);
