using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Accounts;

public sealed class LensTests
{
    private static readonly Ledger Week = Given(
        Said("talks_convened", "'venue':'Doha'", "2025-07-01", by: "envoy", asserted: "2025-07-02", id: Id(1)),
        Said("talks_adjourned", "", "2025-07-03T10:00:00Z", by: "party:beta", source: "wire", asserted: "2025-07-04", id: Id(2)),
        Said("talks_resumed", "", "2025-07-03T18:00:00Z", source: "memo", asserted: "2025-07-05", id: Id(3)),
        Said("talks_collapsed", "", "2025-07-05", by: "official", asserted: "2025-07-05/2025-07-09", id: Id(4)),
        Disputed(Id(4), id: Id(5))
    );

    [Theory]
    [InlineData("2025-07-02", "1")]
    [InlineData("2025-07-03", "123")]
    [InlineData("2025-07-03T10:00:00Z", "12")]
    [InlineData("2025-07-03T09:59:59.999999Z", "1")]
    [InlineData("2025-07-03T20:00:00+02:00", "123")]
    [InlineData("2025-07", "1234")]
    [InlineData("2025-06", "")]
    public void Occurred_until_a_date_means_its_end_and_an_instant_itself(string until, string seen) =>
        Seen(Week.Through(occurredUntil: until)).ShouldBe(seen);

    [Theory]
    [InlineData(1, "1")]
    [InlineData(2, "12")]
    [InlineData(4, "1234")]
    public void Occurred_until_a_record_means_its_place_inclusive(int record, string seen) =>
        Seen(Week.Through(occurredUntil: $"@{Id(record)}")).ShouldBe(seen);

    [Theory]
    [InlineData(99, "not a record")]
    [InlineData(5, "not a development that stands")]
    public void Occurred_until_a_record_that_is_none_or_about_another_is_no_lens(int record, string complaint)
    {
        var problem = Should.Throw<LensException>(() => Week.Through(occurredUntil: $"@{Id(record)}")).Problem;

        problem.Pointer.ShouldBe("/occurredUntil");
        problem.Detail.ShouldContain(complaint);
    }

    [Fact]
    public void Occurred_until_a_record_recorded_later_is_no_lens() =>
        Should
            .Throw<LensException>(() => Week.Through(occurredUntil: $"@{Id(4)}", recordedUntil: "@17"))
            .Problem.Pointer.ShouldBe("/occurredUntil");

    [Theory]
    [InlineData("2025-07-01", "")]
    [InlineData("2025-07-04", "12")]
    [InlineData("2025-07-05", "1234")]
    public void Asserted_until_compares_the_earliest_day_of_saying(string until, string seen) =>
        Seen(Week.Through(assertedUntil: until)).ShouldBe(seen);

    [Theory]
    [InlineData("party:alpha", "1")]
    [InlineData("speaker:envoy", "1")]
    [InlineData("speaker:official", "4")]
    [InlineData("source:wire", "2")]
    [InlineData("source:memo", "3")]
    [InlineData("source:gazette", "14")]
    [InlineData("publisher:The Gazette", "")]
    [InlineData("party:alpha,party:beta", "12")]
    [InlineData("source:wire,speaker:official,source:memo", "234")]
    [InlineData("party:nobody", "")]
    public void According_to_keeps_who_is_named_and_several_are_a_union(string who, string seen) =>
        Seen(Week.Through(accordingTo: who)).ShouldBe(seen);

    [Fact]
    public void Undisputed_leaves_out_what_is_disputed() => Seen(Week.Through(standing: "undisputed")).ShouldBe("123");

    [Fact]
    public void The_position_before_the_dispute_knows_nothing_of_it() =>
        Seen(Week.Through(standing: "undisputed", recordedUntil: $"@{long.Parse(Week.Position[1..]) - 1}")).ShouldBe("1234");

    [Fact]
    public void The_frame_is_visible_whoever_is_asked_and_the_plan_of_others_is_a_stub()
    {
        var status = Week.View<TalksStatus>(accordingTo: "party:beta");

        status.Frame.Title!.Value.ShouldBe("The talks");
        status.Frame.Parties.Keys.ShouldBe(["alpha", "beta", "delta", "gamma"]);
        status.Frame.Issues.Keys.ShouldBe(["arms", "land"]);
        status
            .Proposals["plan"]
            .ShouldSatisfyAllConditions(p => p.IsStub.ShouldBeTrue(), p => p.Title.ShouldBeNull(), p => p.Version.ShouldBe(0));
    }

    [Fact]
    public void The_frame_keeps_to_the_clocks() => Week.View<TalksStatus>(occurredUntil: "2025-04").Frame.Title.ShouldBeNull();

