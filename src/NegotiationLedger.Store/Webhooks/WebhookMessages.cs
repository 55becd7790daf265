using Microsoft.Extensions.Logging;
using Npgsql;
using Wolverine;

namespace NegotiationLedger.Store.Webhooks;

/// <summary>Deliver a webhook. It waits in a durable queue, or for its time.</summary>
/// <param name="Webhook">The webhook's id.</param>
public sealed record DeliverWebhook(string Webhook);

/// <summary>Delivers a webhook, and sees to it that it is tried again when its receiver could not be reached.</summary>
public static class DeliverWebhookHandler
{
    /// <summary>Delivers it.</summary>
    /// <remarks>Where the database is away, or the audit index is behind, the message is done with: the webhook is found again when they are back (<see cref="WebhookWatch"/>).</remarks>
    public static async Task<OutgoingMessages> Handle(
        DeliverWebhook message,
        WebhookRunner runner,
        ILogger<WebhookRunner> log,
        CancellationToken cancellationToken
    )
    {
        var messages = new OutgoingMessages();
        try
        {
            if (await runner.Run(message.Webhook, cancellationToken) is { } again)
                messages.Delay(message, again);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or AuditBehindException)
        {
            log.WebhookNotDelivered(message.Webhook, e.Message);
        }

        return messages;
    }
}
