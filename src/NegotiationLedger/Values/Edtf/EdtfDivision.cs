using System.Globalization;
using System.Runtime.InteropServices;

namespace NegotiationLedger.Values;

/// <summary>A division of a year, by whole months: a season, a quarter, a third or a half.</summary>
/// <param name="Start">The first month, 1 to 12.</param>
/// <param name="Length">How many months.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EdtfDivision(int Start, int Length)
{
    // By its number: seasons wherever they are and of the north, of the south, quarters, thirds, halves.
    private static readonly EdtfDivision[] ByNumber =
    [
        new(3, 3),
        new(6, 3),
        new(9, 3),
        new(12, 3),
        new(3, 3),
        new(6, 3),
        new(9, 3),
        new(12, 3),
        new(9, 3),
        new(12, 3),
        new(3, 3),
        new(6, 3),
        new(1, 3),
        new(4, 3),
        new(7, 3),
        new(10, 3),
        new(1, 4),
        new(5, 4),
        new(9, 4),
        new(1, 6),
        new(7, 6),
    ];

    private const int LowestNumber = 21;

    private int End => Start + Length - 1;

    /// <summary>The division of a number, or null when it is not one from 21 to 41.</summary>
    internal static EdtfDivision? Of(string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        && n >= LowestNumber
        && n - LowestNumber < ByNumber.Length
            ? ByNumber[n - LowestNumber]
            : null;

    /// <summary>Reads a year and its division, which have nothing after them.</summary>
    internal EdtfFault? Read(string[] parts, bool isQualified, out EdtfSpan span)
    {
        span = default;
        var division = $"{parts[0]}-{parts[1]}";
        // The southern summer and the northern winter run on into the next year.
        var lastYear = End > 12 ? 9998 : 9999;
        var years = Digits.Fitting(parts[0], 1, lastYear);
        if (!years.Any())
            return new($"'{division}' would end after the year 9999", $"{parts[0]}-12");
        if (parts.Length > 2)
            return new($"a season or another division of a year has no days, and '{parts[1]}' is one", division);
        var (first, last) = (years.First(), Digits.Fitting(parts[0], 1, lastYear, isDescending: true).First());
        var end = new DateOnly(last, Start, 1).AddMonths(Length - 1);
        span = EdtfSpan.Of(new(first, Start, 1), new(end.Year, end.Month, DateTime.DaysInMonth(end.Year, end.Month)), isQualified);
        return null;
    }
}
