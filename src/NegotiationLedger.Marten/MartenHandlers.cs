using Microsoft.Extensions.Hosting;
using NegotiationLedger.Store;
using NegotiationLedger.Store.Handling;
using Npgsql;

namespace NegotiationLedger.Marten;

/// <summary>
/// Runs the generations that serve on Marten's daemon, on one node at a time: the one that has the handlers' locks. Generations that are
/// built beside them are built as on the native engine, from the same tables, and go over to the daemon when they serve.
/// </summary>
internal sealed class MartenHandlers : IAsyncDisposable
{
    private const int ConnectionsOfHost = 20;

    private readonly LogOptions _log;
    private readonly IReadOnlyList<Handler> _handlers;
    private readonly HandlerOptions _options;
    private readonly string _name = $"ledger handlers {Guid.NewGuid():N}";
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _own;
    private readonly HandlerNode _building;
    private readonly CancellationTokenSource _ending = new();
    private readonly HashSet<(string, int)> _held = [];
    private readonly NodeLife _life;
    private readonly Task _living;
    private HashSet<(string, int)> _running = [];
    private IHost? _host;
    private LedgerSubscription? _subscription;
    private TimeSpan _pause;
    private bool _isDisposed;
    private volatile bool _isToBegin;

    public MartenHandlers(LogOptions log, IReadOnlyList<Handler> handlers, HandlerOptions options)
    {
        (_log, _handlers, _options, _pause) = (log, handlers, options, options.FirstPause);
        _source = NpgsqlDataSource.Create(Connections.OfHandlers(log.ConnectionString, log.Schema, _name, handlers.Count * 2 + 10));
        _own = NpgsqlDataSource.Create(Connections.Unpooled(log.ConnectionString, log.Schema, _name, options.Lease));
        _building = new(log, handlers, options, isBuildingOnly: true);
        _building.Start();
        _life = new(_own, options);
        _living = Task.Run(() => _life.Live(_ => Task.CompletedTask, LookAround, End, _ending.Token));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        await _ending.CancelAsync();
        await _living;
        await _building.DisposeAsync();
        await _own.DisposeAsync();
        await _source.DisposeAsync();
        _ending.Dispose();
    }

    private async Task LookAround(NodeConnection connection)
    {
        if (_isToBegin && _host is not null && _subscription is not null)
            await _subscription.GoUpToUnreadable(_host.Services, _ending.Token);
        var serving = (await connection.ReadGenerations(_ending.Token)).FindAll(g =>
            g.IsServing && _handlers.Any(h => h.Name == g.Name && h.CodeVersion == g.CodeVersion)
        );
        foreach (var (name, generation) in _held.Where(held => !serving.Exists(g => (g.Name, g.Generation) == held)).ToList())
        {
            await connection.GiveBack(name, generation, _ending.Token);
            _held.Remove((name, generation));
        }

        foreach (var generation in serving)
            await Take(connection, generation.Name, generation.Generation);
        HashSet<(string, int)> wanted = serving.TrueForAll(g => !g.IsStopped && _held.Contains((g.Name, g.Generation)))
            ? [.. serving.Select(g => (g.Name, g.Generation))]
            : [];
        if (_running.SetEquals(wanted) && !_isToBegin)
            return;
        await EndHost();
        if (_isToBegin)
            await Pause();
        _isToBegin = false;
        if (wanted.Count > 0)
            await BeginHost(connection, wanted);
    }

    // As on the native engine: the longer nothing succeeds, the longer it is let be.
    private async Task Pause()
    {
        if (_subscription is { HasHandled: true })
            _pause = _options.FirstPause;
        await Task.Delay(_pause, _options.Time, _ending.Token);
        _pause = _pause * 2 < _options.LongestPause ? _pause * 2 : _options.LongestPause;
    }

    private async Task Take(NodeConnection connection, string name, int generation)
    {
        if (_held.Contains((name, generation)))
            return;
        var isEvicted = false;
        if (!await connection.TryTake(name, generation, _ending.Token))
        {
            isEvicted = await connection.EvictSilent(name, generation, _options.Lease, _ending.Token);
            if (!isEvicted || !await connection.TryTake(name, generation, _ending.Token))
                return;
        }

        await connection.Run(HandlerQueries.Claim, _ending.Token, name, generation, _name);
        _held.Add((name, generation));
        _options.Tell(new HandlerNews.Taken(name, generation, isEvicted));
    }

    private async Task BeginHost(NodeConnection connection, HashSet<(string, int)> wanted)
    {
        IReadOnlyList<Handler> run = [.. _handlers.Where(h => wanted.Any(w => w.Item1 == h.Name))];
        await connection.Run(HandlingQueries.Forget, _ending.Token);
        var names = run.Select(h => h.Name).ToArray();
        await connection.Run(HandlingQueries.InOrder, _ending.Token, (object)names);
        await connection.Run(HandlingQueries.Begin, _ending.Token, (object)names);
        _subscription = new(run, wanted.ToDictionary(w => w.Item1, w => w.Item2), _name, _source, _options, BeginAnew);
        _subscription.Options.BatchSize = _options.PageEntries;
        _host = await LedgerHost.StartHandling(
            Connections.OfHandlers(_log.ConnectionString, _log.Schema, _name, ConnectionsOfHost),
            _log.Schema,
            _subscription,
            run,
            _ending.Token
        );
        _running = wanted;
    }

    private void BeginAnew()
    {
        _isToBegin = true;
        _life.LookAroundSoon();
    }

    private async Task End()
    {
        await EndHost();
        _held.Clear();
    }

    private async Task EndHost()
    {
        _running = [];
        if (_host is not { } ended)
            return;
        _host = null;
        await ended.StopAsync();
        ended.Dispose();
    }
}
