namespace NegotiationLedger.Store.Webhooks;

/// <summary>How webhooks are delivered.</summary>
public sealed record WebhookRules
{
    /// <summary>After how long it is tried again, after the first failure, the second and so on; after the last of them each time as long.</summary>
    public IReadOnlyList<TimeSpan> Pauses { get; init; } =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(2),
    ];

    /// <summary>After how long of nothing but failures a webhook is disabled.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromDays(3);

    /// <summary>For how long both secrets sign after one took the other's place.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How many events are sent at once at most.</summary>
    public int MostEvents { get; init; } = 100;

    /// <summary>How long what comes one by one is gathered before it is sent, once something has just been sent.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>For how long a run waits for more before it ends.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For how long a run goes on before it makes room for others.</summary>
    public TimeSpan Run { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a run that gives no sign keeps its webhook; longer than <see cref="Linger"/> and <see cref="Attempt"/> together.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long an attempt may take.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a single event that the receiver refuses is sent before it is passed over.</summary>
    public int Refusals { get; init; } = 3;

    /// <summary>The pause after so many failures, from 1.</summary>
    internal TimeSpan PauseAfter(int attempts) => Pauses[Math.Min(attempts, Pauses.Count) - 1];
}

/// <summary>What became of an attempt.</summary>
public enum DeliveryOutcome
{
    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>The receiver is there, and does not take this.</summary>
    Refused,

    /// <summary>The receiver cannot take anything at the moment.</summary>
    Failed,

    /// <summary>The receiver wants nothing any more.</summary>
    Gone,
}

/// <summary>An attempt, and what became of it.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Word">What the receiver answered, or what went wrong, for its owner.</param>
/// <param name="RetryAfter">How long the receiver asks to be left alone; null when it says nothing.</param>
public sealed record Delivery(DeliveryOutcome Outcome, string Word, TimeSpan? RetryAfter = null);

/// <summary>What is to be sent of some entries.</summary>
/// <param name="Events">The events, UTF-8 JSON, each with its sequence, in order; empty when nothing of the entries is asked for.</param>
/// <param name="Through">The last sequence that it reaches to.</param>
public sealed record WebhookBatch(IReadOnlyList<(long Sequence, byte[] Event)> Events, long Through);

/// <summary>Makes and sends what a webhook is sent.</summary>
public interface IWebhookSender
{
    /// <summary>What a webhook is sent of entries, which are in order: so many events at most, and not more than fit into one message.</summary>
    Task<WebhookBatch> Make(Webhook webhook, IReadOnlyList<Entry> entries, int most, CancellationToken cancellationToken);

    /// <summary>The event of an alert, UTF-8 JSON: the same whenever it is made.</summary>
    byte[] Make(Webhook webhook, Alert alert);

    /// <summary>Sends events once. Whatever happens outside is an outcome, no exception.</summary>
    Task<Delivery> Send(
        Webhook webhook,
        WebhookSecrets secrets,
        IReadOnlyList<(long Sequence, byte[] Event)> events,
        CancellationToken cancellationToken
    );
}
