namespace NegotiationLedger.Store.Webhooks;

/// <summary>What is asked for when a webhook is made.</summary>
/// <param name="Owner">The principal whose it is.</param>
/// <param name="Url">Where to send.</param>
/// <param name="Content"><c>records</c>, <c>changes</c>, or <c>alerts</c> of deadlines.</param>
/// <param name="Negotiations">Only these; any when empty.</param>
/// <param name="Types">Only these types; any when empty.</param>
/// <param name="Party">Only what is of this party; any when null.</param>
/// <param name="NoticeHours">Of alerts: how many hours before a deadline it is told of, from 0, which is at the time alone.</param>
public sealed record WebhookWish(
    string Owner,
    string Url,
    string Content,
    IReadOnlyList<string> Negotiations,
    IReadOnlyList<string> Types,
    string? Party,
    int NoticeHours
)
{
    /// <summary>What alerts are made for.</summary>
    public const string Alerts = "alerts";
}

/// <summary>A webhook as it stands.</summary>
/// <param name="Id">Its public id: 12 characters of base62.</param>
/// <param name="Wish">What is sent where.</param>
/// <param name="Position">The last sequence that was delivered or passed over.</param>
/// <param name="IsDisabled">Whether nothing is sent until it is enabled again.</param>
/// <param name="IsPaused">Whether nothing is sent because no key of its owner's is accepted that may have webhooks; it goes on once one is.</param>
/// <param name="Word">Why it is disabled, or what went wrong last; null when nothing is wrong.</param>
/// <param name="Attempts">How often sending has failed since it last succeeded.</param>
/// <param name="FailingSince">Since when; null when it does not.</param>
/// <param name="NotBefore">When it is tried again; null for at once.</param>
/// <param name="DeliveredAt">When something was last delivered; null for never.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Letters">How many events its receiver would not take.</param>
public sealed record Webhook(
    string Id,
    WebhookWish Wish,
    long Position,
    bool IsDisabled,
    bool IsPaused,
    string? Word,
    int Attempts,
    DateTimeOffset? FailingSince,
    DateTimeOffset? NotBefore,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset CreatedAt,
    int Letters
)
{
    /// <summary>Why one is paused, for its owner and admins.</summary>
    public const string Paused = "no key of its owner's is accepted that may have webhooks: it goes on once one is";
}

/// <summary>The secrets that sign what a webhook is sent.</summary>
/// <param name="Secret">The present one, 32 bytes.</param>
/// <param name="Former">The one before, while both are in use.</param>
public sealed record WebhookSecrets(byte[] Secret, byte[]? Former)
{
    /// <summary>Says nothing of them.</summary>
    public override string ToString() => nameof(WebhookSecrets);
}

/// <summary>An event that a webhook's receiver would not take.</summary>
/// <param name="Sequence">Its sequence.</param>
/// <param name="Word">What the receiver answered.</param>
/// <param name="RefusedAt">When.</param>
public sealed record WebhookLetter(long Sequence, string Word, DateTimeOffset RefusedAt);
