using Microsoft.Extensions.Logging;

namespace NegotiationLedger.Server;

/// <summary>Every message that the server logs. Event ids are never reused.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed")]
    internal static partial void Fault(this ILogger logger, Exception error, string method, string path);

    [LoggerMessage(2, LogLevel.Warning, "The database does not answer")]
    internal static partial void DatabaseAway(this ILogger logger, Exception error);

    [LoggerMessage(3, LogLevel.Error, "The database went away while a request was under way; its outcome is not known")]
    internal static partial void OutcomeUnknown(this ILogger logger, Exception error);

    [LoggerMessage(
        4,
        LogLevel.Warning,
        "Listening on every address, without credentials, because the operator says that whatever publishes the port does so on loopback"
    )]
    internal static partial void PublishedOnLoopback(this ILogger logger);

    [LoggerMessage(5, LogLevel.Error, "The audit index does not follow the log")]
    internal static partial void AuditIndexStopped(this ILogger logger, Exception error);

    [LoggerMessage(6, LogLevel.Error, "The audit index lacks the newest records of {Negotiation}; answers say so, and it is tried again")]
    internal static partial void AuditIndexLacks(this ILogger logger, string negotiation, Exception error);

    [LoggerMessage(20, LogLevel.Information, "Handler {Handler} (generation {Generation}) runs on this node")]
    internal static partial void HandlerTaken(this ILogger logger, string handler, int generation);

    [LoggerMessage(
        21,
        LogLevel.Warning,
        "Handler {Handler} (generation {Generation}) was taken over from a node that gave no sign of life"
    )]
    internal static partial void HandlerTakenOver(this ILogger logger, string handler, int generation);

    [LoggerMessage(
        22,
        LogLevel.Warning,
        "Handler {Handler} (generation {Generation}) meets a fault that may pass, and tries again: {Fault}"
    )]
    internal static partial void HandlerRetries(this ILogger logger, string handler, int generation, string fault);

    [LoggerMessage(
        23,
        LogLevel.Error,
        "Handler {Handler} (generation {Generation}) stops at entry {Id}, @{Sequence}: mend what is wrong and run 'ledger handlers retry {Handler}', or leave the entry out with 'ledger handlers skip {Handler}'"
    )]
    internal static partial void HandlerStopped(
        this ILogger logger,
        Exception error,
        string handler,
        int generation,
        string id,
        long sequence
    );

    [LoggerMessage(24, LogLevel.Information, "Handler {Handler} serves from generation {Generation}")]
    internal static partial void HandlerSwitchedOver(this ILogger logger, string handler, int generation);

    [LoggerMessage(25, LogLevel.Warning, "This node runs no handlers at the moment: {Fault}")]
    internal static partial void HandlersAway(this ILogger logger, string fault);
}
