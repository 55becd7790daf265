using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using NegotiationLedger.Store;
using NegotiationLedger.Store.Handling;
using Npgsql;
using Wolverine;
using Wolverine.Marten.Subscriptions;

namespace NegotiationLedger.Marten;

/// <summary>
/// The one subscription: turns Marten's events into entries, and forwards them to the handlers through Wolverine. What the handlers store
/// is written in Marten's transaction, together with its progress and theirs.
/// </summary>
/// <param name="handlers">The handlers.</param>
/// <param name="generations">Which generation of each serves.</param>
/// <param name="node">The name of the node that runs them.</param>
/// <param name="source">The node's connections.</param>
/// <param name="options">How they are run.</param>
/// <param name="failed">Is called when the subscription has to be begun anew.</param>
internal sealed class LedgerSubscription(
    IReadOnlyList<Handler> handlers,
    IReadOnlyDictionary<string, int> generations,
    string node,
    NpgsqlDataSource source,
    HandlerOptions options,
    Action failed
) : BatchSubscription(HandlingQueries.Name), IObserver<ShardState>
{
    private readonly LogBehind _behind = new(source);
    private readonly EntryMessages _messages = new(handlers);
    private readonly string[] _names = [.. handlers.Select(h => h.Name)];
    private volatile bool _hasHandled;

    /// <summary>Whether it has handled anything since it was begun.</summary>
    public bool HasHandled => _hasHandled;

    /// <inheritdoc/>
    public override async Task ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        IMessageBus bus,
        CancellationToken cancellationToken
    )
    {
        // Marten gives a page again that stopped on the way; what was committed of it is behind the handlers' own progress.
        var position = await ReadPosition(cancellationToken);
        Entry[] entries = [.. page.Events.Where(e => e.Sequence > position).Select(Entries.Of)];
        try
        {
            var began = options.Time.GetTimestamp();
            if (entries.Length > 0)
                await Forward(entries, page.SequenceCeiling, (ITransactionParticipantRegistrar)operations, bus, cancellationToken);
            foreach (var name in _names)
                LedgerMeter.Handled(name, entries.Length, options.Time.GetElapsedTime(began));
            _hasHandled |= entries.Length > 0;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (HandlerRun.MayPass(e))
                Tell(name => new HandlerNews.Retrying(name, generations[name], e));
            else
                await FindPoison(entries, bus, cancellationToken);
            failed();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>What Marten cannot read it does not even hand over.</remarks>
    public void OnNext(ShardState value)
    {
        if (value.Action == ShardAction.Paused)
            failed();
    }

    /// <inheritdoc/>
    public void OnError(Exception error) { }

    /// <inheritdoc/>
    public void OnCompleted() { }

    /// <summary>Handles what lies before the next entry that cannot be read, and stops there. Does nothing where all can be read.</summary>
    public async Task GoUpToUnreadable(IServiceProvider services, CancellationToken cancellationToken)
    {
        var position = await ReadPosition(cancellationToken);
        var page = await new LogPages(source).Read(position, options.PageEntries, options.PageBytes, cancellationToken);
        if (page.Unreadable is not { } poison)
            return;
        await using var scope = services.CreateAsyncScope();
        if (!await FindPoison(page.Entries, scope.ServiceProvider.GetRequiredService<IMessageBus>(), cancellationToken))
            await Stop(poison, cancellationToken);
    }

    private async Task<long> ReadPosition(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(HandlingQueries.Position);
        command.Parameters.Add(new() { Value = _names });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task Forward(
        Entry[] entries,
        long until,
        ITransactionParticipantRegistrar transaction,
        IMessageBus bus,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var documents = await Handle(entries, connection, bus, cancellationToken);
        transaction.AddTransactionParticipant(new Writing(documents, (c, t) => Advance(c, until, t)));
    }

    private async Task<Documents> Handle(Entry[] entries, NpgsqlConnection connection, IMessageBus bus, CancellationToken cancellationToken)
    {
        _behind.MoveTo(entries[^1].Sequence);
        var documents = new Documents([.. handlers.SelectMany(h => h.Documents)], connection, isBuilding: false, new(capacity: 0));
        PageInHand.Take(handlers, documents, _behind);
        await _messages.Invoke(entries, bus, cancellationToken);
        return documents;
    }

    // Entry by entry it is found which one is the reason, if one is; those before it are handled and committed.
    private async Task<bool> FindPoison(IReadOnlyList<Entry> entries, IMessageBus bus, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            try
            {
                var documents = await Handle([entry], connection, bus, cancellationToken);
                await documents.Flush(cancellationToken);
                await Advance(connection, entry.Sequence, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException && !HandlerRun.MayPass(e))
            {
                await transaction.RollbackAsync(cancellationToken);
                await Stop(new(entry.Sequence, entry.Id, e), cancellationToken);
                return true;
            }
        }

        return false;
    }

    private async Task Stop(PoisonException poison, CancellationToken cancellationToken)
    {
        var error = poison.InnerException!;
        await using var command = source.CreateCommand(HandlingQueries.Stop);
        foreach (var value in new object[] { _names, poison.Sequence, poison.Id.Value, $"{error.GetType().Name}: {error.Message}", node })
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
        Tell(name => new HandlerNews.Stopped(name, generations[name], poison.Sequence, poison.Id.ToString(), error));
    }

    private void Tell(Func<string, HandlerNews> news)
    {
        foreach (var name in _names)
            options.Tell(news(name));
    }

    private async Task Advance(NpgsqlConnection connection, long until, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(HandlingQueries.Advance, connection);
        foreach (var value in new object[] { _names, until, node })
            command.Parameters.Add(new() { Value = value });
        if (await command.ExecuteScalarAsync(cancellationToken) is long count && count < _names.Length)
            throw new FencedOffException();
    }

    private sealed class Writing(Documents documents, Func<NpgsqlConnection, CancellationToken, Task> advance) : ITransactionParticipant
    {
        public async Task BeforeCommitAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken token)
        {
            documents.Connection = connection;
            await documents.Flush(token);
            await advance(connection, token);
        }
    }
}
