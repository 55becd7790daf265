using System.Diagnostics;
using System.Runtime.CompilerServices;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store;

/// <summary>The log of one ledger: appends in batches, reads in commit order. One for a process; safe for any number of callers.</summary>
/// <remarks>Reads throw <see cref="NpgsqlException"/> when the database cannot be reached, and
/// <see cref="System.Text.Json.JsonException"/> for an entry of a type or version that this program does not know.</remarks>
public sealed class LedgerLog : IAsyncDisposable
{
    private readonly LogOptions _options;
    private readonly NpgsqlDataSource _source;
    private readonly DocumentStore? _own;
    private readonly Batcher _batcher;
    private readonly SharedStreamReads _shared;

    /// <summary>Opens a log whose schema stands (<see cref="LedgerSchema"/>); connects when first used.</summary>
    /// <exception cref="ArgumentException">The connection string or the schema's name is malformed.</exception>
    public LedgerLog(LogOptions options)
        : this(options, store: null) { }

    /// <summary>Opens a log in a host that has Marten already.</summary>
    /// <param name="options">Where the log is.</param>
    /// <param name="store">The host's Marten; the log makes its own when null.</param>
    internal LedgerLog(LogOptions options, IDocumentStore? store)
    {
        _options = options;
        _source = Connections.Open(Connections.Pooled(options.ConnectionString, options.Schema), "ledger", most: 20);
        _own = store is null ? DocumentStore.For(s => LedgerStore.Configure(s, _source, options.Schema)) : null;
        _shared = new(_source);
        _batcher = new(options, new AppendSessions(store ?? _own!, options));
    }

    /// <summary>The connections that it reads by, for what reads beside it.</summary>
    internal NpgsqlDataSource Source => _source;

    /// <summary>Appends a request, all or nothing. The answer is certain, and what it says was appended is on disk.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Withdraws the request while it waits; once it is under way it is completed and answered.</param>
    /// <exception cref="ArgumentException">The request has no stream, principal or events, or an event id twice.</exception>
    /// <exception cref="DataRefusedException">The database cannot store what the request holds; nothing was written.</exception>
    /// <exception cref="LedgerUnavailableException">The database stayed away or would not append; nothing was written.</exception>
    /// <exception cref="OutcomeUnknownException">The connection was lost under way and the database stayed away since.</exception>
    /// <exception cref="OperationCanceledException">The request was withdrawn; nothing was written.</exception>
    public async Task<AppendOutcome> Append(AppendRequest request, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var outcome = await _batcher.Append(request, cancellationToken);
        LedgerMeter.Appended(outcome, Stopwatch.GetElapsedTime(began));
        return outcome;
    }

