using System.Globalization;

namespace NegotiationLedger.Accounts;

/// <summary>What a bound may name with <c>@</c>, beside dates and instants.</summary>
public enum BoundMark
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A record: <c>@&lt;event id&gt;</c>.</summary>
    Record,

    /// <summary>A position in the log: <c>@&lt;sequence&gt;</c>.</summary>
    Position,
}

/// <summary>Where what a reader asks for begins or ends, inclusive. Exactly one of its places is given.</summary>
/// <param name="Text">As the reader wrote it.</param>
/// <param name="Instant">The instant; of a date its beginning or its end in universal time.</param>
/// <param name="Event">The record.</param>
/// <param name="Position">The sequence.</param>
public sealed record Bound(string Text, DateTimeOffset? Instant = null, EventId? Event = null, long? Position = null)
{
    private Edtf? Date { get; init; }

    // With the offset that it states, and so on the day that it states.
    private DateTimeOffset? AsStated { get; init; }

    /// <summary>The end of what is let through in a negotiation at home in a zone, inclusive; null where it names a record or a position.</summary>
    internal DatedInstant? EndIn(HomeZone zone) => Date is null ? Stated(zone) : Date.EndIn(zone);

    /// <summary>The beginning of what is let through in a negotiation at home in a zone, inclusive; null where it names a record or a position.</summary>
    internal DatedInstant? StartIn(HomeZone zone) => Date is null ? Stated(zone) : Date.EarliestIn(zone);

    /// <summary>Whether an entry stands in the prefix of the log that ends here.</summary>
    public bool Includes(Entry entry) => Position is { } position ? entry.Sequence <= position : entry.RecordedAt <= Instant;

    /// <summary>Reads a bound of a query; null when none is given, or when it is added to the problems why it cannot be read.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="text">Its value: an instant, a date without qualifier, or what the mark allows; null for none.</param>
    /// <param name="mark">What it may name with <c>@</c>.</param>
    /// <param name="isEnd">Whether a date means its end, or else its beginning.</param>
    /// <param name="problems">What is wrong with it.</param>
    public static Bound? Read(string name, string? text, BoundMark mark, bool isEnd, ICollection<Problem> problems)
    {
        if (text is null)
            return null;
        var (bound, complaint) =
            mark is not BoundMark.None && text.StartsWith('@') ? ReadMark(text, mark)
            : Instants.TryParse(text, out var instant) ? (new(text, instant) { AsStated = Instants.AsStated(text) }, "")
            : ReadDate(text, isEnd);
        if (bound is null)
            problems.Add(new($"/{name}", complaint));
        return bound;
    }

    private static (Bound? Bound, string Complaint) ReadDate(string text, bool isEnd) =>
        !Edtf.TryParse(text, out var date, out var complaint) ? (null, complaint)
        : date.IsQualified ? (null, $"'{text}' is qualified: give a date without ?, ~ or %.")
        : (new(text, isEnd ? date.Latest : date.Earliest) { Date = date }, "");

    /// <summary>The last instant of what is let through; null where it names a record or a position.</summary>
    internal DateTimeOffset? LastInstantIn(HomeZone zone) => Date is null ? Instant : Date.LatestIn(zone).Instant;

    private DatedInstant? Stated(HomeZone zone) =>
        AsStated is { } stated ? DatedInstant.AsStated(stated)
        : Instant is { } instant ? DatedInstant.AtHome(instant, zone)
        : null;

    private static (Bound? Bound, string Complaint) ReadMark(string text, BoundMark mark)
    {
        if (mark is BoundMark.Record)
            return EventId.TryParse(text[1..], out var id)
                ? (new(text, Event: id), "")
                : (null, $"'{text}' is not a valid place: give @ and an event id, a date or an instant.");
        return long.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? (new(text, Position: position), "")
            : (null, $"'{text}' is not a valid position: give @ and a sequence number such as @42, a date or an instant.");
    }
}
