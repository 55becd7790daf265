using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Audit;

/// <summary>Finds records over all negotiations by what is asserted, by whom, and what became of it. One for a process; safe for any number of callers.</summary>
/// <remarks>
/// It follows the log in bounded pages, whose rows and progress are committed together. A question is asked as of a position that the index
/// has reached (<see cref="CatchUp"/>), and answered as of that position for ever.
/// </remarks>
public sealed class AuditIndex : IAsyncDisposable
{
    /// <summary>The name of its progress, as Marten names a projection's.</summary>
    public const string Name = "AuditTrail:All";

    /// <summary>How many matches of a text are ranked; more are given in the order recorded.</summary>
    public const int MostRanked = 500;

    private const int ExportedAtOnce = 500;

    private readonly LedgerLog _log;
    private readonly NpgsqlDataSource _source;
    private readonly int _pageSize;
    private readonly SemaphoreSlim _writing = new(1);
    private Registry _registry = Registry.Empty;
    private long _reached;

    /// <summary>Opens an index whose schema stands; connects when first used.</summary>
    /// <exception cref="ArgumentException">The connection string or the schema's name is malformed.</exception>
    public AuditIndex(LedgerLog log, LogOptions options)
    {
        _log = log;
        _source = Connections.Open(Connections.Planned(options.ConnectionString, options.Schema), "audit");
        _pageSize = options.PageSize;
    }

    /// <summary>Brings the index to the head, and gives the head: everything acknowledged before the call is in the index then.</summary>
    /// <param name="patience">How long to go on.</param>
    /// <param name="cancellationToken">Ends the wait; pages that are done stay done.</param>
    /// <exception cref="AuditBehindException">The head was not reached in time.</exception>
    public async Task<Head> CatchUp(TimeSpan patience, CancellationToken cancellationToken)
    {
        var (head, reached) = await ReadReach(cancellationToken);
        if (reached >= head.Sequence)
            return head;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(patience);
        try
        {
            await _writing.WaitAsync(enough.Token);
            try
            {
                for (reached = _reached; reached < head.Sequence; )
                    reached = await Follow(head.Sequence, enough.Token);
            }
            finally
            {
                _writing.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AuditBehindException(Volatile.Read(ref _reached), head.Sequence);
        }

        return head;
    }

    /// <summary>Empties the index, so that it is built anew from the log.</summary>
    public async Task Rebuild(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await Run(connection, IndexStatements.Begin, cancellationToken);
            await Run(connection, IndexStatements.Empty, cancellationToken);
            await Run(connection, IndexStatements.Forget, cancellationToken, Text(Name));
            await transaction.CommitAsync(cancellationToken);
            (_registry, _reached) = (Registry.Empty, 0);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>A page of the records that answer a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="position">The position to answer as of; the index has reached it.</param>
    /// <param name="after">The place that the page before ended at, of the same question and position; null for the first page.</param>
    /// <param name="limit">How many records at most, from 1.</param>
    /// <param name="registry">The sources and speakers as of the position.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="NoWordsException">The text has no word that could be looked for.</exception>
    public async Task<AuditPage> Find(
        AuditQuestion question,
        long position,
        AuditPlace? after,
        int limit,
        Registry registry,
        CancellationToken cancellationToken
    )
    {
        var search = await Search(question, position, registry, cancellationToken);
        var order = after?.Order ?? search.NaturalOrder;
        var (hits, matched) = await Ask(search with { Order = order, After = after, Limit = limit + 1 }, registry, cancellationToken);
        if (order is AuditOrder.Relevance && after is null && matched > MostRanked)
        {
            order = AuditOrder.Recorded;
            (hits, _) = await Ask(search with { Order = order, Limit = limit + 1 }, registry, cancellationToken);
        }

        var page = hits.Take(limit).ToList();
        return new(page, order, hits.Count > limit ? PlaceOf(page[^1], position, order) : null);
    }

    /// <summary>All records that answer a question, by sequence, a bounded number at a time. No connection is held while the caller works on one.</summary>
    /// <param name="question">The question.</param>
    /// <param name="position">The position to answer as of; the index has reached it.</param>
    /// <param name="registry">The sources and speakers as of the position.</param>
    /// <param name="cancellationToken">Ends the search, now and while the records are read.</param>
    /// <exception cref="NoWordsException">The text has no word that could be looked for.</exception>
    public async Task<IAsyncEnumerable<AuditHit>> Export(
        AuditQuestion question,
        long position,
        Registry registry,
        CancellationToken cancellationToken
    ) => All(await Search(question, position, registry, cancellationToken) with { Limit = ExportedAtOnce }, registry, cancellationToken);

    /// <summary>How many records answer a question, and what became of them.</summary>
    /// <param name="question">The question.</param>
    /// <param name="position">The position to answer as of; the index has reached it.</param>
    /// <param name="registry">The sources and speakers as of the position.</param>
    /// <param name="cancellationToken">Ends the count.</param>
    /// <exception cref="NoWordsException">The text has no word that could be looked for.</exception>
    public async Task<AuditTally> Count(AuditQuestion question, long position, Registry registry, CancellationToken cancellationToken)
    {
        var search = await Search(question, position, registry, cancellationToken) with { Limit = AuditTally.Most };
        await using var command = _source.CreateCommand(AuditQueries.Tally);
        foreach (var parameter in search.Parameters)
            command.Parameters.Add(parameter);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));
    }

