using Npgsql;

namespace NegotiationLedger.Store.Handling;

/// <summary>
/// Runs handlers on this node: each that no other node runs, and each that a node without a sign of life has run until now. On every node
/// of a ledger the same call is made; each handler runs on exactly one of them.
/// </summary>
public sealed class HandlerNode : IAsyncDisposable
{
    private const int ConnectionsBeside = 2;

    private readonly IReadOnlyList<Handler> _handlers;
    private readonly HandlerOptions _options;
    private readonly string _name = $"ledger handlers {Guid.NewGuid():N}";
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _own;
    private readonly LogPages _pages;
    private readonly NodeLife _life;
    private readonly CancellationTokenSource _ending = new();
    private readonly Dictionary<(string, int), Running> _running = [];
    private readonly Lock _lock = new();
    private readonly bool _isBuildingOnly;
    private bool _isDisposed;
    private Task _living = Task.CompletedTask;

    /// <summary>A node that runs nothing before <see cref="Start"/>.</summary>
    /// <param name="log">Where the ledger is.</param>
    /// <param name="handlers">The handlers, by names of their own.</param>
    /// <param name="options">How they are run.</param>
    /// <param name="isBuildingOnly">Whether something else runs the generations that serve.</param>
    public HandlerNode(LogOptions log, IReadOnlyList<Handler> handlers, HandlerOptions? options = null, bool isBuildingOnly = false)
    {
        (_handlers, _options, _isBuildingOnly) = (handlers, options ?? new(), isBuildingOnly);
        _source = Connections.Open(
            Connections.OfHandlers(log.ConnectionString, log.Schema, _name, handlers.Count * 2 + ConnectionsBeside),
            "handlers"
        );
        _own = Connections.Open(Connections.Unpooled(log.ConnectionString, log.Schema, _name, _options.Lease), "node");
        _pages = new(_source);
        _life = new(_own, _options) { Heard = WakeAll };
    }

    /// <summary>Begins to run handlers.</summary>
    public void Start() => _living = Task.Run(() => _life.Live(Prepare, LookAround, EndAll, _ending.Token));

    /// <summary>Ends all runs, each after the page that it is committing, and gives the handlers back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        await _ending.CancelAsync();
        await _living;
        await _own.DisposeAsync();
        await _source.DisposeAsync();
        _ending.Dispose();
    }

    private async Task Prepare(NodeConnection connection)
    {
        foreach (var handler in _handlers)
        {
            await connection.Run(HandlerQueries.Begin, _ending.Token, handler.Name, handler.CodeVersion, handler.IsByStream);
            await connection.Run(HandlerQueries.GiveUp, _ending.Token, handler.Name, handler.CodeVersion);
            await connection.Run(HandlerQueries.Build, _ending.Token, handler.Name, handler.CodeVersion, handler.IsByStream, true);
        }
    }

    private async Task LookAround(NodeConnection connection)
    {
        foreach (var ended in Ended())
        {
            await ended.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await connection.GiveBack(ended.Run.Name, ended.Run.Generation, _ending.Token);
            ended.Dispose();
        }

        foreach (var (name, generation, codeVersion, isServing, _) in await connection.ReadGenerations(_ending.Token))
        {
            if (isServing && _isBuildingOnly)
            {
                await End(name, generation);
                continue;
            }

            var handler = _handlers.FirstOrDefault(h => h.Name == name && h.CodeVersion == codeVersion);
            if (handler is null || _running.ContainsKey((name, generation)))
                continue;
            if (await connection.TryTake(name, generation, _ending.Token))
                Begin(handler, generation, isEvicted: false);
            else if (
                await connection.EvictSilent(name, generation, _options.Lease, _ending.Token)
                && await connection.TryTake(name, generation, _ending.Token)
            )
                Begin(handler, generation, isEvicted: true);
        }
    }

    private async Task End(string name, int generation)
    {
        Running? running;
        lock (_lock)
            _running.TryGetValue((name, generation), out running);
        if (running is not null)
            await running.Ending.CancelAsync();
    }

    private void Begin(Handler handler, int generation, bool isEvicted)
    {
        _options.Tell(new HandlerNews.Taken(handler.Name, generation, isEvicted));
        var run = new HandlerRun(handler, generation, _name, _source, _pages, _options);
        var ending = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        lock (_lock)
            _running[(handler.Name, generation)] = new(run, ending, Task.Run(() => run.Run(ending.Token), CancellationToken.None));
    }

    private List<Running> Ended()
    {
        lock (_lock)
        {
            List<Running> ended = [.. _running.Values.Where(r => r.Task.IsCompleted)];
            foreach (var one in ended)
                _running.Remove((one.Run.Name, one.Run.Generation));
            return ended;
        }
    }

    private async Task EndAll()
    {
        List<Running> all;
        lock (_lock)
        {
            all = [.. _running.Values];
            _running.Clear();
        }

        foreach (var one in all)
            await one.Ending.CancelAsync();
        foreach (var one in all)
        {
            try
            {
                await one.Task;
            }
            catch (OperationCanceledException)
            {
                // As it was told to.
            }

            one.Dispose();
        }
    }

    private void WakeAll()
    {
        lock (_lock)
        {
            foreach (var one in _running.Values)
                one.Run.Wake.Ring();
        }
    }

    private sealed record Running(HandlerRun Run, CancellationTokenSource Ending, Task Task) : IDisposable
    {
        public void Dispose()
        {
            Run.Dispose();
            Ending.Dispose();
        }
    }
}
