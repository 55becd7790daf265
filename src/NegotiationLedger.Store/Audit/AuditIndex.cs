using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Audit;

/// <summary>Finds records over all negotiations by what is asserted, by whom, and what became of it. One for a process; safe for any number of callers.</summary>
/// <remarks>
/// A question is asked as of a position that the index has reached (<see cref="CatchUp"/>), and answered as of that position for ever. The
/// index gives candidates; <see cref="AuditJudge"/> tells which of them answer.
/// </remarks>
public sealed class AuditIndex : IAsyncDisposable
{
    /// <summary>The name of its progress, as Marten names a projection's.</summary>
    public const string Name = "AuditTrail:All";

    /// <summary>How many matches of a text are ranked; more are given in the order recorded.</summary>
    public const int MostRanked = 500;

    private const int AtOnce = 500;

    // As many as are counted, and the forms of one record: most counts are made in one reading.
    private const int Unread = AuditTally.Most + Least;

    // More than the forms of one record, so that what is asked for at once always holds one whole.
    private const int Least = AuditWork.MostShapers + 4;

    // A page that so many candidates were looked at for may hold less than was asked for, and goes on.
    private const int MostRounds = 20;

    private readonly NpgsqlDataSource _source;
    private readonly AuditFollower _follower;
    private readonly bool _isProjected;

    /// <summary>Opens an index whose schema stands; connects when first used.</summary>
    /// <param name="options">Where the ledger is.</param>
    /// <param name="isProjected">Whether a projection follows the log, so that <see cref="CatchUp"/> waits for it; else it follows by itself.</param>
    /// <exception cref="ArgumentException">The connection string or the schema's name is malformed.</exception>
    public AuditIndex(LogOptions options, bool isProjected = false)
    {
        _isProjected = isProjected;
        _source = Connections.Open(Connections.Planned(options.ConnectionString, options.Schema), "audit", most: 6);
        _follower = new(_source, options.PageSize);
    }

    /// <summary>Brings the index to the head, and gives the head: everything acknowledged before the call is in the index then, but for what is told to be lacking.</summary>
    /// <param name="patience">How long to go on.</param>
    /// <param name="cancellationToken">Ends the wait; pages that are done stay done.</param>
    /// <exception cref="AuditBehindException">The head was not reached in time.</exception>
    public Task<IndexedHead> CatchUp(TimeSpan patience, CancellationToken cancellationToken) =>
        _isProjected ? _follower.Wait(patience, cancellationToken) : _follower.CatchUp(patience, cancellationToken);

    /// <summary>Brings negotiations that the index lacks something of; what is still wrong with them, by negotiation.</summary>
    public Task<IReadOnlyDictionary<string, Exception>> Retry(CancellationToken cancellationToken) => _follower.Retry(cancellationToken);

    /// <summary>Empties the index, so that it is built again from the log.</summary>
    public Task Rebuild(CancellationToken cancellationToken) => _follower.Empty(cancellationToken);

    /// <summary>A page of the records that answer a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="position">The position to answer as of; the index has reached it.</param>
    /// <param name="after">The place that the page before ended at, of the same question and position; null for the first page.</param>
    /// <param name="limit">How many records at most, from 1.</param>
    /// <param name="registry">The sources and speakers as of the position.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <param name="sort">In which order; in that which suits the question when null. By relevance only where there is a text.</param>
    /// <exception cref="NoWordsException">The text has no word that could be looked for.</exception>
    public async Task<AuditPage> Find(
        AuditQuestion question,
        long position,
        AuditPlace? after,
        int limit,
        Registry registry,
        CancellationToken cancellationToken,
        AuditOrder? sort = null
    )
    {
        var search = await Search(question, position, registry, cancellationToken);
        var order = after?.Order ?? sort ?? search.NaturalOrder;
        search = search with { Order = order, After = after };
        var page =
            order is AuditOrder.Relevance && await AnyTangled(cancellationToken)
                ? await Ranked(search, limit, registry, cancellationToken)
                : await Page(search, limit, registry, cancellationToken);
        return page ?? (await Page(search with { Order = AuditOrder.Recorded }, limit, registry, cancellationToken))!;
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
    ) => All(await Search(question, position, registry, cancellationToken) with { Limit = AtOnce }, registry, cancellationToken);

    /// <summary>How many records answer a question, and what became of them.</summary>
    /// <param name="question">The question.</param>
    /// <param name="position">The position to answer as of; the index has reached it.</param>
    /// <param name="registry">The sources and speakers as of the position.</param>
    /// <param name="cancellationToken">Ends the count.</param>
    /// <exception cref="NoWordsException">The text has no word that could be looked for.</exception>
    public async Task<AuditTally> Count(AuditQuestion question, long position, Registry registry, CancellationToken cancellationToken) =>
        (await Tally(question, position, registry, cancellationToken)).Sum();

