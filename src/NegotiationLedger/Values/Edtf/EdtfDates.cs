using System.Globalization;

namespace NegotiationLedger.Values;

/// <summary>One date: year, month or division, day; each part may bear a qualifier and unspecified digits.</summary>
internal static class EdtfDates
{
    private static readonly char[] Brackets = ['[', ']', '{', '}'];
    private static readonly char[] Qualifiers = ['?', '~', '%'];

    /// <summary>Reads a date or an instant.</summary>
    internal static EdtfFault? Read(string text, out EdtfSpan span)
    {
        // Nearly every date is a plain day.
        var isDay = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        span = isDay ? EdtfSpan.Of(day, day, isQualified: false) : default;
        if (isDay)
            return null;
        if (NotADate(text) is { } fault)
            return fault;
        if (text.Contains('T', StringComparison.Ordinal))
            return EdtfTimes.Read(text, out span);
        if (EdtfYears.IsSpecial(text))
            return Unqualified(text, out var year, out var isQualified) ?? EdtfYears.ReadSpecial(year, isQualified, out span);
        return ReadParts(text.Split('-'), out span);
    }

    private static EdtfFault? NotADate(string text)
    {
        if (text.Length == 0)
            return new("it is empty", EdtfFault.Day);
        if (text.IndexOfAny(Brackets) >= 0)
            return new("a set stands alone, not in an interval or in another set", EdtfFault.Set);
        if (text.Contains(',', StringComparison.Ordinal))
            return new("several dates stand in [ ] for one of them, or in { } for all of them", EdtfFault.Set);
        if (text.Contains("..", StringComparison.Ordinal))
            return new("'..' stands alone at one end of an interval, or beside a date in a set", EdtfFault.Day + "/..");
        return text[0] switch
        {
            '-' when text.Length > 1 && char.IsAsciiDigit(text[1]) => EdtfYears.OutOfRange("a year before 0001"),
            '+' => new("a year has no sign", EdtfFault.Day),
            'P' or 'R' => new("an interval has two ends, not a duration or a repetition", EdtfFault.Interval),
            _ => null,
        };
    }

    private static EdtfFault? ReadParts(string[] parts, out EdtfSpan span)
    {
        span = default;
        var isQualified = false;
        for (var i = 0; i < parts.Length; i++)
        {
            if (Unqualified(parts[i], out parts[i], out var qualifies) is { } misplaced)
                return misplaced;
            isQualified |= qualifies;
        }

        if (EdtfYears.FaultOf(parts[0]) is { } yearFault)
            return yearFault;
        if (parts.Length > 3)
            return new("a date has a year, a month and a day, and nothing after them", EdtfFault.Day);
        if (parts.Length > 1 && FaultOfMonth(parts) is { } monthFault)
            return monthFault;
        if (parts.Length > 1 && EdtfDivision.Of(parts[1]) is { } division)
            return division.Read(parts, isQualified, out span);
        if (parts.Length > 2 && FaultOfDay(parts) is { } dayFault)
            return dayFault;
        return ReadDays(parts, isQualified, out span);
    }

    // One qualifier may stand on either side of a part: left for the part alone, right for all up to it.
    private static EdtfFault? Unqualified(string part, out string bare, out bool isQualified)
    {
        bare = part;
        isQualified = part.IndexOfAny(Qualifiers) >= 0;
        if (!isQualified)
            return null;
        bare = Qualifiers.Contains(bare[0]) ? bare[1..] : bare;
        bare = bare.Length > 0 && Qualifiers.Contains(bare[^1]) ? bare[..^1] : bare;
        if (bare.Length > 0 && bare.IndexOfAny(Qualifiers) < 0)
            return null;
        return bare.Length > 0 && (Qualifiers.Contains(bare[0]) || Qualifiers.Contains(bare[^1]))
            ? new("a part of a date has one qualifier on a side: '?' uncertain, '~' approximate, '%' both", EdtfFault.Day + "%")
            : new("a qualifier stands right before or right after a year, a month or a day", EdtfFault.Day + "?");
    }

    private static EdtfFault? FaultOfMonth(string[] parts)
    {
        var (year, month) = (parts[0], parts[1]);
        if (!IsTwoDigits(month))
            return new($"a month has two digits, and '{EdtfFault.Shown(month)}' is not a valid one", $"{year}-07");
        if (Digits.Fitting(month, 1, 12).Any() || EdtfDivision.Of(month) is not null)
            return null;
        if (month.Contains('X', StringComparison.Ordinal))
            return new($"no month fits '{month}'", $"{year}-XX");
        var isSwapped =
            parts is [_, _, var day]
            && IsTwoDigits(day)
            && Digits.Fitting(day, 1, 12).Any()
            && ReadParts([year, day, month], out _) is null;
        return new(
            $"{month} is not a valid month: months are 01 to 12, and 21 to 41 are seasons, quarters and other divisions of a year",
            isSwapped ? $"{year}-{parts[2]}-{month}" : $"{year}-12"
        );
    }

    private static EdtfFault? FaultOfDay(string[] parts)
    {
        var month = $"{parts[0]}-{parts[1]}";
        if (!IsTwoDigits(parts[2]))
            return new($"a day has two digits, and '{EdtfFault.Shown(parts[2])}' is not a valid one", $"{month}-01");
        return Digits.Fitting(parts[2], 1, 31).Any() ? null : new($"{parts[2]} is not a valid day: days are 01 to 31", $"{month}-01");
    }

    private static EdtfFault? ReadDays(string[] parts, bool isQualified, out EdtfSpan span)
    {
        var (year, month, day) = (parts[0], parts.ElementAtOrDefault(1) ?? "XX", parts.ElementAtOrDefault(2) ?? "XX");
        var first = Days(year, month, day, isDescending: false);
        var last = Days(year, month, day, isDescending: true);
        span = first is null ? default : EdtfSpan.Of(first.Value, last!.Value, isQualified);
        return first is null ? NoSuchDay(year, month, day) : null;
    }

    // The first day that fits, from either end.
    private static DateOnly? Days(string year, string month, string day, bool isDescending)
    {
        foreach (var y in Digits.Fitting(year, 1, 9999, isDescending))
        {
            foreach (var m in Digits.Fitting(month, 1, 12, isDescending))
            {
                foreach (var d in Digits.Fitting(day, 1, DateTime.DaysInMonth(y, m), isDescending))
                    return new(y, m, d);
            }
        }

        return null;
    }

    private static EdtfFault NoSuchDay(string year, string month, string day)
    {
        var last = Days(year, month, "XX", isDescending: true)!.Value;
        var isOneMonth = !year.Contains('X', StringComparison.Ordinal) && !month.Contains('X', StringComparison.Ordinal);
        return isOneMonth && !day.Contains('X', StringComparison.Ordinal)
            ? new($"{last.ToString("MMMM yyyy", CultureInfo.InvariantCulture)} has {last.Day} days", $"{year}-{month}-{last.Day}")
            : new($"no day fits '{year}-{month}-{day}'", $"{year}-{month}-XX");
    }

    private static bool IsTwoDigits(string text) => text.Length == 2 && Digits.AreDigits(text);
}
