using NegotiationLedger.Tests.Support;
using NegotiationLedger.Views.Kept;

namespace NegotiationLedger.Tests.Views.Kept;

public sealed class LongNegotiationTests
{
    private const int Long = KeptView<TalksStatus>.Long;

    [Fact]
    public void What_comes_late_is_folded_from_the_nearest_state_kept()
    {
        var random = new Random(20250724);
        var entries = new List<Entry>();
        var (status, matrix) = (default(KeptView<TalksStatus>), default(KeptView<IssueMatrix>));
        var (refolded, late, wholly) = (0, 0, 0);
        while (entries.Count < 3 * Long)
        {
            var news = Enumerable.Range(entries.Count + 1, random.Next(1, 12)).Select(n => EntryOf(n, entries, random)).ToArray();
            entries.AddRange(news);
            var history = History.Empty(new("talks"), Registry.Empty).With(entries, Registry.Empty);
            if (status?.Refolded(news) is not { } some)
                wholly++;
            else if (some.Count > 0)
                (refolded, late) = (Math.Max(refolded, some.Count), late + 1);
            (status, matrix) = (Then(status, news, history), Then(matrix, news, history));
            if (random.Next(10) > 0)
                continue;
            Answers.Text(status.View).ShouldBe(Answers.Of<TalksStatus>(history.Through(Lens.Everything)));
            Answers.Text(matrix.View).ShouldBe(Answers.Of<IssueMatrix>(history.Through(Lens.Everything)));
        }

        late.ShouldBeGreaterThan(50);
        wholly.ShouldBeGreaterThan(10);
        refolded.ShouldBeInRange(KeptView<TalksStatus>.Interval, 3 * KeptView<TalksStatus>.Interval);
    }

    // An entry a day, one in ten of them late; once it is long some share a happening, or are about an earlier one.
    private static Entry EntryOf(int number, List<Entry> entries, Random random)
    {
        var isLong = number > Long;
        var day = new DateOnly(2020, 1, 1).AddDays(number - (isLong && random.Next(10) == 0 ? random.Next(400) : 0));
        var on = Edtf.Day(day.Year, day.Month, day.Day);
        LedgerEvent data =
            isLong && random.Next(400) == 0
                ? new AssertionDisputed("Nobody else heard it.") { Assertion = entries[random.Next(entries.Count)].Id }
                : Said(random, on) with
                {
                    Occurrence = isLong && random.Next(400) == 0 ? $"named-{random.Next(8)}" : null,
                };
        var recorded = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(number);
        return new(Talks.Id(number), number, "talks", number, recorded, "test", data);
    }

    private static Development Said(Random random, Edtf on)
    {
        var (party, issue) = (new PartyId(random.Next(2) == 0 ? "alpha" : "beta"), new IssueId($"issue-{random.Next(5)}"));
        var by = new Attribution(new("wire"), Mode.Attributed, on, SpeakerRef.Of(party));
        return random.Next(5) switch
        {
            0 => new PartyJoined(party, $"Name of {on}", Role.Principal) { Occurred = on, Attribution = by },
            1 => new IssueTabled(issue, $"Title of {on}", party) { Occurred = on, Attribution = by },
            2 => new DemandStated(new($"demand-{random.Next(5)}"), party, $"Words of {on}", issue) { Occurred = on, Attribution = by },
            3 => new TalksSuspended(party) { Occurred = on, Attribution = by },
            _ => new TalksResumed(random.Next(1, 9)) { Occurred = on, Attribution = by },
        };
    }

    // Written and read each time, as if every page met another node.
    private static KeptView<T> Then<T>(KeptView<T>? kept, Entry[] news, History history)
        where T : class, IView<T>
    {
        if (kept?.Refolded(news) is not { } sequences)
            return KeptView<T>.Of(history);
        Entry[] refolded = [.. sequences.Select(sequence => history.Entries[(int)sequence - 1])];
        return KeptForm.Read<KeptView<T>>(KeptForm.Write(kept.Then(news, refolded, history.Registry)));
    }
}