    /// <summary>How many records answer a question, by what they have in common.</summary>
    /// <inheritdoc cref="Count"/>
    public async Task<AuditFacets> Facets(AuditQuestion question, long position, Registry registry, CancellationToken cancellationToken) =>
        (await Tally(question, position, registry, cancellationToken)).Facets(registry);

    private async Task<Tallying> Tally(AuditQuestion question, long position, Registry registry, CancellationToken cancellationToken)
    {
        var search = await Search(question, position, registry, cancellationToken) with { Limit = Unread };
        var tally = new Tallying();
        bool isLast;
        do
        {
            (var some, isLast) = await Whole(search, AuditQueries.Unread, cancellationToken);
            foreach (var sure in some.Where(c => c.IsSure))
                tally.Add(sure.Sequence, sure.Traits!, []);
            var judge = new AuditJudge(_source, search, registry);
            foreach (var unsure in some.Where(c => !c.IsSure).Chunk(AtOnce))
            foreach (var (candidate, record) in await judge.Answering(unsure, cancellationToken))
                tally.Add(candidate.Sequence, AuditTraits.Of(record), record.Fates);
            if (!isLast)
                search = search with { After = some[^1].PlaceAt(position, AuditOrder.Recorded) };
        } while (!isLast && !tally.IsFull);
        return tally;
    }

    /// <summary>What the frames of negotiations are folded from, as of a position: their openings, parties and issues in the standing form.</summary>
    public async Task<IReadOnlyList<Entry>> ReadFrames(
        IReadOnlyCollection<NegotiationId> negotiations,
        long position,
        CancellationToken cancellationToken
    )
    {
        var (entries, noted) = (new List<Entry>(), new List<long>());
        await using (var command = _source.CreateCommand(AuditQueries.Frames))
        {
            command.Parameters.Add(Sql.Number(position));
            command.Parameters.Add(Sql.Texts(negotiations.Select(n => n.Value)));
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                entries.Add(EntryRow.Read(row, 1).ToEntry());
                if (!row.GetBoolean(0))
                    noted.Add(entries[^1].Sequence);
            }
        }

