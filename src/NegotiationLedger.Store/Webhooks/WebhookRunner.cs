using NegotiationLedger.Store.Feed;

namespace NegotiationLedger.Store.Webhooks;

/// <summary>
/// Delivers a webhook, from where it stands in the log on: in order, each event at least once. One run at a time has a webhook, by a lease in the
/// database; a run whose node dies leaves it to another.
/// </summary>
public sealed class WebhookRunner(
    WebhookStore store,
    LogTail tail,
    IWebhookSender sender,
    Alerts alerts,
    WebhookRules rules,
    TimeProvider time
)
{
    private readonly WebhookStore _store = store;
    private readonly LogTail _tail = tail;
    private readonly IWebhookSender _sender = sender;
    private readonly Alerts _alerts = alerts;
    private readonly WebhookRules _rules = rules;
    private readonly TimeProvider _time = time;

    /// <summary>Delivers what there is, and what comes while it lasts.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="cancellationToken">Ends the run; what was delivered is noted.</param>
    /// <returns>When to run again; null when there is no need.</returns>
    public async Task<TimeSpan?> Run(string id, CancellationToken cancellationToken)
    {
        var run = Guid.NewGuid();
        if (await _store.Claim(id, run, _rules.Lease, cancellationToken) is not var (webhook, secrets))
            return null;
        try
        {
            return await new Course(this, webhook, secrets, run).Follow(cancellationToken);
        }
        finally
        {
            await _store.Leave(id, run, CancellationToken.None);
        }
    }

    /// <summary>
    /// Sends again what the receiver would not take, until it cannot take anything, or it has taken as long as a run may; how many of them it
    /// took, and null when the webhook is gone.
    /// </summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="letters">What to send.</param>
    /// <param name="cancellationToken">Ends it; what was taken is forgotten.</param>
    public async Task<int?> SendAgain(Webhook webhook, IReadOnlyList<WebhookLetter> letters, CancellationToken cancellationToken)
    {
        if (await _store.Secrets(webhook.Id, cancellationToken) is not { } secrets)
            return null;
        var (taken, began) = (0, _time.GetTimestamp());
        foreach (var letter in letters)
        {
            if (_time.GetElapsedTime(began) > _rules.Run)
                break;
            await _tail.WaitAfter(letter.Sequence - 1, _rules.Linger, cancellationToken);
            var entry = await _tail.ReadAfter(letter.Sequence - 1, 1, cancellationToken);
            var batch = await _sender.Make(webhook, entry, 1, cancellationToken);
            var delivery = await _sender.Send(webhook, secrets, batch.Events, cancellationToken);
            if (delivery.Outcome is DeliveryOutcome.Delivered)
            {
                await _store.ForgetLetters(webhook.Id, [letter.Sequence], cancellationToken);
                taken++;
            }
            else if (!await _store.Keep(webhook.Id, letter.Sequence, delivery.Word, cancellationToken))
                return null;
            else if (delivery.Outcome is not DeliveryOutcome.Refused)
                break;
        }

        return taken;
    }

    /// <summary>One run.</summary>
    private sealed class Course(WebhookRunner runner, Webhook webhook, WebhookSecrets secrets, Guid run)
    {
        private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(5);

        // Whoever may not be told any more is told nothing from then on.
        private static readonly TimeSpan Recent = TimeSpan.FromSeconds(1);

        private readonly WebhookRules _rules = runner._rules;
        private long _position = webhook.Position;
        private long _noted = webhook.Position;
        private int _most = runner._rules.MostEvents;
        private int _refusals;
        private int _attempts = webhook.Attempts;
        private long _renewed = runner._time.GetTimestamp();

        internal async Task<TimeSpan?> Follow(CancellationToken cancellationToken)
        {
            var began = runner._time.GetTimestamp();
            while (runner._time.GetElapsedTime(began) < _rules.Run)
            {
                var entries = await runner._tail.ReadAfter(_position, LogTail.MostAtOnce, cancellationToken);
                if (entries.Count == 0)
                {
                    if (!await Note(isDelivered: false, cancellationToken))
                        return null;
                    if (!await runner._tail.WaitAfter(_position, _rules.Linger, cancellationToken))
                        return null;
                    continue;
                }

                if (webhook.Wish.Content == WebhookWish.Alerts)
                {
                    await runner._alerts.Plan(webhook, entries, cancellationToken);
                    _position = entries[^1].Sequence;
                    if (!await Note(isDelivered: false, cancellationToken))
                        return null;
                    continue;
                }

                var batch = await runner._sender.Make(webhook, entries, _most, cancellationToken);
                if (batch.Events.Count == 0)
                    _position = batch.Through;
                else if (!await IsStillHeld(cancellationToken))
                    return null;
                else if (await Deliver(batch, cancellationToken) is { } end)
                    return end.Again;
            }

            return await Note(isDelivered: false, cancellationToken) ? TimeSpan.Zero : null;
        }

        // Null to go on.
        private async Task<End?> Deliver(WebhookBatch batch, CancellationToken cancellationToken)
        {
            var delivery = await runner._sender.Send(webhook, secrets, batch.Events, cancellationToken);
            switch (delivery.Outcome)
            {
                case DeliveryOutcome.Delivered:
                    (_position, _attempts, _refusals) = (batch.Through, 0, 0);
                    _most = Math.Min(_most * 2, _rules.MostEvents);
                    if (!await Note(isDelivered: true, cancellationToken))
                        return End.Lost;
                    if (batch.Events.Count < _rules.MostEvents)
                        await Task.Delay(_rules.Gather, runner._time, cancellationToken);
                    return null;
                // One of them is not taken: the others are.
                case DeliveryOutcome.Refused when batch.Events.Count > 1:
                    _most = batch.Events.Count / 2;
                    return null;
                case DeliveryOutcome.Refused when ++_refusals >= _rules.Refusals:
                    if (!await runner._store.Keep(webhook.Id, batch.Events[0].Sequence, delivery.Word, cancellationToken))
                        return End.Lost;
                    (_position, _refusals) = (batch.Through, 0);
                    return await Note(isDelivered: false, cancellationToken) ? null : End.Lost;
                case DeliveryOutcome.Refused:
                    await Task.Delay(_rules.Gather, runner._time, cancellationToken);
                    return null;
                default:
                    return await Fail(delivery, cancellationToken);
            }
        }

        private async Task<End> Fail(Delivery delivery, CancellationToken cancellationToken)
        {
            if (!await Note(isDelivered: false, cancellationToken))
                return End.Lost;
            var pause = _rules.PauseAfter(_attempts + 1);
            if (delivery.RetryAfter > pause)
                pause = delivery.RetryAfter.Value;
            var isDisabled = await runner._store.Fail(
                webhook.Id,
                run,
                delivery.Word,
                pause,
                delivery.Outcome is DeliveryOutcome.Gone,
                _rules.GiveUpAfter,
                cancellationToken
            );
            return new(isDisabled == false ? pause : null);
        }

        private Task<bool> IsStillHeld(CancellationToken cancellationToken) =>
            runner._time.GetElapsedTime(_renewed) < Recent ? Task.FromResult(true) : Renew(isDelivered: false, cancellationToken);

        private Task<bool> Note(bool isDelivered, CancellationToken cancellationToken) =>
            !isDelivered && _noted == _position && runner._time.GetElapsedTime(_renewed) < Renewal
                ? Task.FromResult(true)
                : Renew(isDelivered, cancellationToken);

        private async Task<bool> Renew(bool isDelivered, CancellationToken cancellationToken)
        {
            (_noted, _renewed) = (_position, runner._time.GetTimestamp());
            return await runner._store.Advance(webhook.Id, run, _position, _rules.Lease, isDelivered, cancellationToken);
        }
    }

    /// <summary>The end of a run.</summary>
    /// <param name="Again">When to run again; null when there is no need.</param>
    private sealed record End(TimeSpan? Again)
    {
        internal static End Lost { get; } = new((TimeSpan?)null);
    }
}