    /// <summary>What the frames of negotiations are folded from, as of a position: their openings, parties and issues in the standing form.</summary>
    public async Task<IReadOnlyList<Entry>> ReadFrames(
        IReadOnlyCollection<NegotiationId> negotiations,
        long position,
        CancellationToken cancellationToken
    )
    {
        await using var command = _source.CreateCommand(AuditQueries.Frames);
        command.Parameters.Add(Number(position));
        command.Parameters.Add(Texts(negotiations.Select(n => n.Value)));
        var entries = new List<Entry>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var entry = EntryRow.Read(row, 1).ToEntry();
            entries.Add(entry with { Data = AuditRows.Standing(row, 0, entry) });
        }

        return entries;
    }

    /// <summary>Which of some words a typed text looks for, by themselves or by their stems in any of the languages.</summary>
    /// <param name="words">The words, as they are written.</param>
    /// <param name="languages">Text search configurations.</param>
    /// <param name="text">The text as typed.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlySet<string>> Matching(
        IReadOnlyList<string> words,
        IEnumerable<string> languages,
        string text,
        CancellationToken cancellationToken
    )
    {
        await using var command = _source.CreateCommand(AuditQueries.MatchingWords);
        command.Parameters.Add(Texts(words.Select(w => w.ToLowerInvariant())));
        command.Parameters.Add(Texts(languages.Where(l => l != TextLanguage.Simple)));
        command.Parameters.Add(Text(AuditSearch.Typed(text)));
        var places = await command.ExecuteScalarAsync(cancellationToken) as int[] ?? [];
        return places.Select(place => words[place - 1]).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The position that an instant means: that of the last entry recorded at or before it; 0 for none.</summary>
    public async Task<long> PositionAt(DateTimeOffset instant, CancellationToken cancellationToken) =>
        (await SequencesAt(instant, instant, cancellationToken)).To;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _writing.Dispose();
    }

    private async Task<(Head Head, long Reached)> ReadReach(CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(AuditQueries.Reach);
        command.Parameters.Add(Text(Name));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (new(row.GetInt64(0), EntryRow.Utc(row.GetDateTime(1)), row.GetInt64(2)), row.GetInt64(3));
    }

    /// <summary>Writes the next page and its progress in one transaction; returns how far the index reaches then, whoever brought it there.</summary>
    private async Task<long> Follow(long head, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Run(connection, IndexStatements.Begin, cancellationToken);
        var progress = (long)(await Run(connection, IndexStatements.Progress, cancellationToken, Text(Name)))!;
        var entries = await Page(connection, progress, cancellationToken);
        // Up to a head that was read before, the log is whole: where nothing follows, the numbers up to there are burnt.
        var until = entries.Count > 0 ? entries[^1].Sequence : head;
        if (until <= progress)
            return _reached = progress;
        var writer = new IndexWriter(connection, _pageSize, cancellationToken);
        var registry = await writer.Apply(entries, await RegistryAt(progress, cancellationToken));
        if (!await writer.Advance(Name, progress, until))
            return progress;
        await transaction.CommitAsync(cancellationToken);
        _registry = registry;
        return _reached = until;
    }

    private async Task<List<Entry>> Page(NpgsqlConnection connection, long after, CancellationToken cancellationToken)
    {
        await using var read = new NpgsqlCommand(Queries.Forward, connection);
        read.Parameters.Add(Number(after));
        read.Parameters.Add(Number(_pageSize));
        var entries = new List<Entry>();
        await using var row = await read.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            entries.Add(EntryRow.Read(row, 0).ToEntry());
        return entries;
    }

    // Another node may have written the pages since this one last did.
    private async Task<Registry> RegistryAt(long progress, CancellationToken cancellationToken)
    {
        if (_registry.Sequence > progress)
            _registry = Registry.Empty;
        var later = await _log.ReadRegistrations(_registry.Sequence, cancellationToken);
        return _registry.With(later.Where(e => e.Sequence <= progress));
    }

    private async Task<AuditSearch> Search(AuditQuestion question, long position, Registry registry, CancellationToken cancellationToken)
    {
        var search = new AuditSearch(question, position, TextLanguage.All(registry));
        if (question.Text is { } text && !await HasWords(text, search.Languages, cancellationToken))
            throw new NoWordsException();
        if (question is { RecordedFrom: null, RecordedTo: null })
            return search;
        var before = question.RecordedFrom?.AddMicroseconds(-1) ?? DateTimeOffset.MinValue;
        var (from, to) = await SequencesAt(before, question.RecordedTo ?? DateTimeOffset.MaxValue, cancellationToken);
        return search with { First = from, Last = Math.Min(to, position) };
    }

    private async Task<bool> HasWords(string text, string[] languages, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(AuditQueries.Sought);
        command.Parameters.Add(Text(AuditSearch.Typed(text)));
        command.Parameters.Add(Texts(languages));
        return await command.ExecuteScalarAsync(cancellationToken) is string and not ("" or "T");
    }

    private async Task<(long From, long To)> SequencesAt(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(AuditQueries.SequencesAt);
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = from.UtcDateTime });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = to.UtcDateTime });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (row.GetInt64(0), row.GetInt64(1));
    }

    private async IAsyncEnumerable<AuditHit> All(
        AuditSearch search,
        Registry registry,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        List<AuditHit> hits;
        do
        {
            (hits, _) = await Ask(search, registry, cancellationToken);
            foreach (var hit in hits)
                yield return hit;
            if (hits.Count > 0)
                search = search with { After = PlaceOf(hits[^1], search.Position, AuditOrder.Recorded) };
        } while (hits.Count == search.Limit);
    }

    private async Task<(List<AuditHit> Hits, long Matched)> Ask(AuditSearch search, Registry registry, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(search.Statement);
        foreach (var parameter in search.Parameters)
            command.Parameters.Add(parameter);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await AuditRows.Read(row, registry, cancellationToken);
    }

    private static AuditPlace PlaceOf(AuditHit last, long position, AuditOrder order) =>
        new(
            position,
            order,
            last.Record.Entry.Sequence,
            order is AuditOrder.Occurred ? (last.Record.Standing as Development)?.Occurred.Earliest : null,
            order is AuditOrder.Relevance ? last.Rank : null
        );

    private static async Task<object?> Run(
        NpgsqlConnection connection,
        string statement,
        CancellationToken cancellationToken,
        params NpgsqlParameter[] parameters
    )
    {
        // The statements are constants of this assembly.
#pragma warning disable CA2100
        await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static NpgsqlParameter Text(string value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value };

    private static NpgsqlParameter Number(long value) => new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = value };

    private static NpgsqlParameter Texts(IEnumerable<string> values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = values.ToArray() };
}
