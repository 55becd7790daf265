using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace NegotiationLedger.Store;

/// <summary>The roles of a ledger in a database, and what they may do there before any table is made.</summary>
internal static class LedgerRoles
{
    private const int LongestName = 63;

    // Whoever gives a function away has to be of the role that gets it. In a copy of a database the functions are those of the ledger that it
    // was copied from. PUBLIC may make temporary tables where nothing was said otherwise.
    private const string Lacking = """
        select
            array(select format('create role %I nologin', $1) where not exists (select from pg_roles r where r.rolname = $1)),
            array(
                select format('%s %I %s %I', a.verb, $1, a.preposition, current_user)
                from (values (1, 'grant', 'to'), (2, 'revoke', 'from')) a (place, verb, preposition)
                where not exists (select from pg_roles r where r.rolname = $1 and pg_has_role(r.oid, 'usage'))
                order by a.place),
            array(
                select format(
                    'alter function %I.%I(%s) owner to %I', $3, p.proname, pg_get_function_identity_arguments(p.oid), current_user)
                from pg_proc p join pg_roles r on r.oid = p.proowner
                where p.pronamespace = to_regnamespace(quote_ident($3)) and starts_with(p.proname, 'ledger_')
                    and r.rolname <> $1 and not pg_has_role(r.oid, 'usage')),
            array(
                select format('revoke temporary on database %I from public, %I', current_database(), r.rolname)
                from pg_roles r
                where r.rolname = $2 and not r.rolsuper and has_database_privilege(r.oid, current_database(), 'TEMPORARY'))
        """;

    /// <summary>The role that owns what appends to a ledger.</summary>
    public static string Appender(string database, string schema) => Fitting($"{database}_{schema}_appender");

    /// <summary>The schema of Wolverine's messages beside a ledger's.</summary>
    public static string Messages(string schema) => Fitting($"{schema}_wolverine");

    /// <summary>Sees to it that the appender is there, that the owner may give it what it is to own, and that nobody makes temporary tables.</summary>
    /// <param name="owner">A connection as the schema's owner.</param>
    /// <param name="administrator">A connection as somebody who may create roles; null where the owner has to do it by itself.</param>
    /// <param name="appender">The appender.</param>
    /// <param name="server">The role the server runs as.</param>
    /// <param name="schema">The ledger's schema.</param>
    /// <param name="cancellationToken">Leaves what was made.</param>
    /// <returns>What takes back, at the end, the role that was lent to the owner for the time.</returns>
    /// <exception cref="SchemaRightsException">Neither may do it; the message says what an administrator is to run.</exception>
    public static async Task<Func<Task>> Prepare(
        NpgsqlConnection owner,
        NpgsqlConnection? administrator,
        string appender,
        string server,
        string schema,
        CancellationToken cancellationToken
    )
    {
        var lacking = await Ask(owner, [appender, server, schema], cancellationToken);
        var by = administrator ?? owner;
        var (lend, takeBack) = lacking[1] is [var one, var other] ? (one, other) : (null, null);
        string[] wanted = [.. lacking[0], .. lend is null ? (string[])[] : [lend], .. lacking[2], .. lacking[3]];
        try
        {
            foreach (var statement in wanted)
                await Run(by, statement, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new SchemaRightsException(wanted, e);
        }

        // Who does not own the database is only warned that nothing was revoked.
        if (lacking[3] is [var revoke] && (await Ask(owner, [appender, server, schema], cancellationToken))[3] is not [])
            throw new SchemaRightsException([revoke]);
        return () => takeBack is null ? Task.CompletedTask : Run(by, takeBack, CancellationToken.None);
    }

    private static string Fitting(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        if (bytes.Length <= LongestName)
            return name;
        var mark = "_" + Convert.ToHexStringLower(SHA256.HashData(bytes))[..8];
        var end = LongestName - mark.Length;
        while ((bytes[end] & 0xC0) == 0x80)
            end--;
        return Encoding.UTF8.GetString(bytes, 0, end) + mark;
    }

    // Statements about roles take no parameters: the server itself has put the names in, quoted.
#pragma warning disable CA2100
    private static async Task Run(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

#pragma warning restore CA2100

    private static async Task<string[][]> Ask(NpgsqlConnection connection, string[] values, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Lacking, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return [.. Enumerable.Range(0, 4).Select(row.GetFieldValue<string[]>)];
    }
}
