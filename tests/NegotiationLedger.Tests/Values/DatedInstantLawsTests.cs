using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;
using NodaTime;

namespace NegotiationLedger.Tests.Values;

public sealed class DatedInstantLawsTests
{
    private static readonly Gen<HomeZone> Zones = Gen.Elements(DateTimeZoneProviders.Tzdb.Ids.Select(HomeZone.Parse).ToArray());

    private static readonly Gen<(Edtf Date, HomeZone Zone)> DatesAtHome = RandomDates.Valid.Select(Edtf.Parse).Zip(Zones);

    // Few days and many offsets, so that days and instants often disagree.
    private static readonly Gen<DatedInstant> Points =
        from day in Gen.Choose(1, 3)
        from time in Gen.Elements("", "T00:00:00", "T02:30:00", "T00:30:00+14:00", "T12:00:00Z", "T23:30:00-12:00", "T20:00:00-07:00")
        from zone in Zones
        from isEnd in Gen.Elements(false, true)
        let date = Edtf.Parse($"2023-11-{day + 3:00}{time}")
        select isEnd ? date.EndIn(zone) : date.EarliestIn(zone);

    // Equal ones too.
    private static readonly Gen<(DatedInstant, DatedInstant)> Pairs =
        from one in Points
        from other in Gen.OneOf(Points, Gen.Constant(one))
        select (one, other);

    [Fact]
    public void The_order_of_dated_instants_is_total() =>
        ForAll(
            Pairs,
            pair =>
            {
                var (a, b) = pair;
                bool[] cases = [a < b, a == b, a > b];
                return cases.Count(c => c) == 1
                    && a.CompareTo(b) == -b.CompareTo(a)
                    && (a <= b) == (a < b || a == b)
                    && (a >= b) == (a > b || a == b);
            }
        );

    [Fact]
    public void The_order_of_dated_instants_is_transitive() =>
        ForAll(Points.Three(), t => !(t.Item1 <= t.Item2 && t.Item2 <= t.Item3) || t.Item1 <= t.Item3);

    [Fact]
    public void In_every_zone_a_date_begins_before_it_ends() =>
        ForAll(
            DatesAtHome,
            pair =>
            {
                var (date, zone) = pair;
                var (earliest, latest, end) = (date.EarliestIn(zone), date.LatestIn(zone), date.EndIn(zone));
                return earliest <= latest
                    && latest <= end
                    && earliest.Instant <= latest.Instant
                    && (earliest.Day, latest.Day) == (date.FirstDay, date.LastDay);
            }
        );

    [Fact]
    public void At_home_in_universal_time_the_instants_are_those_of_the_date() =>
        ForAll(
            RandomDates.Valid.Select(Edtf.Parse),
            date => (date.EarliestIn(HomeZone.Utc).Instant, date.LatestIn(HomeZone.Utc).Instant) == (date.Earliest, date.Latest)
        );

    [Fact]
    public void An_instant_with_an_offset_is_the_same_in_every_zone() =>
        ForAll(
            RandomDates.Instants.Select(Edtf.Parse).Zip(Zones),
            pair =>
                pair.Item1.EarliestIn(pair.Item2) == pair.Item1.EarliestIn(HomeZone.Utc)
                && pair.Item1.LatestIn(pair.Item2) == pair.Item1.LatestIn(HomeZone.Utc)
        );

    [Fact]
    public void A_time_of_day_is_within_the_end_of_its_day_and_before_the_next() =>
        ForAll(
            Gen.OneOf(RandomDates.LocalTimes, RandomDates.Instants)
                .Where(t => !t.StartsWith("9999-12-31", StringComparison.Ordinal))
                .Zip(Zones),
            pair =>
            {
                var (time, zone) = (Edtf.Parse(pair.Item1), pair.Item2);
                var (day, next) = (time.FirstDay, time.FirstDay.AddDays(1));
                return time.LatestIn(zone) <= Edtf.Day(day.Year, day.Month, day.Day).EndIn(zone)
                    && time.LatestIn(zone) < Edtf.Day(next.Year, next.Month, next.Day).EarliestIn(zone);
            }
        );

    [Fact]
    public void Days_follow_each_other_at_home_by_their_instants_too() =>
        ForAll(
            Gen.Choose(1, DateOnly.MaxValue.DayNumber).Select(DateOnly.FromDayNumber).Zip(Zones),
            pair =>
            {
                var (day, zone) = pair;
                var before = day.AddDays(-1);
                return Edtf.Day(before.Year, before.Month, before.Day).EarliestIn(zone).Instant
                    <= Edtf.Day(day.Year, day.Month, day.Day).EarliestIn(zone).Instant;
            }
        );

    [Fact]
    public void The_first_and_the_last_instant_of_a_day_fall_on_it() =>
        ForAll(
            Gen.Choose(2, DateOnly.MaxValue.DayNumber - 2).Select(DateOnly.FromDayNumber).Zip(Zones),
            pair =>
            {
                var (day, zone) = pair;
                var date = Edtf.Day(day.Year, day.Month, day.Day);
                var (first, last) = (date.EarliestIn(zone).Instant, date.LatestIn(zone).Instant);
                return first == last || (DatedInstant.AtHome(first, zone).Day, DatedInstant.AtHome(last, zone).Day) == (day, day);
            }
        );

    private static void ForAll<T>(Gen<T> values, Func<T, bool> law) => Laws.ForAll(values.ToArbitrary(), law, 2000);
}
