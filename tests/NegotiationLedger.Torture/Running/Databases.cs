using NegotiationLedger.Cli;
using NegotiationLedger.Store;
using Npgsql;

namespace NegotiationLedger.Torture.Running;

/// <summary>The ledger's database in a cluster.</summary>
internal static class Databases
{
    private const string Name = "negotiation_ledger";

    /// <summary>Makes the database, its roles and its schema.</summary>
    public static async Task<LedgerConnections> Ledger(string superuser)
    {
        var connections = await Connections(superuser);
        await LedgerSchema.Apply(connections.Owner, "ledger", connections.WriterRole, CancellationToken.None, connections.Administrator);
        return connections;
    }

    /// <summary>How to reach it, once it is there.</summary>
    public static Task<LedgerConnections> Connections(string superuser) =>
        LedgerDatabase.Ensure(superuser, Name, "ledger_owner", "ledger_writer", CancellationToken.None);

    /// <summary>How to look at it without being refused anything.</summary>
    public static string AsSuperuser(string superuser) =>
        new NpgsqlConnectionStringBuilder(superuser) { Database = Name, MaxPoolSize = 4 }.ConnectionString;
}
