namespace NegotiationLedger.Tests.Values;

public sealed class EdtfAtHomeTests
{
    private const string LosAngeles = "America/Los_Angeles";

    [Theory]
    [InlineData(LosAngeles, "2023-05-01", "2023-05-01T07:00:00Z", "2023-05-02T07:00:00Z")]
    // Days of 23 and of 25 hours
    [InlineData(LosAngeles, "2023-03-12", "2023-03-12T08:00:00Z", "2023-03-13T07:00:00Z")]
    [InlineData(LosAngeles, "2023-11-05", "2023-11-05T07:00:00Z", "2023-11-06T08:00:00Z")]
    [InlineData("Europe/London", "2025-03-30", "2025-03-30T00:00:00Z", "2025-03-30T23:00:00Z")]
    [InlineData("Europe/London", "2025-10-26", "2025-10-25T23:00:00Z", "2025-10-27T00:00:00Z")]
    // Half an hour
    [InlineData("Australia/Lord_Howe", "2025-10-05", "2025-10-04T13:30:00Z", "2025-10-05T13:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2025-04-06", "2025-04-05T13:00:00Z", "2025-04-06T13:30:00Z")]
    // A day that begins at one o'clock, and one whose last hour is repeated
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00:00Z", "2018-02-18T03:00:00Z")]
    public void A_day_is_that_day_at_home(string zone, string day, string first, string next)
    {
        var home = HomeZone.Parse(zone);
        var edtf = Edtf.Parse(day);

        edtf.EarliestIn(home).ShouldBe(new(DateOnly.Parse(day), DateTimeOffset.Parse(first)));
        edtf.LatestIn(home).ShouldBe(new(DateOnly.Parse(day), DateTimeOffset.Parse(next) - TimeSpan.FromMicroseconds(1)));
    }

    [Fact]
    public void A_day_that_a_zone_left_out_is_the_instant_at_which_it_did()
    {
        var apia = HomeZone.Parse("Pacific/Apia");
        var skipped = new DatedInstant(new(2011, 12, 30), DateTimeOffset.Parse("2011-12-30T10:00:00Z"));

        (Edtf.Parse("2011-12-30").EarliestIn(apia), Edtf.Parse("2011-12-30").LatestIn(apia)).ShouldBe((skipped, skipped));
        Edtf.Parse("2011-12-29").LatestIn(apia).ShouldBeLessThan(skipped);
        Edtf.Parse("2011-12-31").EarliestIn(apia).ShouldBeGreaterThan(skipped);
    }

    [Theory]
    [InlineData(LosAngeles, "2025-07-24T18:00:00", "2025-07-25T01:00:00Z", "2025-07-25T01:00:00Z")]
    [InlineData("UTC", "2025-07-24T18:00:00", "2025-07-24T18:00:00Z", "2025-07-24T18:00:00Z")]
    // Skipped: 02:30 becomes 03:30, 01:30 becomes 02:30, 02:15 becomes 02:45
    [InlineData(LosAngeles, "2023-03-12T02:30:00", "2023-03-12T10:30:00Z", "2023-03-12T10:30:00Z")]
    [InlineData("Europe/London", "2025-03-30T01:30:00", "2025-03-30T01:30:00Z", "2025-03-30T01:30:00Z")]
    [InlineData("Australia/Lord_Howe", "2025-10-05T02:15:00", "2025-10-04T15:45:00Z", "2025-10-04T15:45:00Z")]
    // Repeated: from the first to the last
    [InlineData(LosAngeles, "2023-11-05T01:30:00", "2023-11-05T08:30:00Z", "2023-11-05T09:30:00Z")]
    [InlineData("Europe/London", "2025-10-26T01:30:00", "2025-10-26T00:30:00Z", "2025-10-26T01:30:00Z")]
    [InlineData("Australia/Lord_Howe", "2025-04-06T01:45:00", "2025-04-05T14:45:00Z", "2025-04-05T15:15:00Z")]
    public void A_time_of_day_without_an_offset_is_read_at_home(string zone, string text, string first, string last)
    {
        var home = HomeZone.Parse(zone);
        var edtf = Edtf.Parse(text);

        edtf.EarliestIn(home).ShouldBe(new(edtf.FirstDay, DateTimeOffset.Parse(first)));
        edtf.LatestIn(home).ShouldBe(new(edtf.FirstDay, DateTimeOffset.Parse(last) + TimeSpan.FromMicroseconds(999_999)));
    }

    [Theory]
    [InlineData(LosAngeles)]
    [InlineData("UTC")]
    [InlineData("Asia/Tokyo")]
    public void An_instant_belongs_to_the_day_that_it_states(string zone)
    {
        var home = HomeZone.Parse(zone);
        var collapse = Edtf.Parse("2023-05-01T20:00:00-07:00");

        collapse.EarliestIn(home).ShouldBe(new(new(2023, 5, 1), DateTimeOffset.Parse("2023-05-02T03:00:00Z")));
        collapse.EarliestIn(home).ShouldBeLessThanOrEqualTo(Edtf.Parse("2023-05-01").EndIn(home));
        collapse.LatestIn(home).ShouldBeLessThan(Edtf.Parse("2023-05-02").EarliestIn(home));
        Edtf.Parse("2023-05-01").Overlaps(collapse).ShouldBeTrue();
    }

    [Fact]
    public void In_Los_Angeles_a_collapse_in_the_evening_stands_between_the_days_and_not_after_its_report()
    {
        var home = HomeZone.Parse(LosAngeles);
        var (eve, collapse, morrow) = (Edtf.Parse("2023-05-01"), Edtf.Parse("2023-05-01T20:00:00-07:00"), Edtf.Parse("2023-05-02"));

        new[] { morrow, collapse, eve }.OrderBy(e => e.EarliestIn(home)).ShouldBe([eve, collapse, morrow]);
        collapse.EarliestIn(home).ShouldBeLessThanOrEqualTo(eve.EndIn(home));
    }

    [Fact]
    public void The_end_of_a_time_of_day_is_its_last_moment()
    {
        var home = HomeZone.Parse(LosAngeles);

        Edtf.Parse("2023-05-01T20:00:00").EndIn(home).ShouldBe(Edtf.Parse("2023-05-01T20:00:00").LatestIn(home));
        Edtf.Parse("2023-05-01/..").EndIn(home).ShouldBe(DatedInstant.EndOfTime);
        Edtf.Parse("2023-05").EndIn(home).ShouldBe(DatedInstant.EndOf(new(2023, 5, 31)));
    }

    [Fact]
    public void A_call_may_end_on_an_earlier_day_than_it_began_but_not_before_it_began()
    {
        var call = Edtf.Parse("2025-07-24T09:00:00+12:00/2025-07-23T18:00:00-04:00");
        var end = call.LatestIn(HomeZone.Utc);

        end.ShouldBe(new(new(2025, 7, 24), DateTimeOffset.Parse("2025-07-23T22:00:00.999999Z")));
        (call.FirstDay, call.LastDay).ShouldBe((new(2025, 7, 24), new(2025, 7, 24)));
    }

    [Fact]
    public void An_instant_falls_on_a_day_at_home_or_on_the_one_its_offset_states()
    {
        var instant = DateTimeOffset.Parse("2023-05-01T20:00:00-07:00");

        DatedInstant.AtHome(instant, HomeZone.Parse(LosAngeles)).Day.ShouldBe(new(2023, 5, 1));
        DatedInstant.AtHome(instant, HomeZone.Utc).Day.ShouldBe(new(2023, 5, 2));
        DatedInstant.AsStated(instant).ShouldBe(new(new(2023, 5, 1), instant));
    }
}
