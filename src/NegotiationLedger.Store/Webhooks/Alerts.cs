using NegotiationLedger.Views;
using Wolverine;

namespace NegotiationLedger.Store.Webhooks;

/// <summary>Tell a webhook of a deadline. It waits for its time.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Alert">The alert.</param>
/// <param name="Attempts">How often it was tried in vain.</param>
public sealed record TellAlert(string Webhook, Alert Alert, int Attempts = 0);

/// <summary>Tells a webhook of a deadline when its time has come.</summary>
public static class TellAlertHandler
{
    /// <summary>Tells it, and sees to it that it is tried again when it is not taken.</summary>
    public static async Task<OutgoingMessages> Handle(TellAlert message, Alerts alerts, CancellationToken cancellationToken)
    {
        var messages = new OutgoingMessages();
        if (await alerts.Tell(message, cancellationToken) is { } again)
            messages.Delay(message with { Attempts = message.Attempts + 1 }, again);
        return messages;
    }
}

/// <summary>
/// Alerts of deadlines: what ends, or is to begin, on a day or at a time that the records name. They are planned as the webhook follows the log, so
/// that a deadline that moves cancels what was planned for it; Wolverine keeps them until their time.
/// </summary>
public sealed class Alerts(
    LedgerReader reader,
    WebhookStore webhooks,
    AlertStore store,
    IWebhookSender sender,
    Func<IMessageBus> bus,
    WebhookRules rules,
    TimeProvider time
)
{
    /// <summary>Plans the alerts of negotiations that moved.</summary>
    /// <param name="webhook">For which webhook.</param>
    /// <param name="entries">What was recorded, in order.</param>
    /// <param name="cancellationToken">Gives up; what is planned stays so, and is planned once.</param>
    internal async Task Plan(Webhook webhook, IReadOnlyList<Entry> entries, CancellationToken cancellationToken)
    {
        var wish = webhook.Wish;
        var moved = entries
            .Where(e => !StreamName.IsOfRegistration(e.Stream) && (wish.Negotiations.Count == 0 || wish.Negotiations.Contains(e.Stream)))
            .GroupBy(e => e.Stream);
        foreach (var negotiation in moved)
        {
            var history = (await reader.Read(new(negotiation.Key), cancellationToken)).History;
            // What moved on since is planned where it stands last.
            if (negotiation.Last().Version < history.Version)
                continue;
            var alerts = Of(history, wish.NoticeHours);
            foreach (var alert in await store.PlanAll(webhook.Id, negotiation.Key, alerts, cancellationToken))
                await bus().ScheduleAsync(new TellAlert(webhook.Id, alert), alert.TellAt);
        }
    }

    /// <summary>Tells an alert, unless its deadline has moved.</summary>
    /// <returns>When to try again; null when there is no need, or it has been tried for too long.</returns>
    internal async Task<TimeSpan?> Tell(TellAlert message, CancellationToken cancellationToken)
    {
        if (
            await store.Find(message.Webhook, message.Alert, cancellationToken) is not { } alert
            || await webhooks.Find(message.Webhook, owner: null, cancellationToken) is not { IsDisabled: false } webhook
            || await webhooks.Secrets(webhook.Id, cancellationToken) is not { } secrets
        )
            return null;
        var delivery = webhook.IsPaused
            ? new(DeliveryOutcome.Failed, Webhook.Paused)
            : await sender.Send(webhook, secrets, [(0, sender.Make(webhook, alert))], cancellationToken);
        var isTaken = delivery.Outcome is DeliveryOutcome.Delivered;
        await store.Note(webhook.Id, alert, isTaken ? null : delivery.Word, cancellationToken);
        return isTaken || alert.TellAt + rules.GiveUpAfter < time.GetUtcNow() ? null : rules.PauseAfter(message.Attempts + 1);
    }

    // What is past is no news.
    private List<Alert> Of(History history, int noticeHours)
    {
        var (now, zone) = (time.GetUtcNow(), history.Through(Lens.Everything).Zone);
        var alerts = new List<Alert>();
        foreach (var entry in Diary.Of(history).Where(e => e is { IsToCome: true, IsCalledOff: false }))
        {
            var due = entry.When.LatestIn(zone).Instant;
            if (due <= now)
                continue;
            // The database keeps microseconds.
            due = due.AddTicks(-(due.Ticks % TimeSpan.TicksPerMicrosecond));
            var before = due.AddHours(-noticeHours);
            alerts.Add(new(history.Negotiation.Value, entry.First, due, IsBefore: false, entry.What, due));
            if (noticeHours > 0)
                alerts.Add(new(history.Negotiation.Value, entry.First, due, IsBefore: true, entry.What, before > now ? before : now));
        }

        return alerts;
    }
}
