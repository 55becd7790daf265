using System.Globalization;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>In which order a negotiation is replayed.</summary>
[JsonConverter(typeof(NamedValue<ReplayOrder>))]
public enum ReplayOrder
{
    /// <summary>How it happened: in fold order.</summary>
    Occurred,

    /// <summary>How the ledger learned of it: in order of sequence.</summary>
    Recorded,
}

/// <summary>One end of a replay.</summary>
/// <param name="Text">As the reader wrote it.</param>
/// <param name="Instant">The instant, when it is one.</param>
/// <param name="Event">The record, when it is one; in order of occurrence alone.</param>
/// <param name="Position">The sequence, when it is one; in order of recording alone.</param>
public sealed record ReplayBound(string Text, DateTimeOffset? Instant = null, EventId? Event = null, long? Position = null);

/// <summary>Which frames of a replay are wanted, both ends inclusive.</summary>
/// <param name="Order">The order.</param>
/// <param name="From">The first; the beginning of a date. Null for the very first.</param>
/// <param name="To">The last; the end of a date. Null for the very last.</param>
public sealed record ReplayRange(ReplayOrder Order, ReplayBound? From = null, ReplayBound? To = null)
{
    /// <summary>Reads a range from the words of a query. Problems name the parameter by its pointer: <c>/from</c>.</summary>
    public static (ReplayRange Range, IReadOnlyList<Problem> Problems) Parse(string? order, string? from, string? to)
    {
        var problems = new List<Problem>();
        var named = order is null ? ReplayOrder.Occurred : NamedValue<ReplayOrder>.Named(order);
        if (named is null)
            problems.Add(new("/order", $"'{order}' is no order: give one of {string.Join(", ", NamedValue<ReplayOrder>.All)}."));
        var read = named ?? ReplayOrder.Occurred;
        return (
            new(read, Read("/from", from, read, date => date.Earliest, problems), Read("/to", to, read, date => date.Latest, problems)),
            problems
        );
    }

    private static ReplayBound? Read(
        string pointer,
        string? text,
        ReplayOrder order,
        Func<Edtf, DateTimeOffset> end,
        List<Problem> problems
    )
    {
        if (text is null)
            return null;
        if (text.StartsWith('@'))
            return order is ReplayOrder.Occurred ? ReadEvent(pointer, text, problems) : ReadPosition(pointer, text, problems);
        if (Instants.TryParse(text, out var instant))
            return new(text, instant);
        if (Edtf.TryParse(text, out var date, out var complaint) && !date.IsQualified)
            return new(text, end(date));
        problems.Add(new(pointer, complaint.Length > 0 ? complaint : $"'{text}' is qualified: a bound is a date without ?, ~ or %."));
        return null;
    }

    private static ReplayBound? ReadEvent(string pointer, string text, List<Problem> problems)
    {
        if (EventId.TryParse(text[1..], out var id))
            return new(text, Event: id);
        problems.Add(new(pointer, $"'{text}' names no record: in order of occurrence give @ and an event id, a date or an instant."));
        return null;
    }

    private static ReplayBound? ReadPosition(string pointer, string text, List<Problem> problems)
    {
        if (long.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            return new(text, Position: position);
        problems.Add(new(pointer, $"'{text}' is no position: in order of recording give @ and a sequence number, a date or an instant."));
        return null;
    }
}
