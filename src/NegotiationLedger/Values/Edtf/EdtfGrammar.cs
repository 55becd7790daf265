using System.Globalization;

namespace NegotiationLedger.Values;

/// <summary>The grammar of <see cref="Edtf"/>: an interval, or a date with an optional time, qualifier, unspecified digits or season.</summary>
internal static class EdtfGrammar
{
    private const string Remedy =
        "Give an EDTF date such as 2025-07-24, 2025-07, 2025-07-24T18:00:00Z, 2025-07-24~ (about), 2025-07-XX (some day of it) or 2025-07-17/2025-07-24.";

    private static readonly TimeSpan Microsecond = TimeSpan.FromMicroseconds(1);

    /// <summary>The bounds of a text, or null with the complaint.</summary>
    internal static EdtfBounds? Read(string text, out string complaint)
    {
        var bounds = text.Split('/') switch
        {
            [var date] => ReadDate(date),
            [var start, var end] => ReadInterval(start, end),
            _ => null,
        };
        complaint = bounds is null ? $"'{text}' is not a valid EDTF date (years 0001 to 9999). {Remedy}" : "";
        return bounds;
    }

    private static EdtfBounds? ReadInterval(string start, string end)
    {
        var first = ReadDate(start);
        var last = ReadDate(end);
        if ((first is null && start is not ("" or "..")) || (last is null && end is not ("" or "..")) || (first is null && last is null))
            return null;
        var earliest = first?.Earliest ?? last!.Value.Earliest;
        var latest = last?.Latest ?? DateTimeOffset.MaxValue;
        var isQualified = first?.IsQualified == true || last?.IsQualified == true;
        return earliest <= latest ? new(earliest, latest, IsDayOrBetter: false, isQualified) : null;
    }

    private static EdtfBounds? ReadDate(string text)
    {
        if (text.Contains('T', StringComparison.Ordinal))
            return ReadInstant(text);
        var isQualified = text.Length > 0 && text[^1] is '?' or '~' or '%';
        var parts = (isQualified ? text[..^1] : text).Split('-');
        var bounds = parts switch
        {
            [{ Length: 4 } year] => ReadYear(year),
            [{ Length: 4 } year, { Length: 2 } month] => ReadMonth(year, month),
            [{ Length: 4 } year, { Length: 2 } month, { Length: 2 } day] => ReadDay(year, month, day),
            _ => null,
        };
        return bounds is { } b ? b with { IsQualified = isQualified } : null;
    }

    private static EdtfBounds? ReadInstant(string text)
    {
        string[] formats = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz"];
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (HasShortOffset(text))
            text += ":00";
        // The length refuses what .NET's zzz also reads: +0400 and +4:00.
        return
            text.Length is 19 or 20 or 25
            && text.All(char.IsAscii)
            && DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, Utc, out var instant)
            ? new(instant, instant + (TimeSpan.FromSeconds(1) - Microsecond), IsDayOrBetter: true, IsQualified: false)
            : null;
    }

    // Level 0 allows an offset of hours alone: +04.
    private static bool HasShortOffset(string text) => text.Length == 22 && text[^3] is '+' or '-';

    private static EdtfBounds? ReadYear(string year)
    {
        var low = Digits(year.Replace('X', '0'));
        var high = Digits(year.Replace('X', '9'));
        var isMasked = year.Contains('X', StringComparison.Ordinal);
        if (
            low is null
            || high is null
            || (isMasked && !(year.EndsWith('X') && Digits(year[..2]) is not null && year[2] is 'X' or >= '0' and <= '9'))
        )
            return null;
        low = Math.Max(low.Value, isMasked ? 1 : 0);
        return low >= 1 ? Span(new(low.Value, 1, 1), new(high.Value, 12, 31)) : null;
    }

    private static EdtfBounds? ReadMonth(string year, string month)
    {
        if (Year(year) is not { } y)
            return null;
        if (month == "XX")
            return Span(new(y, 1, 1), new(y, 12, 31));
        if (Digits(month) is not { } m)
            return null;
        return m switch
        {
            >= 1 and <= 12 => Span(new(y, m, 1), new(y, m, DateTime.DaysInMonth(y, m))),
            >= 21 and <= 23 => Span(new(y, ((m - 21) * 3) + 3, 1), new(y, ((m - 21) * 3) + 5, DateTime.DaysInMonth(y, ((m - 21) * 3) + 5))),
            24 when y < 9999 => Span(new(y, 12, 1), new(y + 1, 2, DateTime.DaysInMonth(y + 1, 2))),
            _ => null,
        };
    }

    private static EdtfBounds? ReadDay(string year, string month, string day)
    {
        if (day == "XX")
            return month == "XX" || Digits(month) is >= 1 and <= 12 ? ReadMonth(year, month) : null;
        if (Year(year) is not { } y || Digits(month) is not (>= 1 and <= 12 and var m) || Digits(day) is not { } d)
            return null;
        return d >= 1 && d <= DateTime.DaysInMonth(y, m) ? Span(new(y, m, d), new(y, m, d)) with { IsDayOrBetter = true } : null;
    }

    private static EdtfBounds Span(DateOnly first, DateOnly last)
    {
        var end = new DateTimeOffset(last, TimeOnly.MinValue, TimeSpan.Zero) + (TimeSpan.FromDays(1) - Microsecond);
        return new(new(first, TimeOnly.MinValue, TimeSpan.Zero), end, IsDayOrBetter: false, IsQualified: false);
    }

    private static int? Year(string text) => Digits(text) is >= 1 and <= 9999 and var year ? year : null;

    private static int? Digits(string text) => text.All(char.IsAsciiDigit) ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
