using NegotiationLedger.Server;
using NegotiationLedger.Store;

namespace NegotiationLedger.Cli;

/// <summary>The database in which a ledger's first key is made: the one of <c>ledger up</c>, brought forward as that does, or the one of <c>ledger serve</c>.</summary>
internal sealed class FirstKey : IAsyncDisposable
{
    private readonly ServedDatabase? _own;

    private FirstKey(string connectionString, ServedDatabase? own) => (ConnectionString, _own) = (connectionString, own);

    /// <summary>How to reach it.</summary>
    public string ConnectionString { get; }

    /// <summary>When a first key ends, and what is wrong with it; null for nothing.</summary>
    public static (DateTimeOffset? End, string? Complaint) Judge(string owner, string? expires)
    {
        if (LedgerPrincipal.ComplaintOfOwner(owner) is { } complaint)
            return (null, $"--owner '{owner}' cannot own a key: {complaint}.");
        if (expires is null)
            return (null, null);
        var (end, wrong) = KeyExpiry.Read(expires, TimeProvider.System.GetUtcNow());
        return (end, wrong is null ? null : $"--expires: {wrong}");
    }

    /// <summary>Opens it.</summary>
    /// <exception cref="PostgresUnavailableException">It cannot be had; the message says what to do.</exception>
    /// <exception cref="SchemaException">Its schema is not the one of this program.</exception>
    public static async Task<FirstKey> Open(DatabaseChoice choice, Action<string> say, CancellationToken cancellation)
    {
        if (choice.Server is { } server)
        {
            if (DatabasePassword.Warning(choice.Postgres) is { } warning)
                say(warning);
            await StartingPostgres.Wait(server, say, ServedDatabase.Patience, cancellation);
            try
            {
                await LedgerSchema.Check(server, Up.Schema, cancellation);
            }
            catch (SchemaOwnerException)
            {
                // The owner may make it too.
            }

            return new(server, own: null);
        }

        var own = await ServedDatabase.Open(choice, say, cancellation);
        try
        {
            var connections = own.Connections;
            await LedgerSchema.Apply(connections.Owner, Up.Schema, connections.WriterRole, cancellation, connections.Administrator);
            return new(connections.Writer, own);
        }
        catch
        {
            await own.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
