using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.RandomHistories;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

/// <summary>The dates of a negotiation, each under a name that lasts.</summary>
public sealed class DiaryTests
{
    [Fact]
    public void No_two_dates_share_a_name_and_every_happening_of_a_day_has_one() =>
        ForAll(told =>
        {
            var history = Ledger(told).History;
            var dates = Diary.Of(history);
            var standing = dates.Where(d => !d.IsCalledOff && !d.IsToCome).ToList();
            return dates.Select(d => (d.First, d.IsToCome)).Distinct().Count() == dates.Count
                && dates.All(d => d.When.IsDayOrBetter)
                && View.Of<Timeline>(history.Through(Lens.Everything))
                    .Items.Where(i => i.Claim is Claim.Actual && i.Occurred.IsDayOrBetter)
                    .All(i => standing.Exists(d => d.What == i.What && d.When.Equals(i.Occurred) && i.Events.Contains(d.Record.Id)));
        });

    [Fact]
    public void A_revision_never_falls() =>
        ForAll(told =>
        {
            var history = Ledger(told).History;
            for (var n = history.Entries.Count - 1; n > 0; n--)
            {
                var before = Diary.Of(Until(history, n)).ToDictionary(d => (d.First, d.IsToCome));
                foreach (var date in Diary.Of(Until(history, n + 1)))
                {
                    if (before.TryGetValue((date.First, date.IsToCome), out var known) && date.Revision < known.Revision)
                        return false;
                }
            }

            return true;
        });

    [Fact]
    public void A_happening_that_is_moved_keeps_its_name_in_a_later_revision()
    {
        var ledger = Given(Said("meeting_held", "'parties':['gamma','alpha']", on: "2025-07-10", id: Id(1)));
        var before = Date(ledger, Id(1));
        ledger.Record(Corrected(Id(1), "'occurred':'2025-07-12'"));

        var after = Date(ledger, Id(1));

        (before.When.Text, before.Revision).ShouldBe(("2025-07-10", 0));
        (after.When.Text, after.Revision, after.IsCalledOff).ShouldBe(("2025-07-12", 1, false));
    }

    [Fact]
    public void What_is_retracted_is_called_off_and_restored_it_is_not()
    {
        var ledger = Given(Said("meeting_held", "'parties':['gamma','alpha']", on: "2025-07-10", id: Id(1)))
            .Record(Retracted(Id(1), id: Id(2)));
        var retracted = Date(ledger, Id(1));
        ledger.Record(Retracted(Id(2)));

        (retracted.IsCalledOff, retracted.Revision).ShouldBe((true, 1));
        (Date(ledger, Id(1)).IsCalledOff, Date(ledger, Id(1)).Revision).ShouldBe((false, 2));
    }

    [Fact]
    public void What_is_planned_or_conditional_is_called_that_and_stays_so_when_it_is_called_off()
    {
        var ledger = Given(
            Said("talks_convened", "'venue':'Doha'", on: "2025-07-28", claim: "planned", id: Id(1)),
            Said("deadline_set", "'deadline':'2025-07-20','text':'An answer'", on: "2025-07-12", claim: "conditional", id: Id(2))
        );
        Told().ShouldBe(["planned: talks in session in Doha", "conditional:", "Deadline: conditional:"], ignoreOrder: true);

        ledger.Record(Retracted(Id(1)));
        Told().ShouldContain("planned: talks in session in Doha");

        // As far as the claim is told of the deadline.
        IEnumerable<string> Told() =>
            Diary
                .Of(ledger.History)
                .Where(d => d.First == Id(1) || d.First == Id(2))
                .Select(d => d.First == Id(1) ? d.What : d.What[..(d.What.IndexOf("conditional:", StringComparison.Ordinal) + 12)]);
    }

    [Fact]
    public void What_was_planned_becomes_what_happened_under_one_name()
    {
        var ledger = Given(Said("talks_convened", "'venue':'Doha'", on: "2025-07-28", occurrence: "fourth", claim: "planned", id: Id(1)));
        Date(ledger, Id(1)).Data.Claim.ShouldBe(Claim.Planned);
        ledger.Record(Said("talks_convened", "'venue':'Doha'", on: "2025-07-29", occurrence: "fourth"));

        var date = Diary.Of(ledger.History).Single(d => d.Data is TalksConvened);

        (date.First, date.When.Text, date.Data.Claim, date.Revision).ShouldBe((Id(1), "2025-07-29", Claim.Actual, 1));
    }

