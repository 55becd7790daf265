using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Values;

/// <summary>What an <see cref="Edtf"/> is made of.</summary>
public enum EdtfForm
{
    /// <summary>One date: an instant, a day, a month, a season, a year, or one of these with unspecified digits.</summary>
    Date,

    /// <summary>A start and an end: <c>2025-07-17/2025-07-24</c>.</summary>
    Interval,

    /// <summary>One of several dates: <c>[2025-07-23,2025-07-24]</c>.</summary>
    OneOf,

    /// <summary>All of several dates: <c>{2025-07-23,2025-07-25}</c>.</summary>
    AllOf,
}

/// <summary>How an <see cref="Edtf"/> begins or ends.</summary>
public enum EdtfEnd
{
    /// <summary>With a date.</summary>
    Known,

    /// <summary>Not at all: <c>..</c> in an interval or a set.</summary>
    Open,

    /// <summary>At a time that nobody gives: the blank end of an interval.</summary>
    Unknown,
}

/// <summary>
/// A date, instant, interval or set of dates in the Extended Date/Time Format of the Library of Congress (2019; ISO 8601-2:2019), levels 0, 1
/// and 2, for the years 0001 to 9999. Kept as written; equality is by text.
/// </summary>
/// <remarks>
/// <para>
/// It runs from an earliest to a latest point in time, both inclusive, to the microsecond. A date without a time of day is that day in the home zone;
/// a time of day without an offset is read there, and one with an offset belongs to the calendar day that it states. Qualifiers never move the
/// bounds. An open or unknown start takes the end's earliest; an open or unknown end is the end of time. A set begins at its earliest member
/// and ends at its latest. Unspecified digits span all the dates that they may be.
/// </para>
/// <para>
/// Divisions of a year are whole months: 21 to 24 and 25 to 28 are the seasons of the northern hemisphere (spring from March, winter from
/// December into the next year), 29 to 32 those of the southern, 33 to 36 quarters, 37 to 39 thirds and 40 and 41 halves. Significant digits
/// (<c>1950S2</c>) span the years that share them. Beyond the specification, intervals and sets may hold times of day.
/// </para>
/// </remarks>
[JsonConverter(typeof(EdtfConverter))]
public sealed record Edtf
{
    private readonly EdtfBounds _bounds;