    [Theory]
    [InlineData("2025-07-24~", null, null, "party:alpha", null, "/occurredUntil")]
    [InlineData("soon", null, null, "party:alpha", null, "/occurredUntil")]
    [InlineData("@7", null, null, "party:alpha", null, "/occurredUntil")]
    [InlineData(null, "2025-07-24?", null, "party:alpha", null, "/assertedUntil")]
    [InlineData(null, null, "@-1", "party:alpha", null, "/recordedUntil")]
    [InlineData(null, null, "@1e3", "party:alpha", null, "/recordedUntil")]
    [InlineData(null, null, "yesterday", "party:alpha", null, "/recordedUntil")]
    [InlineData(null, null, null, "alpha", null, "/accordingTo")]
    [InlineData(null, null, null, "publisher: ", null, "/accordingTo")]
    [InlineData(null, null, null, "party:Alpha", null, "/accordingTo")]
    [InlineData(null, null, null, "party:alpha", "all", "/standing")]
    public void What_is_no_lens_is_named_by_its_parameter(
        string? occurred,
        string? asserted,
        string? recorded,
        string according,
        string? standing,
        string pointer
    )
    {
        var problem = Lens.Parse(occurred, asserted, recorded, [according], standing).Problems.ShouldHaveSingleItem();

        problem.Pointer.ShouldBe(pointer);
        problem.Detail.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("2025-07-24~", null, null, null, null, "'2025-07-24~' is qualified: give a date without ?, ~ or %.")]
    [InlineData("@7", null, null, null, null, "'@7' is not a valid place: give @ and an event id, a date or an instant.")]
    [InlineData(
        null,
        null,
        "@1e3",
        null,
        null,
        "'@1e3' is not a valid position: give @ and a sequence number such as @42, a date or an instant."
    )]
    [InlineData(
        null,
        "@7",
        null,
        null,
        null,
        "'@7' is not a valid EDTF date: a date begins with a year of four digits. Write '2025-07-24'."
    )]
    [InlineData(
        null,
        null,
        null,
        "alpha",
        null,
        "'alpha' is not a valid viewpoint: give party:<id>, speaker:<id>, source:<id> or publisher:<name>."
    )]
    [InlineData(null, null, null, null, "all", "'all' is not a valid standing: give 'undisputed', or leave it out.")]
    public void What_is_no_lens_is_told_how_to_be_one(
        string? occurred,
        string? asserted,
        string? recorded,
        string? according,
        string? standing,
        string words
    ) =>
        Lens.Parse(occurred, asserted, recorded, according is null ? [] : [according], standing)
            .Problems.ShouldHaveSingleItem()
            .Detail.ShouldBe(words);

    [Fact]
    public void A_record_that_no_lens_can_end_at_is_told_why()
    {
        Should
            .Throw<LensException>(() => Week.Through(occurredUntil: $"@{Id(99)}"))
            .Message.ShouldBe(
                $"'@{Id(99)}' is not a record of this negotiation in the part of the log that the lens reads: give the id of a development that stands."
            );
        Should
            .Throw<LensException>(() => Week.Through(occurredUntil: $"@{Id(5)}"))
            .Message.ShouldBe(
                $"'@{Id(5)}' is not a development that stands (it was retracted, or is a record about another record): give the id of a development that stands."
            );
        Should
            .Throw<LensException>(() => new AccountByRecording(Lens.Parse($"@{Id(1)}", null, null, [], null).Lens))
            .Message.ShouldBe(
                $"'@{Id(1)}' names a record, and a replay in order of recording begins before it was recorded: give a date or an instant."
            );
    }

    [Fact]
    public void A_lens_is_written_as_the_query_that_asks_for_it()
    {
        Lens.Parse("2025-07-24", "2025-07", "@42", ["publisher:A & B 100%", "party:alpha"], "undisputed")
            .Lens.Canonical.ShouldBe(
                "occurredUntil=2025-07-24&assertedUntil=2025-07&recordedUntil=@42&accordingTo=party:alpha&accordingTo=publisher:A %26 B 100%25&standing=undisputed"
            );
        Lens.Everything.Canonical.ShouldBeEmpty();
    }

    [Fact]
    public void Two_lenses_are_equal_when_they_ask_the_same_in_any_order()
    {
        Of("party:b", "party:a", "party:b").ShouldBe(Of("party:a", "party:b"));
        Of("party:a").ShouldNotBe(Of("party:b"));
        Of("publisher:A&standing=undisputed").ShouldNotBe(Lens.Parse(null, null, null, ["publisher:A"], "undisputed").Lens);
    }

    private static Lens Of(params string[] according) => Lens.Parse(null, null, null, according, null).Lens;

    private static string Seen(Account account) =>
        string.Concat(account.Visible.Select(a => Enumerable.Range(1, 5).FirstOrDefault(i => Id(i) == a.Id)).Where(i => i > 0));
}