    [Theory]
    [InlineData(
        "ultimatum_issued",
        "'ultimatum':'go','by':'alpha','to':'beta','text':'Leave','deadline':'2025-07-20'",
        "ultimatum_ended",
        "'ultimatum':'go','outcome':'withdrawn'"
    )]
    [InlineData("deadline_set", "'deadline':'2025-07-20'", "deadline_extended", "'deadline':'2025-08-01','from':'2025-07-20'")]
    [InlineData(
        "commitment_made",
        "'commitment':'leave','by':'beta','text':'To leave','deadline':'2025-07-20'",
        "commitment_met",
        "'commitment':'leave','by':'beta'"
    )]
    [InlineData("ceasefire_began", "'parties':['alpha','beta'],'until':'2025-07-20'", "ceasefire_ended", "'by':'alpha'")]
    [InlineData("talks_convened", "'parties':['alpha','beta'],'until':'2025-07-20'", "talks_collapsed", "'by':'beta'")]
    public void A_deadline_or_an_end_is_called_off_by_what_does_with_it_before_its_day(
        string type,
        string payload,
        string ending,
        string end
    )
    {
        var ledger = Given(Said(type, payload, on: "2025-07-10", id: Id(1)));
        var late = ledger.Copy().Record(Said(ending, end, on: "2025-07-21"));
        Date(ledger, Id(1), isToCome: true).IsCalledOff.ShouldBeFalse();

        ledger.Record(Said(ending, end, on: "2025-07-15"));

        var date = Date(ledger, Id(1), isToCome: true);
        (date.When.Text, date.IsCalledOff, date.Revision).ShouldBe(("2025-07-20", true, 1));
        Date(late, Id(1), isToCome: true).IsCalledOff.ShouldBeFalse();
    }

    [Theory]
    [InlineData(
        "deadline_set",
        "'deadline':'2025-07-20'",
        "deadline_set",
        "'deadline':'2025-07-30'",
        "deadline_extended",
        "'deadline':'2025-08-01','from':'2025-07-20'"
    )]
    [InlineData(
        "ceasefire_began",
        "'parties':['alpha','beta'],'until':'2025-07-20'",
        "ceasefire_began",
        "'parties':['alpha','gamma'],'until':'2025-07-30'",
        "ceasefire_extended",
        "'parties':['alpha','beta'],'until':'2025-08-01'"
    )]
    public void What_puts_off_one_date_leaves_others_of_its_kind_and_names_the_new_one(
        string type,
        string one,
        string otherType,
        string other,
        string extension,
        string payload
    )
    {
        var ledger = Given(
            Said(type, one, on: "2025-07-10", id: Id(1)),
            Said(otherType, other, on: "2025-07-11", id: Id(2)),
            Said(extension, payload, on: "2025-07-15", id: Id(3))
        );

        Date(ledger, Id(1), isToCome: true).IsCalledOff.ShouldBeTrue();
        Date(ledger, Id(2), isToCome: true).IsCalledOff.ShouldBeFalse();
        var put = Date(ledger, Id(3), isToCome: true);
        (put.When.Text, put.IsCalledOff).ShouldBe(("2025-08-01", false));
    }

    [Theory]
    [InlineData("ultimatum_issued", "'ultimatum':'leave','by':'alpha','to':'beta','text':'Leave','deadline':'2025-07-20'", true)]
    [InlineData("deadline_set", "'deadline':'2025-07-20'", true)]
    [InlineData("talks_adjourned", "'until':'2025-07-20'", true)]
    [InlineData("talks_scheduled", "'opening':'2025-07-20'", true)]
    [InlineData("commitment_made", "'commitment':'leave','by':'beta','text':'To leave','deadline':'2025-07-20'", false)]
    [InlineData("ceasefire_began", "'until':'2025-07-20'", false)]
    public void A_negotiation_that_is_closed_calls_off_what_talks_were_to_bring_and_not_what_was_agreed(
        string type,
        string payload,
        bool isCalledOff
    )
    {
        var ledger = Given(
            Said(type, payload, on: "2025-07-10", id: Id(1)),
            Said("negotiation_closed", "'outcome':'collapsed'", on: "2025-07-15")
        );
        Date(ledger, Id(1), isToCome: true).IsCalledOff.ShouldBe(isCalledOff);
    }

    private static History Until(History history, int count) =>
        new(history.Negotiation, history.Entries.GetRange(0, count), history.Registry);

    private static DiaryEntry Date(Ledger ledger, EventId first, bool isToCome = false) =>
        Diary.Of(ledger.History).Single(d => d.First == first && d.IsToCome == isToCome);
}
