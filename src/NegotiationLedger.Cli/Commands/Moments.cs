using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>When something was recorded, and by whom.</summary>
internal static class Moments
{
    /// <summary>When and by whom, in a phrase.</summary>
    public static Phrase RecordedOf(JsonElement recorded) =>
        recorded.Text("recordedAt") is { } at ? Phrase.Of($"{ToTheSecond(at)} by {recorded.Text("recordedBy")}", Ink.Faint) : Phrase.None;

    /// <summary>The day of an instant, in universal time.</summary>
    public static string DayOf(string? instant) => instant is { Length: > 10 } ? instant[..10] : "";

    /// <summary><c>2025-07-24T09:30:00.123456Z</c> to the second, which is enough for the eye.</summary>
    public static string ToTheSecond(string instant) =>
        instant is { Length: > 19 } && instant[10] == 'T' && instant.EndsWith('Z') ? $"{instant[..10]} {instant[11..19]}Z" : instant;
}
