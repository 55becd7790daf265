using System.Globalization;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>When something was recorded, and by whom.</summary>
internal static class Moments
{
    private static readonly AsyncLocal<TimeZoneInfo?> Zone = new();

    /// <summary>Has instants shown in a time zone, in what is done from here on: <c>local</c>, or an IANA name; universal time when null.</summary>
    /// <exception cref="WrongUsageException">There is no such zone.</exception>
    public static void ShowIn(string? zone)
    {
        try
        {
            Zone.Value = zone switch
            {
                null => null,
                "local" => TimeZoneInfo.Local,
                _ => TimeZoneInfo.FindSystemTimeZoneById(zone),
            };
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            throw new WrongUsageException($"'{zone}' is not a time zone: give local, or an IANA name such as Asia/Qatar.");
        }
    }

    /// <summary>When and by whom, in a phrase.</summary>
    public static Phrase RecordedOf(JsonElement recorded) =>
        recorded.Text("recordedAt") is { } at ? Phrase.Of($"{ToTheSecond(at)} by {recorded.Text("recordedBy")}", Ink.Faint) : Phrase.None;

    /// <summary>The day of an instant, in universal time.</summary>
    public static string DayOf(string? instant) => instant is { Length: > 10 } ? instant[..10] : "";

    /// <summary><c>2025-07-24T09:30:00.123456Z</c> to the second, which is enough for the eye.</summary>
    public static string ToTheSecond(string instant) =>
        Zone.Value is { } zone && DateTimeOffset.TryParse(instant, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture)
        : instant is { Length: > 19 } && instant[10] == 'T' && instant.EndsWith('Z') ? $"{instant[..10]} {instant[11..19]}Z"
        : instant;
}
