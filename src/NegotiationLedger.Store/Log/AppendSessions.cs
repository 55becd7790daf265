using System.Runtime.ExceptionServices;
using Marten;
using Marten.Services;
using Npgsql;

namespace NegotiationLedger.Store;

/// <summary>The Marten sessions in which a node appends: one for each batch, all on one connection at a time, whatever becomes of those before it.</summary>
internal sealed class AppendSessions : IAsyncDisposable
{
    // An earlier connection of this node may still be at work on the server. It is ended first, so that a request which is sent again
    // meets either what the first attempt committed or nothing, and no late commit contradicts an answer. Durability is pinned here:
    // a server or role that turns synchronous commit off does not get its way, one that asks for remote_apply does.
    private const string Begin = """
        select coalesce(bool_and(pg_terminate_backend(pid, 5000)), true),
            set_config(
                'synchronous_commit', case current_setting('synchronous_commit') when 'remote_apply' then 'remote_apply' else 'on' end, false)
        from pg_stat_activity
        where application_name = current_setting('application_name') and usename = current_user and pid <> pg_backend_pid()
        """;

    private const int LongestPause = 5000;

    private readonly IDocumentStore _store;
    private readonly NpgsqlDataSource _source;

    /// <summary>Appends through a store. Connects when first used.</summary>
    public AppendSessions(IDocumentStore store, LogOptions options)
    {
        // The name tells this node's append connections from all others.
        var name = $"ledger append {Guid.NewGuid():N}";
        var settings = new NpgsqlConnectionStringBuilder(Connections.Pooled(options.ConnectionString, options.Schema))
        {
            ApplicationName = name,
            MinPoolSize = 1,
            MaxPoolSize = 1,
        };
        // A node that is frozen or cut off between a batch and its commit holds the head, and with it every other node.
        settings.Options = $"{settings.Options} -c idle_in_transaction_session_timeout={LongestPause}".Trim();
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "appends" };
        builder.UsePhysicalConnectionInitializer(
            _ => throw new NotSupportedException("Appends open their connection asynchronously."),
            TakeOver
        );
        (_store, _source) = (store, builder.Build());
    }

    /// <summary>Opens the connection, where it is not open yet.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached, refuses, or the connection before this one could not be ended.</exception>
    public ValueTask<NpgsqlConnection> Open() => _source.OpenConnectionAsync();

    /// <summary>Appends a batch in one transaction.</summary>
    /// <returns>One answer per request, in their order, to be given to the callers.</returns>
    /// <exception cref="PostgresException">The batch was rolled back, where the severity is ERROR.</exception>
    /// <exception cref="NpgsqlException">The connection was lost; the batch may have been committed.</exception>
    public async Task<IReadOnlyList<BatchAnswer>> Append(IReadOnlyList<PendingAppend> batch, NpgsqlConnection connection)
    {
        var append = new AppendOperation(batch);
        await using var session = _store.LightweightSession(SessionOptions.ForConnection(connection));
        session.QueueOperation(append);
        try
        {
            await session.SaveChangesAsync();
        }
        // Marten wraps what the database says.
        catch (Exception e) when (FaultIn(e) is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }

        return append.Answers;
    }

    /// <summary>Lets the connection go; the next batch is appended on another.</summary>
    public void Drop() => _source.Clear();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async Task TakeOver(NpgsqlConnection connection)
    {
        await using var begin = new NpgsqlCommand(Begin, connection);
        if (await begin.ExecuteScalarAsync() is not true)
            throw new NpgsqlException("An earlier connection of this node is still at work.");
    }

    private static NpgsqlException? FaultIn(Exception? e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is NpgsqlException fault)
                return fault;
        }

        return null;
    }
}
