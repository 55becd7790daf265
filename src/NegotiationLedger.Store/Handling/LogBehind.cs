using NegotiationLedger.Handling;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Handling;

/// <summary>The log up to the page that a run is handling. The registry is kept from page to page.</summary>
internal sealed class LogBehind(NpgsqlDataSource source) : IHistories
{
    private Registry _registry = Registry.Empty;
    private long _read;

    /// <inheritdoc/>
    public long Until { get; private set; }

    /// <summary>The next page reaches to there.</summary>
    public void MoveTo(long sequence)
    {
        if (sequence < _read)
            (_registry, _read) = (Registry.Empty, 0);
        Until = sequence;
    }

    /// <inheritdoc/>
    public async Task<Registry> ReadRegistry(CancellationToken cancellationToken)
    {
        if (_read < Until)
        {
            await using var command = source.CreateCommand(HandlerQueries.Registrations);
            command.Parameters.Add(new() { Value = _read });
            command.Parameters.Add(new() { Value = Until });
            _registry = _registry.With(await Entries(command, cancellationToken));
            _read = Until;
        }

        return _registry;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<Entry>>> Read(
        IReadOnlyCollection<string> streams,
        CancellationToken cancellationToken
    )
    {
        await using var command = source.CreateCommand(HandlerQueries.EntriesOf);
        command.Parameters.Add(new() { Value = streams.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar });
        command.Parameters.Add(new() { Value = Until });
        var entries = await Entries(command, cancellationToken);
        return entries.GroupBy(e => e.Stream).ToDictionary(g => g.Key, g => (IReadOnlyList<Entry>)[.. g]);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Entry>> Read(IReadOnlyCollection<long> sequences, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(HandlerQueries.EntriesAt);
        command.Parameters.Add(new() { Value = sequences.ToArray() });
        command.Parameters.Add(new() { Value = Until });
        return await Entries(command, cancellationToken);
    }

    private static async Task<List<Entry>> Entries(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var entries = new List<Entry>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            entries.Add(EntryRow.Read(rows, 0).ToEntry());
        return entries;
    }
}
