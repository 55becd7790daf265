namespace NegotiationLedger.Cli;

/// <summary>There is no PostgreSQL to keep the ledger in; the message says what was tried and what to do about it.</summary>
/// <remarks>The message is meant for the person at the keyboard: print it as it is, without a stack trace. It holds no password.</remarks>
public sealed class PostgresUnavailableException : Exception
{
    /// <summary>A refusal without a cause of its own.</summary>
    public PostgresUnavailableException(string message)
        : base(message) { }

    /// <summary>A refusal with the failure that caused it.</summary>
    public PostgresUnavailableException(string message, Exception inner)
        : base(message, inner) { }

    /// <summary>Exists for the framework's conventions; nothing here throws without a remedy.</summary>
    public PostgresUnavailableException()
        : base("PostgreSQL is not available.") { }
}
