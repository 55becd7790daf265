using System.Net.Sockets;
using NegotiationLedger.Handling;
using Npgsql;

namespace NegotiationLedger.Store.Handling;

/// <summary>
/// One generation of a handler on one node: reads a page, handles it, commits what it stored together with its progress, and so on. Ends
/// when the generation is no more, or another node runs it.
/// </summary>
internal sealed class HandlerRun : IDisposable
{
    private readonly Handler _handler;
    private readonly int _generation;
    private readonly NpgsqlDataSource _source;
    private readonly LogPages _pages;
    private readonly HandlerOptions _options;
    private readonly string _node;
    private readonly HandleMethods _methods;
    private readonly HandlerRows _rows;
    private readonly DocumentMemory _memory;
    private readonly LogBehind _behind;
    private TimeSpan _pause;
    private long _noLeapBefore;
    private RunState _state = null!;

    public HandlerRun(Handler handler, int generation, string node, NpgsqlDataSource source, LogPages pages, HandlerOptions options)
    {
        (_handler, _generation, _source, _pages, _options, _node) = (handler, generation, source, pages, options, node);
        _methods = new(handler.Classes);
        _rows = new(handler, generation, node);
        _memory = new(options.MemoryBytes);
        _behind = new(source);
        _pause = options.FirstPause;
    }

    public string Name => _handler.Name;

    public int Generation => _generation;

    /// <summary>Tells it that the log has grown, or that an operator has spoken.</summary>
    public Wake Wake { get; } = new();

