using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>Why one lens has a record otherwise than another.</summary>
[JsonConverter(typeof(NamedValue<Reason>))]
public enum Reason
{
    /// <summary>The ledger had not recorded it.</summary>
    NotYetRecorded,

    /// <summary>It was withdrawn.</summary>
    Retracted,

    /// <summary>Nobody had asserted it in public.</summary>
    NotYetAsserted,

    /// <summary>It had not occurred.</summary>
    NotYetOccurred,

    /// <summary>It is disputed or denied, and the lens keeps only what is not; or it is marked as disputed by one lens alone.</summary>
    Disputed,

    /// <summary>It is another's account; where both show it, one shows it in the frame alone.</summary>
    AnotherViewpoint,

    /// <summary>Both have it; one with a correction that the other does not know.</summary>
    Corrected,

    /// <summary>Both have it; one with a corroboration that the other does not know.</summary>
    Corroborated,

    /// <summary>Both have it; its speaker's party or its source's publisher was another by what was registered.</summary>
    ViewpointChanged,

    /// <summary>Both have it; what it came after has moved it.</summary>
    Moved,
}

/// <summary>A record that makes a difference.</summary>
/// <param name="Entry">The record.</param>
/// <param name="What">It in a line.</param>
/// <param name="Occurred">When, as asserted.</param>
/// <param name="Viewpoint">Whose account it is.</param>
/// <param name="InLeft">Whether the left lens shows it, as an account or in the frame alone.</param>
/// <param name="InRight">Whether the right lens shows it, as an account or in the frame alone.</param>
/// <param name="Why">Why it is in one and not in the other, or not alike in both.</param>
/// <param name="By">The records about it that are the reason; empty when the clocks or the accounts are.</param>
public sealed record Cause(
    Entry Entry,
    string What,
    Edtf Occurred,
    Viewpoint Viewpoint,
    bool InLeft,
    bool InRight,
    Reason Why,
    IReadOnlyList<EventId> By
);

/// <summary>Tells why a record is in one account and not in another.</summary>
internal sealed class Reasons(History history, Account left, Account right)
{
    private readonly Side _left = new(history, left);
    private readonly Side _right = new(history, right);

    /// <summary>A record as a cause.</summary>
    internal Cause Of(EventId id, Frame frame)
    {
        var (inLeft, inRight) = (_left.Find(id), _right.Find(id));
        var shown = inRight ?? inLeft!;
        var (why, by) =
            inLeft is null ? _left.WhyAbsent(id)
            : inRight is null ? _right.WhyAbsent(id)
            : WhyOtherwise(inLeft, inRight);
        return new(
            shown.Entry,
            shown.Data.Told(frame),
            shown.Data.Occurred,
            shown.Viewpoint,
            inLeft is not null,
            inRight is not null,
            why,
            by
        );
    }

    private static (Reason Why, IReadOnlyList<EventId> By) WhyOtherwise(Assertion left, Assertion right)
    {
        if (!left.CorrectedBy.SequenceEqual(right.CorrectedBy) || !left.HasSameDataAs(right))
            return (Reason.Corrected, OnlyOne(left.CorrectedBy, right.CorrectedBy));
        if (left.Viewpoint != right.Viewpoint || left.Publisher != right.Publisher)
            return (Reason.ViewpointChanged, []);
        if (!left.DisputedBy.SequenceEqual(right.DisputedBy))
            return (Reason.Disputed, OnlyOne(left.DisputedBy, right.DisputedBy));
        if (!left.CorroboratedBy.SequenceEqual(right.CorroboratedBy))
            return (Reason.Corroborated, OnlyOne(left.CorroboratedBy, right.CorroboratedBy));
        return left.At != right.At ? (Reason.Moved, []) : (Reason.AnotherViewpoint, []);
    }

    private static List<EventId> OnlyOne(IReadOnlyList<EventId> left, IReadOnlyList<EventId> right) =>
        [.. left.Except(right), .. right.Except(left)];

    /// <summary>One account, and what its lens does not let through; that is worked out once, when it is asked for.</summary>
    private sealed class Side(History history, Account account)
    {
        private readonly Dictionary<EventId, Assertion> _shown = account
            .InTime.Where(a => Account.IsOfFrame(a.Data) || account.Lens.Accepts(a.Viewpoint, a.Data.Attribution))
            .ToDictionary(a => a.Id);

        private readonly Lazy<List<Entry>> _prefix = new(() =>
            [.. history.Entries.TakeWhile(e => account.Lens.RecordedUntil?.Includes(e) != false)]
        );

        private readonly Lazy<Dictionary<EventId, Assertion>> _standing = new(() =>
            history
                .Through(new Lens { RecordedUntil = account.Lens.RecordedUntil, AssertedUntil = account.Lens.AssertedUntil })
                .InTime.ToDictionary(a => a.Id)
        );

        private HashSet<EventId>? _recorded;
        private Dictionary<EventId, Standing>? _settled;
        private HashSet<EventId>? _denied;

        internal Assertion? Find(EventId id) => _shown.GetValueOrDefault(id);

        internal (Reason Why, IReadOnlyList<EventId> By) WhyAbsent(EventId id)
        {
            var lens = account.Lens;
            _recorded ??= [.. _prefix.Value.Select(e => e.Id)];
            if (!_recorded.Contains(id))
                return (Reason.NotYetRecorded, []);
            _settled ??= Resolution.Of(_prefix.Value, account.Zone, lens.AssertedUntil).Standing.ToDictionary(s => s.Entry.Id);
            if (!_settled.TryGetValue(id, out var standing))
                return (Reason.Retracted, [.. RetractionsOf(id).Select(e => e.Id)]);
            if (standing.Data.Attribution.AssertedOn.EarliestIn(account.Zone) > lens.AssertedUntil?.EndIn(account.Zone))
                return (Reason.NotYetAsserted, []);
            var placed = _standing.Value[id];
            if (placed.At > lens.OccurredUntil?.EndIn(account.Zone) || IsBeyond(placed, lens.OccurredUntil?.Event))
                return (Reason.NotYetOccurred, []);
            _denied ??= lens.UndisputedOnly ? Denials.DeniedIn(_settled.Values) : [];
            if (_denied.Contains(id))
                return (Reason.Disputed, []);
            return lens.UndisputedOnly && placed.DisputedBy.Count > 0
                ? (Reason.Disputed, placed.DisputedBy)
                : (Reason.AnotherViewpoint, []);
        }

        private bool IsBeyond(Assertion placed, EventId? last) =>
            last is { } id && _standing.Value.TryGetValue(id, out var end) && end.Place < placed.Place;

        // The retractions of a record that no standing retraction names in turn.
        private IEnumerable<Entry> RetractionsOf(EventId id) =>
            _prefix.Value.Where(e => e.Data is AssertionRetracted retraction && retraction.Assertion == id && !RetractionsOf(e.Id).Any());
    }
}
