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

/// <summary>Which frames of a replay are wanted, both ends inclusive.</summary>
/// <param name="Order">The order.</param>
/// <param name="From">The first; the beginning of a date. Null for the very first.</param>
/// <param name="To">The last; the end of a date. Null for the very last.</param>
/// <remarks>A bound may name a record in order of occurrence, and a position in order of recording.</remarks>
public sealed record ReplayRange(ReplayOrder Order, Bound? From = null, Bound? To = null)
{
    /// <summary>Reads a range from the words of a query. Problems name the parameter by its pointer: <c>/from</c>.</summary>
    public static (ReplayRange Range, IReadOnlyList<Problem> Problems) Parse(string? order, string? from, string? to)
    {
        var problems = new List<Problem>();
        var named = order is null ? ReplayOrder.Occurred : NamedValue<ReplayOrder>.Named(order);
        if (named is null)
            problems.Add(new("/order", $"'{order}' is not a valid order: give one of {string.Join(", ", NamedValue<ReplayOrder>.All)}."));
        var read = named ?? ReplayOrder.Occurred;
        var mark = read is ReplayOrder.Occurred ? BoundMark.Record : BoundMark.Position;
        return (
            new(read, Bound.Read("from", from, mark, isEnd: false, problems), Bound.Read("to", to, mark, isEnd: true, problems)),
            problems
        );
    }
}
