namespace NegotiationLedger.Views;

/// <summary>A date of a negotiation: of a happening, or of what is to come.</summary>
/// <param name="First">The record that was first to tell of it: with <paramref name="IsToCome"/> it tells it from every other, for ever.</param>
/// <param name="IsToCome">Whether it is a deadline, an opening or an end that the happening names, and not the happening itself.</param>
/// <param name="What">It in a line.</param>
/// <param name="When">When, dated to a day or better.</param>
/// <param name="IsCalledOff">Whether it is withdrawn, done with before its day, or put off to another date.</param>
/// <param name="Revision">
/// How many records of the negotiation came after the first that told of it: which of them bear on it may change, and a revision never falls.
/// </param>
/// <param name="ChangedAt">When the last record that bears on it was recorded.</param>
/// <param name="Record">The record that tells it so.</param>
/// <param name="Data">What that record says, with its standing corrections.</param>
public sealed record DiaryEntry(
    EventId First,
    bool IsToCome,
    string What,
    Edtf When,
    bool IsCalledOff,
    int Revision,
    DateTimeOffset ChangedAt,
    Entry Record,
    Development Data
);

/// <summary>
/// The dates of a negotiation by everyone's account: what happened, or is planned, on a day or better, and the deadlines, openings and ends that
/// are named to a day or better. Accounts of one happening share an entry; what is planned shares that of its happening, once it has happened.
/// </summary>
public sealed class Diary
{
    private readonly History _history;
    private readonly Account _account;
    private readonly Frame _frame;
    private readonly Bearing _bearing;
    private readonly Dictionary<EventId, Assertion> _standing;
    private readonly ILookup<string, Assertion> _doneWith;
    private readonly Dictionary<EventId, int> _after = [];
    private readonly List<DiaryEntry> _entries = [];

    private Diary(History history)
    {
        (_history, _account) = (history, history.Through(Lens.Everything));
        _frame = Frame.Of(_account);
        _bearing = new(history.Entries);
        foreach (var (i, entry) in history.Entries.Index())
            _after[entry.Id] = history.Entries.Count - 1 - i;
        _standing = _account.Visible.ToDictionary(a => a.Id);
        _doneWith = _account
            .Visible.Where(a => !a.IsClaimedOnly)
            .SelectMany(a => DiaryDates.DoneWith(a.Data).Select(key => (key, a)))
            .ToLookup(d => d.key, d => d.a);
    }

    /// <summary>The dates of a negotiation, by day, then in the order in which they were first told of.</summary>
    public static IReadOnlyList<DiaryEntry> Of(History history, CancellationToken cancellation = default)
    {
        var diary = new Diary(history);
        var timeline = View.Of<Timeline>(diary._account, cancellation: cancellation);
        foreach (var happening in timeline.Items.Where(i => i.Claim is not Claim.Denied).GroupBy(i => (i.Type, i.Occurrence)))
        {
            cancellation.ThrowIfCancellationRequested();
            diary.Add([.. happening]);
        }

        diary.AddWithdrawn();
        return [.. diary._entries.OrderBy(e => e.When.FirstDay).ThenBy(e => e.First).ThenBy(e => e.IsToCome)];
    }

    // What was planned of it goes with the first that happened, or else with the last that is planned.
    private void Add(IReadOnlyList<TimelineItem> items)
    {
        var happened = items.Where(i => i.Claim is Claim.Actual).ToList();
        var told = happened.Count > 0 ? happened[0] : items[^1];
        Add(told, [told, .. items.Where(i => i.Claim is not Claim.Actual)]);
        foreach (var other in happened.Skip(1))
            Add(other, [other]);
    }

    private void Add(TimelineItem item, IReadOnlyList<TimelineItem> ofOne)
    {
        List<Assertion> accounts = [.. ofOne.SelectMany(i => i.Events).Distinct().Select(id => _standing[id])];
        var first = accounts.MinBy(a => a.Entry.Sequence)!.Id;
        var said = item.Events.Select(id => _standing[id]).Last(a => a.Data.Occurred.Equals(item.Occurred) && a.Data.Claim == item.Claim);
        IReadOnlyList<EventId> records = [.. _bearing.Of(item.Type, item.Occurrence).Union(accounts.Select(a => a.Id))];
        // Nothing else in a calendar says what is claimed.
        var what = LedgerEvent.Told(item.Claim, item.What);
        if (item.Occurred.IsDayOrBetter)
            Add(new(first, false, what, item.Occurred, false, 0, default, said.Entry, said.Data), records);
        var naming = NamingWhatIsToCome(item, said);
        if (DiaryDates.Of(naming.Data) is (var named, { IsDayOrBetter: true } when))
            Add(
                new(first, true, $"{named}: {what}", when, IsDoneWith(naming, when), 0, default, naming.Entry, naming.Data),
                [.. records.Union(_bearing.DoingWith(naming.Data))]
            );
    }

    // Where the account that counts names nothing to come, the last of the others that does.
    private Assertion NamingWhatIsToCome(TimelineItem item, Assertion said) =>
        (item.Accounts ?? [])
            .Where(a => !a.Revised)
            .Select(a => _standing[a.Event])
            .Where(a => a.Data.Claim == item.Claim)
            .Append(said)
            .LastOrDefault(a => DiaryDates.Of(a.Data) is not null)
        ?? said;

    private void Add(DiaryEntry entry, IReadOnlyList<EventId> records) =>
        _entries.Add(entry with { Revision = _after[entry.First], ChangedAt = _bearing.Last(records) });

    // After its day it had its time.
    private bool IsDoneWith(Assertion said, Edtf when) =>
        DiaryDates
            .KeysOf(said.Data)
            .SelectMany(key => _doneWith[key])
            .Any(a => a.Place > said.Place && a.At <= when.LatestIn(said.Zone) && DiaryDates.IsOf(a.Data, said.Data, when));

    // A calendar that had them is told that they are off.
    private void AddWithdrawn()
    {
        var known = _entries.Select(e => (e.First, e.IsToCome)).ToHashSet();
        foreach (var entry in _history.Entries.Where(e => _bearing.IsQuestioned(e.Id)))
        {
            if (entry.Data is not Development { Claim: not Claim.Denied } data)
                continue;
            var what = data.Told(_frame);
            if (data.Occurred.IsDayOrBetter && !known.Contains((entry.Id, false)))
                Add(new(entry.Id, false, what, data.Occurred, true, 0, default, entry, data), [entry.Id]);
            if (DiaryDates.Of(data) is (var named, { IsDayOrBetter: true } when) && !known.Contains((entry.Id, true)))
                Add(new(entry.Id, true, $"{named}: {what}", when, true, 0, default, entry, data), [entry.Id]);
        }
    }
}
