using Npgsql;

namespace NegotiationLedger.Cli;

/// <summary>Passwords of PostgreSQL roles that are not in their connection strings.</summary>
internal static class DatabasePassword
{
    /// <summary>The connection string with its password: its own, else that of the file named by <c>…_PASSWORD_FILE</c>, else <c>…_PASSWORD</c>'s.</summary>
    /// <param name="connection">A connection string.</param>
    /// <param name="name">What the variables' names begin with: <c>LEDGER_POSTGRES</c>.</param>
    /// <param name="variable">The environment.</param>
    /// <exception cref="PostgresUnavailableException">The string is none, or the file cannot be read.</exception>
    public static string Complete(string connection, string name, Func<string, string?> variable)
    {
        var parts = Parse(connection, name);
        if (!string.IsNullOrEmpty(parts.Password))
            return connection;
        if ((FromFile(name + "_PASSWORD_FILE", variable) ?? variable(name + "_PASSWORD")) is not { Length: > 0 } password)
            return connection;
        parts.Password = password;
        return parts.ConnectionString;
    }

    /// <summary>What is to be said of a connection string on the command line that holds a password; null when it holds none.</summary>
    public static string? Warning(string? connection) =>
        connection is not null && !string.IsNullOrEmpty(Parse(connection, "--postgres").Password)
            ? "Every user of this machine can read the password in --postgres: leave it out there, and give it in LEDGER_POSTGRES_PASSWORD or in a file that LEDGER_POSTGRES_PASSWORD_FILE names."
            : null;

    private static string? FromFile(string name, Func<string, string?> variable)
    {
        if (variable(name) is not { Length: > 0 } file)
            return null;
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PostgresUnavailableException($"{name} is '{file}', which cannot be read: {e.Message}", e);
        }
    }

    private static NpgsqlConnectionStringBuilder Parse(string connection, string where)
    {
        try
        {
            return new(connection);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new PostgresUnavailableException(
                $"The connection string of {where} cannot be read ({e.Message}): give it as Host=…;Database=…;Username=….",
                e
            );
        }
    }
}
