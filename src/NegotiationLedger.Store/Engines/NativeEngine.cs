using NegotiationLedger.Store.Appending;
using NegotiationLedger.Store.Handling;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Engines;

/// <summary>The engine that stands on Npgsql alone: one statement appends a batch, and the log's promises hold by construction.</summary>
internal sealed class NativeEngine : ILogEngine
{
    /// <summary>Its mark.</summary>
    public const string Mark = "native";

    private readonly LogOptions _options;
    private readonly NpgsqlDataSource _source;
    private readonly Batcher _batcher;

    public NativeEngine(LogOptions options)
    {
        _options = options;
        _source = Connections.Open(Connections.Pooled(options.ConnectionString, options.Schema), "log");
        // The name tells this node's append connections from all others: see AppendConnection.
        var name = $"ledger append {Guid.NewGuid():N}";
        var appends = Connections.Open(Connections.Unpooled(options.ConnectionString, options.Schema, name), "appends");
        _batcher = new(options, async () => await AppendConnection.Open(appends), appends);
    }

    public string Name => Mark;

    public string? Caveat => null;

    public Task<AppendOutcome> Append(AppendRequest request, CancellationToken cancellationToken) =>
        _batcher.Append(request, cancellationToken);

    public async Task<StreamSlice> ReadStream(string stream, long afterVersion, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Queries.Stream);
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Text, Value = stream });
        command.Parameters.Add(Number(afterVersion));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var (head, version) = (HeadRow.Read(row), row.GetInt64(3));
        var entries = new List<Entry>();
        if (row.IsDBNull(4))
            return new(head, version, entries);
        do entries.Add(EntryRow.Read(row, 4).ToEntry());
        while (await row.ReadAsync(cancellationToken));
        return new(head, version, entries);
    }

    public async Task<IReadOnlyList<Entry>> ReadPage(
        long afterSequence,
        int limit,
        IReadOnlyCollection<string>? types,
        CancellationToken cancellationToken
    )
    {
        await using var command = _source.CreateCommand(types is null ? Queries.Forward : Queries.ForwardOfTypes);
        command.Parameters.Add(Number(afterSequence));
        command.Parameters.Add(Number(limit));
        if (types is not null)
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = types.ToArray() });
        return await EntryRow.ReadAll(command, cancellationToken);
    }

    public async Task<Entry?> Find(EventId id, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Queries.ById);
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = id.Value });
        return (await EntryRow.ReadAll(command, cancellationToken)).SingleOrDefault();
    }

    public IAsyncDisposable Run(IReadOnlyList<Handler> handlers, HandlerOptions options)
    {
        var node = new HandlerNode(_options, handlers, options);
        node.Start();
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await _batcher.DisposeAsync();
        await _source.DisposeAsync();
    }

    private static NpgsqlParameter Number(long value) => new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = value };
}
