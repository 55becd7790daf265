namespace NegotiationLedger.Store;

/// <summary>The ledger's schema does not let this program work; the message says what to do.</summary>
public abstract class SchemaException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A newer program has changed the schema; this one must not touch it.</summary>
public sealed class SchemaTooNewException(int found, int known)
    : SchemaException(
        $"The ledger's schema was left by a newer program (version {found}; this program knows {known}). Use that program, or a newer one."
    )
{
    /// <summary>The version found in the database.</summary>
    public int Found { get; } = found;

    /// <summary>The newest version this program knows.</summary>
    public int Known { get; } = known;
}

/// <summary>The schema is not there, or an older program left it; it has to be brought forward by its owner first.</summary>
public sealed class SchemaTooOldException(string schema)
    : SchemaException(
        $"The schema '{schema}' is not there yet or was left by an older program. Run 'ledger migrate --postgres <the owner's connection string>' and start again; what was recorded stays."
    );

/// <summary>The schema is not one that any release of this program left.</summary>
public sealed class SchemaUnknownException(string schema, string found)
    : SchemaException(
        $"The schema '{schema}' is not a ledger that this program knows: {found}. Nothing was changed. Name another schema or database, or first upgrade the ledger to 0.1.0 with that release."
    );

/// <summary>The roles that a ledger needs are not there, and who applies the schema may not make them.</summary>
public sealed class SchemaRightsException(IReadOnlyList<string> statements, Exception? inner = null)
    : SchemaException(
        $"Records are written by a role that nobody logs in as, and this login may not set it up. Have an administrator run in this database: {string.Join("; ", statements)};",
        inner
    )
{
    /// <summary>What an administrator is to run, in order.</summary>
    public IReadOnlyList<string> Statements { get; } = statements;
}

/// <summary>A server was given a login that could change the schema, and with it what was recorded.</summary>
public sealed class SchemaOwnerException(string login, string server)
    : SchemaException(
        $"The login {login} has the rights of the schema's owner, who can change what was recorded. Serve as {server}; only 'ledger migrate' needs the owner."
    );
