using Microsoft.Extensions.Logging;

namespace NegotiationLedger.Server;

/// <summary>Every message that the server logs. Event ids are never reused.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed")]
    internal static partial void Fault(this ILogger logger, Exception error, string method, string path);

    [LoggerMessage(2, LogLevel.Warning, "The database does not answer: {Error}")]
    internal static partial void DatabaseAway(this ILogger logger, string error);

    [LoggerMessage(7, LogLevel.Warning, "The database did not answer {Count} more requests in the last {Seconds} seconds")]
    internal static partial void DatabaseStillAway(this ILogger logger, long count, int seconds);

    [LoggerMessage(3, LogLevel.Error, "The database became unavailable while a request was in progress; its outcome is not known")]
    internal static partial void OutcomeUnknown(this ILogger logger, Exception error);

    [LoggerMessage(
        4,
        LogLevel.Warning,
        "Listening on every address without credentials, because LEDGER_PUBLISHED_ON_LOOPBACK says that the port is published on loopback only"
    )]
    internal static partial void PublishedOnLoopback(this ILogger logger);

    // 5, 6 and 20 to 25 told of what followed the log before there were projections.
}
