namespace NegotiationLedger.Store;

/// <summary>The request was surely not written: the database was away, or would not do it, for longer than the log waits.</summary>
public sealed class LedgerUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Whether the request was written is not known: the connection was lost while it was under way and the database has stayed away
/// since. Sent again with the same event ids it is written once in either case.</summary>
public sealed class OutcomeUnknownException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The database refused what the request holds, such as the character U+0000; nothing of it was written.</summary>
public sealed class DataRefusedException(string sqlState, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why: the SQLSTATE, of class 22, 23 or 54.</summary>
    public string SqlState { get; } = sqlState;
}

/// <summary>The audit index has not caught up with the log in time; it goes on.</summary>
public sealed class AuditBehindException(long reached, long head) : Exception($"The audit index has reached @{reached} of @{head}.")
{
    /// <summary>The position it has reached.</summary>
    public long Reached { get; } = reached;

    /// <summary>The head.</summary>
    public long Head { get; } = head;
}