    /// <summary>Runs until it is cancelled, or is no longer this node's to run.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        await Untroubled(() => _rows.Claim(_source, cancellationToken), cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            RunState? state = null;
            await Untroubled(async () => state = await _rows.Read(_source, cancellationToken), cancellationToken);
            if (state is null || state.Node != _node)
                return;
            _state = state;
            if (_state.StoppedAt is null)
                await Go(cancellationToken);
            else
                await Wake.Wait(_options.Poll, cancellationToken);
        }
    }

    public void Dispose() => Wake.Dispose();

    /// <summary>Handles page after page until something is to be looked up anew.</summary>
    private async Task Go(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var began = _options.Time.GetTimestamp();
                var isFilling = _state.FillingTo is not null;
                var handled = isFilling ? await Fill(cancellationToken) : await Follow(cancellationToken);
                if (handled > 0)
                    LedgerMeter.Handled(_handler.Name, handled, _options.Time.GetElapsedTime(began));
                else if (!isFilling)
                    await Wake.Wait(_options.Poll, cancellationToken);
                _pause = _options.FirstPause;
            }
        }
        catch (FencedOffException)
        {
            _memory.Clear();
        }
        catch (PoisonException poison)
        {
            _memory.Clear();
            await Stop(poison, cancellationToken);
        }
        // A fault that is no entry's is tried again, whatever it is: the run outlives it.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _memory.Clear();
            await Pause(e, cancellationToken);
        }
    }

    private async Task<int> Follow(CancellationToken cancellationToken)
    {
        var page = await _pages.Read(_state.Position, _options.PageEntries, _options.PageBytes, cancellationToken);
        if (page is { Entries.Count: 0, Unreadable: { } poison })
            throw poison;
        if (page.Entries.Count == 0)
            _pages.Forget();
        if (
            IsFarBehind(page)
            && await LeapTo(Math.Min(page.Head, _state.Position + _options.LeapEntries), cancellationToken) is var leapt and > 0
        )
            return leapt;
        var handled = page.Entries.Count == 0 ? 0 : await Narrowed(page.Entries, cancellationToken);
        if (!_state.IsServing && _state.Position == page.Head)
            await SwitchOver(cancellationToken);
        return handled;
    }

    private bool IsFarBehind(LogPage page) =>
        _handler.IsByStream && _state.Position >= _noLeapBefore && page.Head - _state.Position > 2 * _options.PageEntries;

    /// <summary>
    /// Handles a long stretch of the log stream after stream, in one transaction, so that each document is written once; none of it when one
    /// entry cannot be handled, which is then found page by page.
    /// </summary>
    private async Task<int> LeapTo(long until, CancellationToken cancellationToken)
    {
        try
        {
            var slices = InPages(await _pages.Grown(_state.Position, until, cancellationToken));
            await Commit(
                slices.Select(some => new Func<Task<Entry[]>>(() => _pages.Read(some, until, cancellationToken))),
                until,
                connection => _rows.Advance(connection, _state.Position, until, cancellationToken),
                cancellationToken
            );
            var leapt = (int)(until - _state.Position);
            _state = _state with { Position = until };
            return leapt;
        }
        catch (Exception e) when (e is not (FencedOffException or OperationCanceledException) && !MayPass(e))
        {
            _memory.Clear();
            _noLeapBefore = until;
            return 0;
        }
    }

    /// <summary>Slices in groups of about a page; a longer slice is cut, and its parts are in groups of their own.</summary>
    private IEnumerable<IReadOnlyList<StreamRange>> InPages(IReadOnlyList<StreamRange> slices)
    {
        var (group, count) = (new List<StreamRange>(), 0L);
        foreach (var slice in slices.SelectMany(Cut))
        {
            if (group.Count > 0 && (count + slice.Count > _options.PageEntries || group[^1].Stream == slice.Stream))
            {
                yield return group;
                (group, count) = ([], 0);
            }

            group.Add(slice);
            count += slice.Count;
        }

        if (group.Count > 0)
            yield return group;
    }

    private IEnumerable<StreamRange> Cut(StreamRange slice)
    {
        for (var first = slice.First; first <= slice.Last; first += _options.PageEntries)
            yield return slice with
            {
                First = first,
                Last = Math.Min(slice.Last, first + _options.PageEntries - 1),
            };
    }

    /// <summary>Handles a page; where it cannot, a part of it, down to the entry that is the reason.</summary>
    /// <exception cref="PoisonException">The first entry cannot be handled.</exception>
    private async Task<int> Narrowed(IReadOnlyList<Entry> page, CancellationToken cancellationToken)
    {
        for (var count = page.Count; ; count = (count + 1) / 2)
        {
            var part = count == page.Count ? page.ToArray() : [.. page.Take(count)];
            try
            {
                await Commit(
                    [() => Task.FromResult(part)],
                    part[^1].Sequence,
                    connection => _rows.Advance(connection, _state.Position, part[^1].Sequence, cancellationToken),
                    cancellationToken
                );
                _state = _state with { Position = part[^1].Sequence };
                return count;
            }
            // Whatever a handler throws, it is this entry's: the log and the other handlers go on.
            catch (Exception e) when (e is not (FencedOffException or OperationCanceledException) && !MayPass(e))
            {
                _memory.Clear();
                if (count == 1)
                    throw new PoisonException(part[0].Sequence, part[0].Id, e);
            }
        }
    }

    /// <summary>Handles the next streams whole, up to the position where the generation began.</summary>
    private async Task<int> Fill(CancellationToken cancellationToken)
    {
        var to = _state.FillingTo!.Value;
        var streams = await NextStreams(cancellationToken);
        if (streams.Count == 0)
        {
            await FollowFrom(to, cancellationToken);
            return 0;
        }

        try
        {
            var entries = await _pages.Read(streams, to, cancellationToken);
            await Commit(
                [() => Task.FromResult(entries)],
                to,
                connection => _rows.Fill(connection, _state.Filled, streams[^1].Stream, entries.Length, cancellationToken),
                cancellationToken
            );
            _state = _state with { Filled = streams[^1].Stream };
            return entries.Length;
        }
        // In order of the log it is found which entry is the reason.
        catch (Exception e) when (e is not (FencedOffException or OperationCanceledException) && !MayPass(e))
        {
            _memory.Clear();
            await FollowFrom(0, cancellationToken);
            return 0;
        }
    }

    private async Task FollowFrom(long position, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await _rows.Follow(connection, _state.Filled, position, cancellationToken);
        _state = _state with { FillingTo = null, Position = position };
    }

    private async Task<List<StreamRange>> NextStreams(CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(HandlerQueries.NextStreams);
        command.Parameters.Add(new() { Value = (object?)_state.Filled ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (long)_options.PageEntries });
        var streams = new List<StreamRange>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            streams.Add(new(rows.GetString(0), 1, rows.GetInt64(1)));
        return streams;
    }

    private async Task Commit(
        IEnumerable<Func<Task<Entry[]>>> pages,
        long until,
        Func<NpgsqlConnection, Task> advance,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        _behind.MoveTo(until);
        var documents = new Documents(_handler.Documents, connection, !_state.IsServing, _memory, () => advance(connection));
        foreach (var page in pages)
            await _methods.Handle(await page(), Injected(documents, cancellationToken));
        await documents.Flush(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        documents.Remember();
    }

    private Func<Type, object?> Injected(Documents documents, CancellationToken cancellationToken)
    {
        object[] known = [.. _handler.Injects(documents, _behind), documents, _behind, cancellationToken];
        return type => Array.Find(known, type.IsInstanceOfType);
    }

    private async Task SwitchOver(CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await _rows.Replace(connection, _state.Position, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _state = _state with { IsServing = true };
        _options.Tell(new HandlerNews.SwitchedOver(_handler.Name, _generation));
    }

    private async Task Stop(PoisonException poison, CancellationToken cancellationToken)
    {
        await Untroubled(
            () => _rows.Stop(_source, poison.Sequence, poison.Id, poison.InnerException!, cancellationToken),
            cancellationToken
        );
        _options.Tell(new HandlerNews.Stopped(_handler.Name, _generation, poison.Sequence, poison.Id.ToString(), poison.InnerException!));
    }

    private async Task Untroubled(Func<Task> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception e) when (MayPass(e))
            {
                await Pause(e, cancellationToken);
            }
        }
    }

    private async Task Pause(Exception e, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _options.Tell(new HandlerNews.Retrying(_handler.Name, _generation, e));
        await Task.Delay(_pause, _options.Time, cancellationToken);
        _pause = _pause * 2 < _options.LongestPause ? _pause * 2 : _options.LongestPause;
    }

    /// <summary>Whether the same may succeed later.</summary>
    public static bool MayPass(Exception e) =>
        e is PostgresException refused
            ? SqlStates.MayPass(refused)
            : e is NpgsqlException or IOException or TimeoutException or SocketException;
}
