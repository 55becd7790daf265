using Microsoft.Extensions.Logging;

namespace NegotiationLedger.Store;

/// <summary>Every message that the store logs. Event ids are never reused.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(101, LogLevel.Warning, "Polling the log, because notifications do not arrive: {Fault}")]
    internal static partial void NotListening(this ILogger logger, string fault);

    [LoggerMessage(112, LogLevel.Warning, "The log cannot be followed for the feed at the moment: {Fault}")]
    internal static partial void NotFollowing(this ILogger logger, string fault);

    [LoggerMessage(113, LogLevel.Warning, "Webhook {Webhook} could not be delivered and will be: {Fault}")]
    internal static partial void WebhookNotDelivered(this ILogger logger, string webhook, string fault);

    [LoggerMessage(114, LogLevel.Warning, "Webhooks cannot be looked after at the moment: {Fault}")]
    internal static partial void WebhooksNotWatched(this ILogger logger, string fault);

    [LoggerMessage(102, LogLevel.Error, "{Projection} of {Negotiation} cannot be brought up to date and will be retried: {Fault}")]
    internal static partial void NegotiationNotProjected(this ILogger logger, string projection, string negotiation, string fault);

    [LoggerMessage(103, LogLevel.Information, "{Projection} of {Negotiation} is up to date again")]
    internal static partial void NegotiationHealed(this ILogger logger, string projection, string negotiation);

    [LoggerMessage(104, LogLevel.Error, "Projections did not start and will be retried")]
    internal static partial void ProjectionsNotStarted(this ILogger logger, Exception error);

    [LoggerMessage(111, LogLevel.Warning, "What projections have left over could not be looked for and will be: {Fault}")]
    internal static partial void NotSentAgain(this ILogger logger, string fault);

    [LoggerMessage(105, LogLevel.Information, "{Projection} has been rebuilt")]
    internal static partial void ProjectionRebuilt(this ILogger logger, string projection);

    [LoggerMessage(107, LogLevel.Warning, "{Projection} is stuck at @{Position} while the log grows; restarting it")]
    internal static partial void ProjectionStandsStill(this ILogger logger, string projection, long position);

    [LoggerMessage(108, LogLevel.Debug, "Projections cannot be monitored at the moment: {Fault}")]
    internal static partial void ProjectionsNotWatched(this ILogger logger, string fault);

    [LoggerMessage(106, LogLevel.Warning, "Projections did not stop: {Fault}")]
    internal static partial void ProjectionsNotStopped(this ILogger logger, string fault);

    [LoggerMessage(
        110,
        LogLevel.Warning,
        "The log's time is {Seconds} s ahead of this machine's clock: a clock jumped ahead and came back. Records get times a microsecond apart until it is caught up with; check the clocks"
    )]
    internal static partial void ClockIsBehind(this ILogger logger, long seconds);

    [LoggerMessage(109, LogLevel.Warning, "Old receipts could not be removed; trying again in an hour: {Fault}")]
    internal static partial void ReceiptsNotForgotten(this ILogger logger, string fault);

    [LoggerMessage(112, LogLevel.Warning, "Expired drafts could not be removed; trying again in an hour: {Fault}")]
    internal static partial void DraftsNotForgotten(this ILogger logger, string fault);
}