    /// <summary>The head, with everything acknowledged before the call.</summary>
    public async Task<Head> ReadHead(CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Queries.Head);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return HeadRow.Read(row);
    }

    /// <summary>A stream's version (0 when there is none) and the head, in one round trip and one snapshot.</summary>
    public async Task<(Head Head, long Version)> ReadVersion(string stream, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Queries.Version);
        command.Parameters.Add(Text(stream));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (HeadRow.Read(row), row.GetInt64(3));
    }

    /// <summary>The entries of a stream after a version, with its version and the head in the same snapshot.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="afterVersion">From 0: the version before the first entry wanted.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<StreamSlice> ReadStream(string stream, long afterVersion, CancellationToken cancellationToken) =>
        afterVersion > 0 ? _shared.Read(stream, afterVersion, cancellationToken) : ReadWhole(stream, cancellationToken);

    // A whole stream may be long: nobody else waits for it.
    private async Task<StreamSlice> ReadWhole(string stream, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Queries.Stream);
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Text, Value = stream });
        command.Parameters.Add(Number(0));
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

    /// <summary>The entries of all streams after a sequence, in order.</summary>
    /// <param name="afterSequence">From 0.</param>
    /// <param name="limit">How many at most, from 1.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal async Task<IReadOnlyList<LogRow>> ReadLog(long afterSequence, int limit, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Queries.Log);
        command.Parameters.Add(Number(afterSequence));
        command.Parameters.Add(Number(limit));
        var rows = new List<LogRow>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var read = EntryRow.Read(row, 0);
            rows.Add(new(read.ToEntry(), read.Stored.Data.Length));
        }

        return rows;
    }

    /// <summary>The entries of negotiations before a sequence, the last first.</summary>
    /// <param name="beforeSequence">From 1.</param>
    /// <param name="limit">How many at most, from 1.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<Entry>> ReadLatest(long beforeSequence, int limit, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Queries.Latest);
        command.Parameters.Add(Number(beforeSequence));
        command.Parameters.Add(Number(limit));
        return await EntryRow.ReadAll(command, cancellationToken);
    }

    /// <summary>The negotiations that were recorded in last, the last first, as far as the last 10,000 records tell.</summary>
    /// <param name="limit">How many at most, from 1.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<string>> ListLatest(int limit, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Queries.LatestStreams);
        command.Parameters.Add(Number(limit));
        var names = new List<string>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            names.Add(row.GetString(0));
        return names;
    }

    /// <summary>All entries in the streams of sources and speakers after a sequence, in order.</summary>
    public async Task<IReadOnlyList<Entry>> ReadRegistrations(long afterSequence, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Queries.Registrations);
        command.Parameters.Add(Number(afterSequence));
        return await EntryRow.ReadAll(command, cancellationToken);
    }

    /// <summary>The entry of an id, or null.</summary>
    public async Task<Entry?> Find(EventId id, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Queries.ById);
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = id.Value });
        return (await EntryRow.ReadAll(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>The entry at a place in the log, or null.</summary>
    public async Task<Entry?> Find(long sequence, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Queries.BySequence);
        command.Parameters.Add(Number(sequence));
        return (await EntryRow.ReadAll(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>The streams that hold the entries of some ids; those that are not in the log are left out.</summary>
    public async Task<IReadOnlyDictionary<EventId, string>> StreamsOf(IReadOnlyCollection<EventId> ids, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Queries.StreamsOf);
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid, Value = ids.Select(i => i.Value).ToArray() });
        var streams = new Dictionary<EventId, string>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            streams[new(row.GetGuid(0))] = row.GetString(1);
        return streams;
    }

    /// <summary>The negotiations' streams, by name, a page at a time; none of sources or speakers.</summary>
    /// <param name="afterStream">The name before the first one wanted; empty for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<StreamSummary> ListStreams(
        string afterStream = "",
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        List<StreamSummary> page;
        do
        {
            page = await ReadStreams(afterStream, cancellationToken);
            foreach (var stream in page)
                yield return stream;
            if (page.Count > 0)
                afterStream = page[^1].Stream;
        } while (page.Count == _options.PageSize);
    }

    /// <summary>Some of the negotiations' streams whose names begin in a way.</summary>
    internal async Task<IReadOnlyList<string>> ListAlike(string beginning, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Queries.StreamsAlike);
        command.Parameters.Add(Text(beginning));
        var names = new List<string>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            names.Add(row.GetString(0));
        return names;
    }

    /// <summary>The text with a SHA-256 (lower-case hexadecimal), or null when the ledger does not hold it.</summary>
    public async Task<string?> ReadText(string sha256, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Queries.Text);
        command.Parameters.Add(Text(sha256));
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>The source that a text belongs to, or null when the ledger does not hold the text.</summary>
    public async Task<SourceId?> SourceOfText(string sha256, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Queries.SourceOfText);
        command.Parameters.Add(Text(sha256));
        return await command.ExecuteScalarAsync(cancellationToken) is string source ? new SourceId(source) : null;
    }

    /// <summary>Removes the receipts that are older than 7 days, in short transactions; for a host to call about once an hour.</summary>
    /// <returns>How many were removed.</returns>
    public async Task<int> ForgetReceipts(CancellationToken cancellationToken)
    {
        var (all, forgotten) = (0, 0);
        do
        {
            await using var command = _source.CreateCommand(Queries.ForgetReceipts);
            forgotten = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
            all += forgotten;
        } while (forgotten > 0);
        return all;
    }

    /// <summary>Takes no more requests, answers those that wait, and closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _batcher.DisposeAsync();
        if (_own is not null)
            await _own.DisposeAsync();
        await _source.DisposeAsync();
    }

    private static NpgsqlParameter Text(string value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value };

    private static NpgsqlParameter Number(long value) => new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = value };

    private async Task<List<StreamSummary>> ReadStreams(string after, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Queries.Streams);
        command.Parameters.Add(Text(after));
        command.Parameters.Add(Number(_options.PageSize));
        var page = new List<StreamSummary>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            page.Add(new(row.GetString(0), row.GetInt64(1), EntryRow.Utc(row.GetDateTime(2))));
        return page;
    }
}
