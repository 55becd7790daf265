using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace NegotiationLedger.Tests.Values;

public sealed class EdtfLawsTests
{
    private static readonly Gen<string> Years = Gen.Choose(1, 9999).Select(y => $"{y:0000}");

    private static readonly Gen<string> Months = Years.SelectMany(_ => Gen.Choose(1, 12), (y, m) => $"{y}-{m:00}");

    private static readonly Gen<string> Days = Gen.Choose(0, DateOnly.MaxValue.DayNumber)
        .Select(d => DateOnly.FromDayNumber(d).ToString("yyyy-MM-dd"));

    private static readonly Gen<string> Seasons = Gen.Choose(1, 9998).SelectMany(_ => Gen.Choose(21, 24), (y, s) => $"{y:0000}-{s}");

    private static readonly Gen<string> Masked = Gen.OneOf(
        Gen.Choose(0, 999).Select(y => $"{y:000}X"),
        Gen.Choose(0, 99).Select(y => $"{y:00}XX"),
        Years.Select(y => $"{y}-XX"),
        Years.Select(y => $"{y}-XX-XX"),
        Months.Select(m => $"{m}-XX")
    );

    // Bare dates: all that may bear a qualifier.
    private static readonly Gen<string> Dates = Gen.OneOf(Years, Months, Days, Seasons, Masked);

    private static readonly Gen<string> Offsets =
        from sign in Gen.Elements("+", "-")
        from hours in Gen.Choose(0, 13)
        from minutes in Gen.Elements("", ":00", ":30", ":59")
        select $"{sign}{hours:00}{minutes}";

    // A day away from both ends of time, where an offset could leave it.
    private static readonly Gen<string> Instants =
        from day in Gen.Choose(1, DateOnly.MaxValue.DayNumber - 1)
        from second in Gen.Choose(0, 86_399)
        from offset in Gen.OneOf(Gen.Elements("", "Z"), Offsets)
        select $"{DateOnly.FromDayNumber(day):yyyy-MM-dd}T{TimeSpan.FromSeconds(second):hh\\:mm\\:ss}{offset}";

    private static readonly Gen<string> Qualifiers = Gen.Elements("?", "~", "%");

    private static readonly Gen<string> Ends = Gen.OneOf(Dates, Dates.SelectMany(_ => Qualifiers, (d, q) => d + q));

    private static readonly Gen<string> Intervals = Gen.OneOf(
        Ends.Two()
            .Select(ends =>
                Edtf.Parse(ends.Item1).Earliest <= Edtf.Parse(ends.Item2).Latest
                    ? $"{ends.Item1}/{ends.Item2}"
                    : $"{ends.Item2}/{ends.Item1}"
            ),
        Ends.SelectMany(_ => Gen.Elements("", ".."), (end, open) => $"{end}/{open}"),
        Ends.SelectMany(_ => Gen.Elements("", ".."), (end, open) => $"{open}/{end}")
    );

    private static readonly Gen<string> Valid = Gen.OneOf(Ends, Instants, Intervals);

    // Texts made of what dates are made of, so that near misses are common.
    private static readonly Gen<string> NearMisses = Gen.Elements(
            "0",
            "1",
            "2",
            "9",
            "20",
            "2025",
            "07",
            "24",
            "-",
            "-",
            "T",
            "18:00:00",
            "Z",
            "+",
            "04",
            ":",
            "/",
            "..",
            "X",
            "XX",
            "?",
            "~",
            "%",
            "\n",
            "٢",
            "４",
            " "
        )
        .ArrayOf()
        .Select(string.Concat);

    [Fact]
    public void A_valid_text_is_kept_as_written() =>
        ForAll(
            Valid,
            text =>
                Edtf.Parse(text).Text == text && Edtf.Parse(text) == Edtf.Parse(text) && JsonRoundTrip(Edtf.Parse(text)) == Edtf.Parse(text)
        );

    [Fact]
    public void The_earliest_instant_is_not_after_the_latest_and_both_are_universal_time() =>
        ForAll(
            Valid,
            text =>
                Edtf.Parse(text) is { } e
                && e.Earliest <= e.Latest
                && e.Earliest.Offset == TimeSpan.Zero
                && e.Latest.Offset == TimeSpan.Zero
        );

    [Fact]
    public void A_qualifier_never_moves_the_bounds() =>
        ForAll(
            Dates.SelectMany(_ => Qualifiers, (d, q) => (Date: d, Qualifier: q)),
            pair =>
                Edtf.Parse(pair.Date) is { IsQualified: false } plain
                && Edtf.Parse(pair.Date + pair.Qualifier) is { IsQualified: true } qualified
                && Bounds(plain) == Bounds(qualified)
                && plain.IsDayOrBetter == qualified.IsDayOrBetter
        );

    [Fact]
    public void The_bounds_of_an_interval_are_those_of_its_ends() =>
        ForAll(
            Intervals,
            text =>
            {
                var (start, end) = text.Split('/') is [var s, var e] ? (Known(s), Known(e)) : default;
                return Bounds(Edtf.Parse(text)) == ((start ?? end)!.Earliest, end?.Latest ?? DateTimeOffset.MaxValue);
            }
        );

    [Fact]
    public void An_interval_is_refused_when_its_end_is_before_its_start() =>
        ForAll(
            Dates.Two(),
            pair =>
                Edtf.TryParse($"{pair.Item1}/{pair.Item2}", out _, out _)
                == Edtf.Parse(pair.Item1).Earliest <= Edtf.Parse(pair.Item2).Latest
        );

    [Fact]
    public void A_day_lies_within_its_month_and_its_year() =>
        ForAll(Days, day => Within(day, day[..7]) && Within(day, day[..4]) && Within(day, day[..7] + "-XX") && Within(day, day[..3] + "X"));

    [Fact]
    public void Instants_are_ordered_as_their_clocks_say_whatever_their_offsets() =>
        ForAll(
            Instants,
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
    public void No_text_makes_the_reader_throw() => ForAll(ArbMap.Default.GeneratorFor<string?>(), Answers);

    [Fact]
    public void No_near_miss_makes_the_reader_throw() => ForAll(NearMisses, Answers);

    [Fact]
    public void A_valid_text_with_more_behind_it_is_another_text_or_none() =>
        ForAll(Valid.SelectMany(_ => NearMisses, (text, tail) => text + tail), Answers);

    private static bool Answers(string? text) =>
        Edtf.TryParse(text, out var edtf, out var complaint) ? edtf.Text == text && edtf.Earliest <= edtf.Latest : complaint.Length > 0;

    private static bool Within(string inner, string outer) =>
        Edtf.Parse(outer).Earliest <= Edtf.Parse(inner).Earliest && Edtf.Parse(inner).Latest <= Edtf.Parse(outer).Latest;

    private static Edtf? Known(string end) => end is "" or ".." ? null : Edtf.Parse(end);

    private static (DateTimeOffset Earliest, DateTimeOffset Latest) Bounds(Edtf edtf) => (edtf.Earliest, edtf.Latest);

    private static Edtf? JsonRoundTrip(Edtf edtf) => JsonSerializer.Deserialize<Edtf>(JsonSerializer.Serialize(edtf));

    private static void ForAll<T>(Gen<T> texts, Func<T, bool> law) =>
        Prop.ForAll(texts.ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