    private Edtf(string text, EdtfBounds bounds)
    {
        (Text, _bounds) = (text, bounds);
        Earliest = EarliestIn(HomeZone.Utc).Instant;
        Latest = LatestIn(HomeZone.Utc).Instant;
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>What it is made of.</summary>
    public EdtfForm Form => _bounds.Form;

    /// <summary>How it begins; a single date begins with itself.</summary>
    public EdtfEnd Start => _bounds.Start;

    /// <summary>How it ends; a single date ends with itself.</summary>
    public EdtfEnd End => _bounds.End;

    /// <summary>The first instant it may mean in universal time, inclusive.</summary>
    public DateTimeOffset Earliest { get; }

    /// <summary>The last instant it may mean in universal time, inclusive; <see cref="DateTimeOffset.MaxValue"/> for an open or unknown end.</summary>
    public DateTimeOffset Latest { get; }

    /// <summary>The first calendar day it may mean, as stated; for an open or unknown start that of the end.</summary>
    public DateOnly FirstDay => _bounds.Firsts[0].Day;

    /// <summary>The last calendar day it may mean, as stated, inclusive; <see cref="DateOnly.MaxValue"/> for an open or unknown end.</summary>
    public DateOnly LastDay =>
        End != EdtfEnd.Known ? DateOnly.MaxValue
        : _bounds.Lasts[0].Day is var day && day > FirstDay ? day
        : FirstDay;

    /// <summary>Whether it is dated to exactly one day, or within it, rather than a longer time.</summary>
    public bool IsDayOrBetter => Form != EdtfForm.Interval && (Start, End) is (EdtfEnd.Known, EdtfEnd.Known) && FirstDay == LastDay;

    /// <summary>Whether it bears a qualifier (<c>?</c> uncertain, <c>~</c> approximate, <c>%</c> both), on the whole or on any part.</summary>
    public bool IsQualified => _bounds.IsQualified;

    /// <summary>The first point in time it may mean in a negotiation at home in a zone, inclusive.</summary>
    public DatedInstant EarliestIn(HomeZone zone) => _bounds.Firsts.Min(time => time.Earliest(zone));

    /// <summary>The last point in time it may mean in a negotiation at home in a zone, inclusive; <see cref="DatedInstant.EndOfTime"/> for an open or unknown end.</summary>
    public DatedInstant LatestIn(HomeZone zone) =>
        End == EdtfEnd.Known ? _bounds.Lasts.Max(time => time.Latest(zone)).NotBefore(EarliestIn(zone)) : DatedInstant.EndOfTime;

    /// <summary>
    /// The bound that "until this date" sets in a negotiation at home in a zone, inclusive: where it ends with a day, everything stated to be
    /// on that day is within it, whatever the offset; else <see cref="LatestIn"/>.
    /// </summary>
    public DatedInstant EndIn(HomeZone zone) =>
        End == EdtfEnd.Known ? _bounds.Lasts.Max(time => time.End(zone)).NotBefore(EarliestIn(zone)) : DatedInstant.EndOfTime;

    /// <summary>Whether two dates may share a calendar day as stated: the comparison where there is no negotiation, and so no home.</summary>
    /// <remarks>An open or unknown start reaches back to the first day there is; the days between the members of a set count.</remarks>
    public bool Overlaps(Edtf other) => !IsBefore(other) && !other.IsBefore(this);

    /// <summary>Whether all the calendar days it may mean are before another's, as stated. Of two dates that do not overlap, one is before the other.</summary>
    public bool IsBefore(Edtf other) => other.Start == EdtfEnd.Known && LastDay < other.FirstDay;

    /// <summary>Whether all that it may mean is over before anything that another may mean begins, wherever the two are read.</summary>
    internal bool IsOverBefore(Edtf other) =>
        (End, other.Start) is (EdtfEnd.Known, EdtfEnd.Known)
        && other._bounds.Firsts.All(first => _bounds.Lasts.All(last => StatedTime.IsReversed(first, last)));

    /// <inheritdoc/>
    public bool Equals(Edtf? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Reads a text.</summary>
    /// <exception cref="FormatException">The text is not a valid EDTF date of the years 0001 to 9999.</exception>
    public static Edtf Parse(string text) => TryParse(text, out var edtf, out var complaint) ? edtf : throw new FormatException(complaint);

    /// <summary>Reads a text, or says what is wrong with it and which form would be right.</summary>
    public static bool TryParse(string? text, out Edtf edtf, out string complaint)
    {
        var fault = EdtfGrammar.Read(text ?? "", out var bounds);
        edtf = bounds is null ? null! : new Edtf(text!, bounds);
        complaint = fault is null ? "" : (EdtfSpelling.Mend(text ?? "") ?? fault).Complaint(text ?? "");
        return fault is null;
    }

    /// <summary>The day, as EDTF.</summary>
    public static Edtf Day(int year, int month, int day) => Parse($"{year:0000}-{month:00}-{day:00}");
}

/// <summary>Reads and writes an <see cref="Edtf"/> as a JSON string.</summary>
public sealed class EdtfConverter : JsonConverter<Edtf>
{
    private static readonly Recent<Edtf> Dates = new(Parse);

    /// <inheritdoc/>
    public override Edtf Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Dates.Of(reader.TokenType == JsonTokenType.String ? reader.GetString()! : "");

    private static Edtf Parse(string text) =>
        Edtf.TryParse(text, out var edtf, out var complaint) ? edtf : throw new JsonException(complaint);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Edtf value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