        var settled = await Strands.Of(_source, [.. noted], position, Registry.Empty, cancellationToken);
        return
        [
            .. entries
                .Where(e => !settled.TryGetValue(e.Sequence, out var record) || !record.IsRetracted)
                .Select(e => settled.TryGetValue(e.Sequence, out var record) ? e with { Data = record.Standing } : e),
        ];
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
        command.Parameters.Add(Sql.Texts(words.Select(w => w.ToLowerInvariant())));
        command.Parameters.Add(Sql.Texts(languages.Where(l => l != TextLanguage.Simple)));
        command.Parameters.Add(Sql.Text(AuditSearch.Typed(text)));
        var places = await command.ExecuteScalarAsync(cancellationToken) as int[] ?? [];
        return places.Select(place => words[place - 1]).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The negotiations in which a source or a speaker was cited, by id; of such as have a record whose forms are not kept, any may be told.</summary>
    /// <param name="registration">The stream of the source or speaker.</param>
    /// <param name="position">The position to answer as of; the index has reached it.</param>
    /// <param name="among">Only these; any when empty.</param>
    /// <param name="limit">How many at most, from 1.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlyList<string>> Citing(
        string registration,
        long position,
        IReadOnlyList<string> among,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var command = _source.CreateCommand(AuditQueries.Citing);
        command.Parameters.Add(Sql.Text(registration));
        command.Parameters.Add(Sql.Number(position));
        command.Parameters.Add(Sql.Texts(among));
        command.Parameters.Add(Sql.Number(limit));
        return await command.ExecuteScalarAsync(cancellationToken) as string[] ?? [];
    }

    /// <summary>The position that an instant means: that of the last entry recorded at or before it; 0 for none.</summary>
    public async Task<long> PositionAt(DateTimeOffset instant, CancellationToken cancellationToken) =>
        (await SequencesAt(instant, instant, cancellationToken)).To;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _follower.Dispose();
    }

    private async Task<AuditSearch> Search(AuditQuestion question, long position, Registry registry, CancellationToken cancellationToken)
    {
        var search = new AuditSearch(question, position, TextLanguage.All(registry))
        {
            OfParty = SpeakersOf(question.Party, registry),
            OfPublisher = SourcesOf(question.Publisher, registry),
        };
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
        command.Parameters.Add(Sql.Text(AuditSearch.Typed(text)));
        command.Parameters.Add(Sql.Texts(languages));
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

    private static string[] SpeakersOf(PartyId? party, Registry registry) =>
        party is null
            ? []
            :
            [
                .. registry
                    .Speakers.Where(s => s.Value.Roles.Any(r => r.Party == party))
                    .Select(s => s.Key.Value)
                    .Order(StringComparer.Ordinal),
            ];

    private static string[]? SourcesOf(string? publisher, Registry registry) =>
        publisher is null
            ? null
            :
            [
                .. registry
                    .Sources.Values.Where(s => s.Description.Publisher == publisher)
                    .Select(s => s.Description.Source.Value)
                    .Order(StringComparer.Ordinal),
            ];

    private async IAsyncEnumerable<AuditHit> All(
        AuditSearch search,
        Registry registry,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        bool isLast;
        do
        {
            (var some, isLast) = await Whole(search, search.Statement, cancellationToken);
            foreach (var hit in await Hits(search, some, registry, cancellationToken))
                yield return hit;
            if (!isLast)
                search = search with { After = some[^1].PlaceAt(search.Position, search.Order) };
        } while (!isLast);
    }

    // Null when more match a text than are ranked.
    private async Task<AuditPage?> Page(AuditSearch search, int limit, Registry registry, CancellationToken cancellationToken)
    {
        var hits = new List<AuditHit>();
        search = search with { Limit = Math.Max(limit + 1, Least) };
        for (var round = 1; ; round++)
        {
            var (some, isLast) = await Whole(search, search.Statement, cancellationToken);
            if (search is { Order: AuditOrder.Relevance, After: null } && some.Count > 0 && some[0].Matched > MostRanked)
                return null;
            hits.AddRange(await Hits(search, some, registry, cancellationToken));
            if (hits.Count > limit)
                return new([.. hits.Take(limit)], search.Order, PlaceOf(hits[limit - 1], search.Position, search.Order));
            if (isLast)
                return new(hits, search.Order, Next: null);
            search = search with
            {
                After = some[^1].PlaceAt(search.Position, search.Order),
                Limit = Math.Max(limit + 1, Math.Min(AtOnce, search.Limit * 2)),
            };
            if (round == MostRounds)
                return new(hits, search.Order, search.After);
        }
    }

    private async Task<bool> AnyTangled(CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(AuditQueries.AnyTangled);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    // The words of tangled records are in no index, and so neither is their rank: they are put between the others. Null when too many match.
    private async Task<AuditPage?> Ranked(AuditSearch search, int limit, Registry registry, CancellationToken cancellationToken)
    {
        var after = search.After;
        search = search with { Limit = MostRanked * 2 };
        var some = await Ask(search, search.Statement, cancellationToken);
        var tangled = await Ask(search with { After = null, Limit = MostRanked + 1 }, AuditQueries.Tangled, cancellationToken);
        if (after is null && (some.Count == 0 ? 0 : some[0].Matched) + tangled.Count > MostRanked)
            return null;
        var hits = await Hits(search, some, registry, cancellationToken);
        if (tangled.Count > 0)
        {
            var beside = await Hits(search, tangled, registry, cancellationToken);
            hits.AddRange(
                beside.Where(h =>
                    after is null || h.Rank < after.Rank || (h.Rank.Equals(after.Rank) && h.Record.Entry.Sequence > after.Sequence)
                )
            );
            hits = [.. hits.OrderByDescending(h => h.Rank).ThenBy(h => h.Record.Entry.Sequence)];
        }

        return new(
            [.. hits.Take(limit)],
            AuditOrder.Relevance,
            hits.Count > limit ? PlaceOf(hits[limit - 1], search.Position, AuditOrder.Relevance) : null
        );
    }

    // Of the last record there may be further forms beyond what was asked for: it is left for later, unless nothing follows.
    private async Task<(List<Candidate> Candidates, bool IsLast)> Whole(
        AuditSearch search,
        string statement,
        CancellationToken cancellationToken
    )
    {
        var some = await Ask(search, statement, cancellationToken);
        if (some.Count < search.Limit)
            return (some, true);
        var last = some[^1];
        some.RemoveAll(c => c.IsAt(last, search.Order));
        return (some, false);
    }

    private async Task<List<AuditHit>> Hits(
        AuditSearch search,
        List<Candidate> candidates,
        Registry registry,
        CancellationToken cancellationToken
    ) =>
        [
            .. (await new AuditJudge(_source, search, registry).Answering(candidates, cancellationToken)).Select(a => new AuditHit(
                a.Record,
                a.Candidate.Frame,
                a.Candidate.Language,
                a.Candidate.Rank
            )),
        ];

    private async Task<List<Candidate>> Ask(AuditSearch search, string statement, CancellationToken cancellationToken)
    {
        // The statements are constants of this assembly.
#pragma warning disable CA2100
        await using var command = _source.CreateCommand(statement);
#pragma warning restore CA2100
        foreach (var parameter in search.Parameters)
            command.Parameters.Add(parameter);
        var candidates = new List<Candidate>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            candidates.Add(ReferenceEquals(statement, AuditQueries.Unread) ? Candidate.ReadAlone(row) : Candidate.Read(row));
        return candidates;
    }

    private static AuditPlace PlaceOf(AuditHit last, long position, AuditOrder order) =>
        new(
            position,
            order,
            last.Record.Entry.Sequence,
            order is AuditOrder.Occurred ? (last.Record.Standing as Development)?.Occurred.Earliest : null,
            order is AuditOrder.Relevance ? last.Rank : null
        );
}
