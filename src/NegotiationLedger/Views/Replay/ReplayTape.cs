namespace NegotiationLedger.Views;

/// <summary>What is about to be added to an account.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Assertion">As the whole account shows it; null in order of recording.</param>
internal readonly record struct Moment(Entry Entry, Assertion? Assertion = null)
{
    internal DatedInstant? At => Assertion?.At;
}

/// <summary>The records of a negotiation in one order, and the account that grows by them.</summary>
internal abstract class Tape
{
    /// <summary>The account of all that was added so far.</summary>
    internal abstract GrowingAccount Account { get; }

    /// <summary>What is to be added from the first wanted to the last; what comes before them is added on the way to the first.</summary>
    internal abstract IEnumerable<Moment> Moments { get; }

    /// <summary>Gives up adding.</summary>
    internal CancellationToken Cancellation { get; init; }

    /// <summary>The last record before the first wanted; null when there is none.</summary>
    internal Moment? Passed { get; private set; }

    /// <summary>Adds to the account; false when the lens shows nothing of it.</summary>
    internal abstract bool Advance(Moment moment);

    /// <summary>What a record that was just added says, as the account shows it.</summary>
    internal abstract LedgerEvent Shown(Moment moment);

    /// <summary>By which instant the view after a record judges what has ended.</summary>
    internal abstract DateTimeOffset? AsOf(Moment moment, DateTimeOffset? request);

    /// <summary>By which instant the view after all records judges.</summary>
    internal abstract DateTimeOffset? AsOfEnd(DateTimeOffset? request);

    protected IEnumerable<Moment> Between(IEnumerable<Moment> all, Func<Moment, bool> isBefore, Func<Moment, bool> isBeyond)
    {
        foreach (var moment in all)
        {
            Cancellation.ThrowIfCancellationRequested();
            if (isBeyond(moment))
                yield break;
            if (isBefore(moment))
            {
                Advance(moment);
                Passed = moment;
            }
            else
                yield return moment;
        }
    }
}

/// <summary>In fold order: how it happened.</summary>
internal sealed class OccurrenceTape : Tape
{
    private readonly Account _whole;

    internal OccurrenceTape(Account whole, ReplayRange range)
    {
        // Its end says where the replay ends; no frame judges by it.
        _whole = whole;
        Account = new(whole.Lens with { OccurredUntil = null }) { Zone = whole.Zone };
        var (from, to) = (PlaceOf(whole, range.From, "/from"), PlaceOf(whole, range.To, "/to"));
        Moments = Between(
            whole.InTime.Select(a => new Moment(a.Entry, a)),
            moment => moment.Assertion!.Place < from || moment.At < range.From?.StartIn(whole.Zone),
            moment => moment.Assertion!.Place > to || moment.At > range.To?.EndIn(whole.Zone)
        );
    }

    internal override GrowingAccount Account { get; }

    internal override IEnumerable<Moment> Moments { get; }

    internal override bool Advance(Moment moment) => Account.Add(moment.Assertion!);

    internal override LedgerEvent Shown(Moment moment) => moment.Assertion!.Data;

    internal override DateTimeOffset? AsOf(Moment moment, DateTimeOffset? request) =>
        Accounts.AsOf.Of(
            Account.Lens,
            request,
            moment.At?.Instant,
            _whole.Lens.AssertedUntil?.LastInstantIn(_whole.Zone),
            _whole.RecordedEnd
        );

    internal override DateTimeOffset? AsOfEnd(DateTimeOffset? request) => _whole.AsOf(request);

    private static long? PlaceOf(Account whole, Bound? bound, string pointer)
    {
        if (bound?.Event is not { } id)
            return null;
        return whole.InTime.FirstOrDefault(a => a.Id == id) is { } assertion
            ? assertion.Place
            : throw new LensException(
                new(pointer, $"'{bound.Text}' is not a development that stands in this lens: name one that does, or give a date.")
            );
    }
}

/// <summary>In order of sequence: how the ledger learned of it.</summary>
internal sealed class RecordingTape : Tape
{
    private readonly AccountByRecording _account;
    private readonly Registry _whole;
    private readonly DateTimeOffset? _recordedEnd;
    private readonly KnownRegistry _registry = new();

    internal RecordingTape(History history, Lens lens, ReplayRange range)
    {
        _account = new(lens);
        _whole = history.Registry;
        _recordedEnd = lens.RecordedUntil is { } end ? end.Instant ?? history.Entries.LastOrDefault(end.Includes)?.RecordedAt : null;
        var (from, to) = (range.From, range.To);
        Moments = Between(
            history
                .Entries.Concat(history.Registry.Entries.Where(KnownRegistry.MayMove))
                .OrderBy(e => e.Sequence)
                .Where(e => lens.RecordedUntil?.Includes(e) != false)
                .Select(e => new Moment(e)),
            moment => moment.Entry.Sequence < from?.Position || moment.Entry.RecordedAt < from?.Instant,
            moment => moment.Entry.Sequence > to?.Position || moment.Entry.RecordedAt > to?.Instant
        );
    }

    internal override GrowingAccount Account => _account.Account;

    internal override IEnumerable<Moment> Moments { get; }

    // A registration is no record of the negotiation, and changes whose account its records are.
    internal override bool Advance(Moment moment)
    {
        if (moment.Entry.Data is not Registration)
            return _account.Add(moment.Entry, _registry.Before(moment.Entry.Sequence, _whole));
        _account.Learn(_registry.Before(moment.Entry.Sequence + 1, _whole));
        return false;
    }

    internal override DateTimeOffset? AsOf(Moment moment, DateTimeOffset? request) => AsOf(request, moment.Entry.RecordedAt);

    internal override DateTimeOffset? AsOfEnd(DateTimeOffset? request) => AsOf(request, _recordedEnd);

    private DateTimeOffset? AsOf(DateTimeOffset? request, DateTimeOffset? recorded)
    {
        var (lens, zone) = (Account.Lens, Account.Zone);
        return Accounts.AsOf.Of(lens, request, lens.OccurredUntil?.LastInstantIn(zone), lens.AssertedUntil?.LastInstantIn(zone), recorded);
    }

    internal override LedgerEvent Shown(Moment moment) => moment.Entry.Data;
}
