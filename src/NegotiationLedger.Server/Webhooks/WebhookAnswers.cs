using System.Text.Json.Serialization;
using NegotiationLedger.Store.Webhooks;

namespace NegotiationLedger.Server;

/// <summary>A webhook, without its secret.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">
/// <c>active</c>, <c>failing</c> while its receiver cannot be reached, <c>paused</c> while no key of its owner's is accepted, or <c>disabled</c>.
/// </param>
/// <param name="Owner">The principal whose it is.</param>
/// <param name="Url">Where it is sent to.</param>
/// <param name="What"><c>records</c>, <c>changes</c> or <c>alerts</c>.</param>
/// <param name="Negotiations">Only these; absent for any.</param>
/// <param name="Types">Only these types; absent for any.</param>
/// <param name="Party">Only what is of this party; absent for any.</param>
/// <param name="Position">How far it has come: <c>@n</c> and all before it was delivered, or not asked for, or is among the letters.</param>
/// <param name="Behind">How many entries of the log are still to be looked at.</param>
/// <param name="Letters">How many events its receiver would not take.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="DeliveredAt">When something was last delivered; absent for never.</param>
/// <param name="FailingSince">Since when sending has failed; absent when it does not.</param>
/// <param name="NextAttemptAt">When it is tried again.</param>
/// <param name="Word">Why it is disabled or paused, or what went wrong last.</param>
public sealed record WebhookAnswer(
    string Id,
    string State,
    string Owner,
    string Url,
    string What,
    IReadOnlyList<string>? Negotiations,
    IReadOnlyList<string>? Types,
    string? Party,
    string Position,
    long Behind,
    int Letters,
    DateTimeOffset CreatedAt,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset? FailingSince,
    DateTimeOffset? NextAttemptAt,
    string? Word
)
{
    /// <summary>A webhook as it is answered.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="head">The head of the log.</param>
    public static WebhookAnswer Of(Webhook webhook, long head) =>
        new(
            webhook.Id,
            webhook.IsDisabled ? "disabled"
                : webhook.IsPaused ? "paused"
                : webhook.FailingSince is null ? "active"
                : "failing",
            webhook.Wish.Owner,
            webhook.Wish.Url,
            webhook.Wish.Content,
            webhook.Wish.Negotiations.Count > 0 ? webhook.Wish.Negotiations : null,
            webhook.Wish.Types.Count > 0 ? webhook.Wish.Types : null,
            webhook.Wish.Party,
            $"@{webhook.Position}",
            Math.Max(0, head - webhook.Position),
            webhook.Letters,
            webhook.CreatedAt,
            webhook.DeliveredAt,
            webhook.FailingSince,
            webhook.IsDisabled || webhook.IsPaused || webhook.FailingSince is null ? null : webhook.NotBefore,
            webhook is { IsDisabled: false, IsPaused: true } ? Webhook.Paused : webhook.Word
        );
}

/// <summary>The webhooks.</summary>
/// <param name="Webhooks">One's own, or for an admin all, the oldest first.</param>
public sealed record WebhooksAnswer(IReadOnlyList<WebhookAnswer> Webhooks);

/// <summary>A webhook that was made, or whose secret was changed.</summary>
/// <param name="Secret">The secret that signs, as Standard Webhooks writes it: <c>whsec_</c> and base64. It is shown this once.</param>
/// <param name="About">What it is.</param>
public sealed record MadeWebhookAnswer(string Secret, WebhookAnswer About);

/// <summary>Events that a receiver would not take.</summary>
/// <param name="Letters">They, in order.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record WebhookLettersAnswer(IReadOnlyList<WebhookLetterAnswer> Letters, long? Next);

/// <summary>An event that a receiver would not take.</summary>
/// <param name="Sequence">Its sequence.</param>
/// <param name="Word">What the receiver answered.</param>
/// <param name="RefusedAt">When.</param>
public sealed record WebhookLetterAnswer(long Sequence, string Word, DateTimeOffset RefusedAt);

/// <summary>What became of letters that were sent again.</summary>
/// <param name="Delivered">How many were taken.</param>
/// <param name="Left">How many are left.</param>
public sealed record RedeliveryAnswer(int Delivered, int Left);

/// <summary>The alerts of a webhook.</summary>
/// <param name="Alerts">The latest 1,000, those that are to be told last first.</param>
public sealed record AlertsAnswer(IReadOnlyList<AlertAnswer> Alerts);

/// <summary>An alert of a deadline.</summary>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="Record">The record that was first to tell of the deadline.</param>
/// <param name="What">The deadline in a line.</param>
/// <param name="Due">Its last instant.</param>
/// <param name="When"><c>before</c> or <c>due</c>: whether it is told before that, or at the time.</param>
/// <param name="TellAt">When it is told.</param>
/// <param name="State"><c>waiting</c>, <c>told</c>, or <c>cancelled</c> because the deadline moved or was called off.</param>
/// <param name="ToldAt">When it was told.</param>
/// <param name="Word">What went wrong last.</param>
public sealed record AlertAnswer(
    string Negotiation,
    EventId Record,
    string What,
    DateTimeOffset Due,
    string When,
    DateTimeOffset TellAt,
    string State,
    DateTimeOffset? ToldAt,
    string? Word
);

/// <summary>The JSON of webhooks: camelCase, absent rather than null, instants to the microsecond.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)]
)]
[JsonSerializable(typeof(WebhooksAnswer))]
[JsonSerializable(typeof(MadeWebhookAnswer))]
[JsonSerializable(typeof(WebhookLettersAnswer))]
[JsonSerializable(typeof(RedeliveryAnswer))]
[JsonSerializable(typeof(AlertsAnswer))]
internal sealed partial class WebhooksJson : JsonSerializerContext
{
    /// <summary>It, with its texts as people read them.</summary>
    internal static WebhooksJson Plain => field ??= new(PlainJson.Like(Default));
}
