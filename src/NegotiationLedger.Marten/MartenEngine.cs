using System.Text.Json;
using JasperFx.Events;
using Marten;
using Marten.Events;
using Marten.Exceptions;
using Marten.Linq;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NegotiationLedger.Store;
using NegotiationLedger.Store.Appending;
using NegotiationLedger.Store.Engines;
using NegotiationLedger.Store.Handling;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Marten;

/// <summary>The engine on Marten and Wolverine: a host of its own inside the process, begun when the engine is made.</summary>
public sealed class MartenEngine : ILogEngine
{
    /// <summary>Its mark.</summary>
    public const string Mark = "marten";

    private readonly LogOptions _options;
    private readonly NpgsqlDataSource _source;
    private readonly string _appends;
    private readonly Lock _lock = new();
    private Task<IHost> _host;
    private readonly Batcher _batcher;

    /// <summary>An engine on a ledger that was made ready for it (<see cref="MartenSchema"/>).</summary>
    public MartenEngine(LogOptions options)
    {
        _options = options;
        _source = NpgsqlDataSource.Create(Connections.Pooled(options.ConnectionString, options.Schema));
        _appends = new NpgsqlConnectionStringBuilder(Connections.Pooled(options.ConnectionString, options.Schema))
        {
            ApplicationName = $"ledger append {Guid.NewGuid():N}",
        }.ConnectionString;
        _host = Begin();
        _batcher = new(options, async () => new MartenAppends(await Host()));
    }

    /// <inheritdoc/>
    public string Name => Mark;

    /// <inheritdoc/>
    public string Caveat =>
        "What is recorded through the ledger has dense numbers in commit order and a clock that only rises; what another Marten program appends beside it while it bears Marten's mark has neither.";

    /// <inheritdoc/>
    public Task<AppendOutcome> Append(AppendRequest request, CancellationToken cancellationToken) =>
        _batcher.Append(request, cancellationToken);

    /// <inheritdoc/>
    public async Task<StreamSlice> ReadStream(string stream, long afterVersion, CancellationToken cancellationToken)
    {
        var (head, version) = await ReadVersion(stream, cancellationToken);
        // What is appended later has higher versions: bounded by the version, the slice is the stream at the head.
        var events =
            version > afterVersion
                ? await Read(session =>
                    session.Events.FetchStreamAsync(stream, version, timestamp: null, afterVersion + 1, cancellationToken)
                )
                : [];
        return new(head, version, [.. events.Select(Entries.Of)]);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Entry>> ReadPage(
        long afterSequence,
        int limit,
        IReadOnlyCollection<string>? types,
        CancellationToken cancellationToken
    )
    {
        var events = await Read(session =>
        {
            IQueryable<IEvent> later = session.Events.QueryAllRawEvents().Where(e => e.Sequence > afterSequence);
            if (types is not null)
                later = later.Where(e => e.EventTypeName.IsOneOf(types.ToArray()));
            return later.OrderBy(e => e.Sequence).Take(limit).ToListAsync(cancellationToken);
        });
        return [.. events.Select(Entries.Of)];
    }

    /// <inheritdoc/>
    public async Task<Entry?> Find(EventId id, CancellationToken cancellationToken)
    {
        var found = await Read(session => session.Events.QueryAllRawEvents().Where(e => e.Id == id.Value).ToListAsync(cancellationToken));
        return found.Count == 0 ? null : Entries.Of(found[0]);
    }

    /// <inheritdoc/>
    public IAsyncDisposable Run(IReadOnlyList<Handler> handlers, HandlerOptions options) => new MartenHandlers(_options, handlers, options);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _batcher.DisposeAsync();
        try
        {
            var host = await _host;
            await host.StopAsync();
            host.Dispose();
        }
        // It never stood, and whoever used it was told.
        catch (Exception e) when (_host.IsFaulted && e is not OutOfMemoryException) { }
        await _source.DisposeAsync();
    }

    private Task<IHost> Begin() => Task.Run(() => LedgerHost.Start(_appends, _options.Schema));

    // A database that was away when the host was begun may be there now.
    private Task<IHost> Host()
    {
        lock (_lock)
            return _host = _host.IsFaulted ? Begin() : _host;
    }

    private async Task<(Head Head, long Version)> ReadVersion(string stream, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Queries.Version);
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Text, Value = stream });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (HeadRow.Read(row), row.GetInt64(3));
    }

    private async Task<IReadOnlyList<IEvent>> Read(Func<IQuerySession, Task<IReadOnlyList<IEvent>>> question)
    {
        try
        {
            var services = (await Host()).Services;
            return await Faults.Bare(
                async () =>
                {
                    await using var session = services.GetRequiredService<IDocumentStore>().QuerySession();
                    return await question(session);
                },
                services
            );
        }
        // The last is how Marten meets an unknown type that no .NET type is stored with.
        catch (Exception e) when (e is UnknownEventTypeException or EventDeserializationFailureException or InvalidCastException)
        {
            throw new JsonException(e.Message, e);
        }
    }
}
