using FsCheck;
using FsCheck.Fluent;

namespace NegotiationLedger.Tests.Values;

/// <summary>Random EDTF texts of every level, and texts that nearly are ones.</summary>
internal static class RandomDates
{
    private static readonly string[] QualifierSigns = ["?", "~", "%"];

    // What dates are made of, so that a random edit often makes a near miss.
    private static readonly string[] Pieces =
    [
        .. "0 1 2 3 9 20 2025 07 24 21 33 41 - - T 18:00:00 Z + 04 : / .. X XX Y E S [ ] { } , ? ~ %".Split(' '),
        "\n",
        "٢",
        "４",
        " ",
        "–",
    ];

    internal static readonly Gen<string> Years = Gen.Choose(1, 9999).Select(y => $"{y:0000}");

    internal static readonly Gen<string> Days = Gen.Choose(0, DateOnly.MaxValue.DayNumber)
        .Select(d => DateOnly.FromDayNumber(d).ToString("yyyy-MM-dd"));

    private static readonly Gen<string> Months = Years.SelectMany(_ => Gen.Choose(1, 12), (y, m) => $"{y}-{m:00}");

    private static readonly Gen<string> Divisions = Gen.Choose(1, 9998).SelectMany(_ => Gen.Choose(21, 41), (y, s) => $"{y:0000}-{s}");

    private static readonly Gen<string> Offsets =
        from sign in Gen.Elements("+", "-")
        from hours in Gen.Choose(0, 13)
        from minutes in Gen.Elements("", ":00", ":30", ":59")
        select $"{sign}{hours:00}{minutes}";

    /// <summary>Times of a day without an offset.</summary>
    internal static readonly Gen<string> LocalTimes =
        from day in Days
        from second in Gen.Choose(0, 86_399)
        select $"{day}T{TimeSpan.FromSeconds(second):hh\\:mm\\:ss}";

    /// <summary>Instants, a day away from both ends of time, where an offset could leave it.</summary>
    internal static readonly Gen<string> Instants =
        from day in Gen.Choose(1, DateOnly.MaxValue.DayNumber - 1)
        from second in Gen.Choose(0, 86_399)
        from offset in Gen.OneOf(Gen.Constant("Z"), Offsets)
        select $"{DateOnly.FromDayNumber(day):yyyy-MM-dd}T{TimeSpan.FromSeconds(second):hh\\:mm\\:ss}{offset}";

    /// <summary>A date and the same with some of its digits unspecified.</summary>
    internal static readonly Gen<(string Date, string Masked)> Masks =
        from date in Gen.OneOf(Years, Months, Days)
        from hidden in Gen.Elements(true, false).ArrayOf(date.Length)
        select (date, string.Concat(date.Select((c, i) => hidden[i] && c != '-' ? 'X' : c)));

    private static readonly Gen<string> OtherYears = Gen.OneOf(
        Gen.Choose(1, 9).SelectMany(_ => Gen.Choose(1, 3), (m, e) => $"Y{m}E{e}"),
        Gen.Choose(1000, 9999).SelectMany(_ => Gen.Choose(1, 4), (y, s) => $"{y}S{s}")
    );

    /// <summary>Dates without qualifier or time of day.</summary>
    internal static readonly Gen<string> Plain = Gen.OneOf(Years, Months, Days, Divisions, OtherYears, Masks.Select(m => m.Masked));

    internal static readonly Gen<string> Qualifiers = Gen.Elements(QualifierSigns);

    private static readonly Gen<string> Sides = Gen.Elements(["", "", .. QualifierSigns]);

    /// <summary>A date and the same with qualifiers on some of its parts.</summary>
    internal static readonly Gen<(string Date, string Qualified)> PartlyQualified =
        from date in Plain
        from left in Sides.ArrayOf(3)
        from right in Sides.ArrayOf(3)
        select (date, string.Join('-', date.Split('-').Select((part, i) => left[i] + part + right[i])));

    internal static readonly Gen<string> Dates = Gen.OneOf(Plain, PartlyQualified.Select(p => p.Qualified));

    internal static readonly Gen<string> Intervals = Gen.OneOf(
        Dates.Two().Select(ends => InOrder(ends, "/")),
        Dates.SelectMany(_ => Gen.Elements("", ".."), (end, open) => $"{end}/{open}"),
        Dates.SelectMany(_ => Gen.Elements("", ".."), (end, open) => $"{open}/{end}")
    );

    private static readonly Gen<string> Members = Gen.OneOf(Dates, Instants, LocalTimes, Dates.Two().Select(ends => InOrder(ends, "..")));

    /// <summary>Members and the set of them.</summary>
    internal static readonly Gen<(string[] Members, string Set)> Closed =
        from members in Members.NonEmptyListOf()
        from form in Gen.Elements("[]", "{}")
        select (members.ToArray(), form[0] + string.Join(',', members) + form[1]);

    internal static readonly Gen<string> Sets = Gen.OneOf(
        Closed.Select(c => c.Set),
        Closed.Zip(Dates).Select(c => $"[..{c.Item2},{c.Item1.Set[1..]}".Replace('}', ']')),
        Closed.Zip(Dates).Select(c => $"{{{c.Item1.Set[1..^1]},{c.Item2}..}}")
    );

    internal static readonly Gen<string> Valid = Gen.OneOf(Dates, Instants, LocalTimes, Intervals, Sets);

    internal static readonly Gen<string> NearMisses = Gen.Elements(Pieces).ArrayOf().Select(string.Concat);

    /// <summary>Valid texts after some random edits.</summary>
    internal static readonly Gen<string> Mutations =
        from text in Valid
        from edits in Gen.Zip(Gen.Choose(0, 1000), Gen.Zip(Gen.Choose(0, 3), Gen.Elements(Pieces))).NonEmptyListOf()
        select edits.Aggregate(text, (t, edit) => Edited(t, edit.Item1, edit.Item2.Item1, edit.Item2.Item2));

    private static string Edited(string text, int place, int removed, string added)
    {
        var at = place % (text.Length + 1);
        return text[..at] + added + text[Math.Min(text.Length, at + removed)..];
    }

    private static string InOrder((string, string) ends, string sign) =>
        Edtf.Parse(ends.Item1).Earliest <= Edtf.Parse(ends.Item2).Latest
            ? $"{ends.Item1}{sign}{ends.Item2}"
            : $"{ends.Item2}{sign}{ends.Item1}";
}
