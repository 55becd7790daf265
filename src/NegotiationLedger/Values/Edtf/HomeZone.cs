using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.TimeZones;

namespace NegotiationLedger.Values;

/// <summary>The time zone that a negotiation is at home in: it says where a day begins and what a time of day without an offset means.</summary>
/// <remarks>Zones are those of the IANA time zone database that NodaTime carries, never the machine's. Equality is by name.</remarks>
[JsonConverter(typeof(HomeZoneConverter))]
public sealed class HomeZone : IEquatable<HomeZone>
{
    private static readonly TimeSpan Microsecond = TimeSpan.FromMicroseconds(1);
    private static readonly FrozenSet<string> Names = DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(StringComparer.Ordinal);

    private readonly DateTimeZone _zone;

    private HomeZone(string id, DateTimeZone zone) => (Id, _zone) = (id, zone);

    /// <summary>Universal time: the home of a negotiation that names none.</summary>
    public static HomeZone Utc { get; } = new("UTC", DateTimeZone.Utc);

    /// <summary>The version of the time zone database, such as <c>2025b</c>; with another version the same zone may give other instants.</summary>
    public static string DatabaseVersion => TzdbDateTimeZoneSource.Default.TzdbVersion;

    /// <summary>The IANA name: <c>America/Los_Angeles</c>.</summary>
    public string Id { get; }

    /// <summary>Reads an IANA name.</summary>
    /// <exception cref="FormatException">The text does not name a zone.</exception>
    public static HomeZone Parse(string text) =>
        TryParse(text, out var zone, out var complaint) ? zone : throw new FormatException(complaint);

    /// <summary>Reads an IANA name, or says what is wrong with a text and how to mend it.</summary>
    public static bool TryParse(string? text, out HomeZone zone, out string complaint)
    {
        var isKnown = text is not null && Names.Contains(text);
        zone = isKnown ? new(text!, DateTimeZoneProviders.Tzdb[text!]) : Utc;
        complaint = isKnown
            ? ""
            : $"'{text}' is not a valid time zone. Give an IANA name such as '{Nearest(text) ?? "America/Los_Angeles"}'.";
        return isKnown;
    }

    /// <inheritdoc/>
    public bool Equals(HomeZone? other) => other is not null && Id == other.Id;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HomeZone);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Id;

    /// <summary>The day that an instant falls on here.</summary>
    internal DateOnly DayOf(DateTimeOffset instant)
    {
        var offset = _zone.GetUtcOffset(NodaTime.Instant.FromDateTimeOffset(instant));
        return DateOnly.FromDateTime(At(instant.UtcTicks + offset.Ticks).DateTime);
    }

    /// <summary>The first instant of a day here; of a day that the zone left out, the instant at which it did.</summary>
    internal DateTimeOffset FirstOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        var (early, _, skip) = OffsetsAt(midnight);
        return skip ?? At(midnight.Ticks - early);
    }

    /// <summary>The last instant of a day here, to the microsecond, a repeated hour included; before <see cref="FirstOf"/> for a day left out.</summary>
    internal DateTimeOffset LastOf(DateOnly day)
    {
        var end = day.ToDateTime(TimeOnly.MinValue) + (TimeSpan.FromDays(1) - Microsecond);
        var (_, late, skip) = OffsetsAt(end);
        return skip - Microsecond ?? At(end.Ticks - late);
    }

    /// <summary>The first instant at which clocks here show a time; a time that they skip is read as late as they are set forward.</summary>
    internal DateTimeOffset FirstAt(DateTime local) => At(local.Ticks - OffsetsAt(local).Early);

    /// <summary>The last instant at which clocks here show a time; a time that they skip is read as late as they are set forward.</summary>
    internal DateTimeOffset LastAt(DateTime local)
    {
        var (early, late, skip) = OffsetsAt(local);
        return At(local.Ticks - (skip is null ? late : early));
    }

    // The offsets, in ticks, before and after a change of clocks that skips or repeats a time, and when it is skipped; else they are the same.
    private (long Early, long Late, DateTimeOffset? Skip) OffsetsAt(DateTime local)
    {
        if (ReferenceEquals(_zone, DateTimeZone.Utc))
            return (0, 0, null);
        var mapping = _zone.MapLocal(LocalDateTime.FromDateTime(local));
        return (
            mapping.EarlyInterval.WallOffset.Ticks,
            mapping.LateInterval.WallOffset.Ticks,
            mapping.Count == 0 ? mapping.EarlyInterval.End.ToDateTimeOffset() : null
        );
    }

    // At both ends of the years 0001 to 9999 an offset may lead out of what an instant can be.
    private static DateTimeOffset At(long ticks) => new(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    // 'Los Angeles' and 'america/los_angeles' both mean one.
    private static string? Nearest(string? text)
    {
        var name = (text ?? "").Trim().Replace(' ', '_');
        return name.Length == 0
            ? null
            : DateTimeZoneProviders.Tzdb.Ids.FirstOrDefault(id =>
                id.EndsWith(name, StringComparison.OrdinalIgnoreCase) && (id.Length == name.Length || id[^(name.Length + 1)] == '/')
            );
    }
}

/// <summary>Reads and writes a <see cref="HomeZone"/> as a JSON string.</summary>
public sealed class HomeZoneConverter : JsonConverter<HomeZone>
{
    /// <inheritdoc/>
    public override HomeZone Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        HomeZone.TryParse(reader.TokenType == JsonTokenType.String ? reader.GetString() : "", out var zone, out var complaint)
            ? zone
            : throw new JsonException(complaint);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, HomeZone value, JsonSerializerOptions options) => writer.WriteStringValue(value.Id);
}
