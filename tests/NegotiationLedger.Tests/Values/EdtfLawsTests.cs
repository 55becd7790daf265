using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests.Values;

public sealed class EdtfLawsTests
{
    [Fact]
    public void A_valid_text_is_kept_as_written() =>
        ForAll(
            RandomDates.Valid,
            text =>
                Edtf.Parse(text).Text == text && Edtf.Parse(text) == Edtf.Parse(text) && JsonRoundTrip(Edtf.Parse(text)) == Edtf.Parse(text)
        );

    [Fact]
    public void The_earliest_instant_is_not_after_the_latest_and_both_are_universal_time() =>
        ForAll(
            RandomDates.Valid,
            text =>
                Edtf.Parse(text) is { } e
                && e.Earliest <= e.Latest
                && e.FirstDay <= e.LastDay
                && e.Earliest.Offset == TimeSpan.Zero
                && e.Latest.Offset == TimeSpan.Zero
        );

    [Fact]
    public void A_qualifier_never_moves_the_bounds() =>
        ForAll(
            Gen.OneOf(
                RandomDates.PartlyQualified,
                RandomDates.Plain.SelectMany(_ => RandomDates.Qualifiers, (d, q) => (Date: d, Qualified: d + q))
            ),
            pair =>
                Edtf.Parse(pair.Date) is { IsQualified: false } plain
                && Edtf.Parse(pair.Qualified) is { } qualified
                && qualified.IsQualified == (pair.Date != pair.Qualified)
                && Bounds(plain) == Bounds(qualified)
                && plain.IsDayOrBetter == qualified.IsDayOrBetter
        );

    [Fact]
    public void Unspecified_digits_span_what_fits_them_and_no_more() =>
        ForAll(
            RandomDates.Masks,
            pair =>
                Edtf.Parse(pair.Masked) is { } masked
                && Within(pair.Date, pair.Masked)
                && Fits(masked.FirstDay, pair.Masked)
                && Fits(masked.LastDay, pair.Masked)
        );

    [Fact]
    public void The_bounds_of_an_interval_are_those_of_its_ends() =>
        ForAll(
            RandomDates.Intervals,
            text =>
            {
                var (start, end) = text.Split('/') is [var s, var e] ? (Known(s), Known(e)) : default;
                return Bounds(Edtf.Parse(text)) == ((start ?? end)!.Earliest, end?.Latest ?? DateTimeOffset.MaxValue);
            }
        );

    [Fact]
    public void A_set_begins_with_its_earliest_day_and_ends_with_its_latest() =>
        ForAll(
            RandomDates.Closed,
            pair =>
            {
                var members = pair.Members.Select(m => Edtf.Parse(m.Replace("..", "/"))).ToList();
                var set = Edtf.Parse(pair.Set);
                return set.FirstDay == members.Min(m => m.FirstDay)
                    && set.LastDay == members.Max(m => m.LastDay)
                    && set.IsQualified == members.Exists(m => m.IsQualified)
                    && set.Form == (pair.Set[0] == '[' ? EdtfForm.OneOf : EdtfForm.AllOf);
            }
        );

    [Fact]
    public void An_interval_is_refused_when_its_end_is_before_its_start() =>
        ForAll(
            RandomDates.Plain.Two(),
            pair =>
                Edtf.TryParse($"{pair.Item1}/{pair.Item2}", out _, out _)
                == Edtf.Parse(pair.Item1).Earliest <= Edtf.Parse(pair.Item2).Latest
        );

    [Fact]
    public void A_day_lies_within_its_month_and_its_year() =>
        ForAll(
            RandomDates.Days,
            day => Within(day, day[..7]) && Within(day, day[..4]) && Within(day, day[..7] + "-XX") && Within(day, day[..3] + "X")
        );

    [Fact]
    public void Instants_are_ordered_as_their_clocks_say_whatever_their_offsets() =>
        ForAll(
            RandomDates.Instants,
            text =>
            {
                var offset = text[19..] switch
                {
                    "" or "Z" => "+00:00",
                    { Length: 3 } hours => hours + ":00",
                    var full => full,
                };
                return Edtf.Parse(text).Earliest == DateTimeOffset.Parse(text[..19] + offset);
            }
        );

    [Fact]
    public void Of_two_dates_one_is_before_the_other_or_they_overlap() =>
        ForAll(
            RandomDates.Valid.Two().Select(pair => (Edtf.Parse(pair.Item1), Edtf.Parse(pair.Item2))),
            pair =>
            {
                var (one, other) = pair;
                bool[] cases = [one.IsBefore(other), other.IsBefore(one), one.Overlaps(other)];
                return cases.Count(c => c) == 1 && one.Overlaps(other) == other.Overlaps(one) && one.Overlaps(one);
            }
        );

    [Fact]
    public void No_text_makes_the_reader_throw() => ForAll(ArbMap.Default.GeneratorFor<string?>(), Answers);

    [Fact]
    public void No_near_miss_makes_the_reader_throw() => ForAll(RandomDates.NearMisses, Answers);

    [Fact]
    public void No_edit_of_a_valid_text_makes_the_reader_throw() => ForAll(RandomDates.Mutations, Answers, count: 5000);

    [Fact]
    public void A_valid_text_with_more_behind_it_is_another_text_or_none() =>
        ForAll(RandomDates.Valid.SelectMany(_ => RandomDates.NearMisses, (text, tail) => text + tail), Answers);

    // A refusal names a form that is right.
    private static bool Answers(string? text)
    {
        if (Edtf.TryParse(text, out var edtf, out var complaint))
            return edtf.Text == text && edtf.Earliest <= edtf.Latest && complaint.Length == 0;
        return Edtf.TryParse(EdtfRefusalTests.RightForm(complaint), out _, out _);
    }

    private static bool Fits(DateOnly day, string mask) =>
        mask.Zip(day.ToString("yyyy-MM-dd")).All(pair => pair.First == pair.Second || pair.First == 'X');

    private static bool Within(string inner, string outer) =>
        Edtf.Parse(outer).Earliest <= Edtf.Parse(inner).Earliest && Edtf.Parse(inner).Latest <= Edtf.Parse(outer).Latest;

    private static Edtf? Known(string end) => end is "" or ".." ? null : Edtf.Parse(end);

    private static (DateTimeOffset Earliest, DateTimeOffset Latest) Bounds(Edtf edtf) => (edtf.Earliest, edtf.Latest);

    private static Edtf? JsonRoundTrip(Edtf edtf) => JsonSerializer.Deserialize<Edtf>(JsonSerializer.Serialize(edtf));

    private static void ForAll<T>(Gen<T> texts, Func<T, bool> law, int count = 1000) => Laws.ForAll(texts.ToArbitrary(), law, count);
}
