using System.Globalization;

namespace NegotiationLedger.Values;

/// <summary>Years: four digits, some of which may be unspecified; a number times a power of ten (<c>Y17E2</c>); significant digits (<c>1950S2</c>).</summary>
internal static class EdtfYears
{
    /// <summary>Whether a text is a year of another form than four digits, or means to be one.</summary>
    internal static bool IsSpecial(string text) =>
        text.Contains('Y', StringComparison.Ordinal) || text.Contains('S', StringComparison.Ordinal);

    /// <summary>The fault of what is not in the years 0001 to 9999.</summary>
    internal static EdtfFault OutOfRange(string what) => new($"{what} is out of range: years are 0001 to 9999", EdtfFault.Day);

    /// <summary>What is wrong with a year of four digits, or null.</summary>
    internal static EdtfFault? FaultOf(string year)
    {
        if (year.Length == 0 || !Digits.AreDigits(year))
            return new("a date begins with a year of four digits", EdtfFault.Day);
        if (year.Length > 4)
            return OutOfRange($"the year {(year.Length > 9 ? year[..9] + "…" : year)}");
        if (year.Length < 4)
            return new("a year has four digits", EdtfFault.Day);
        return year == "0000" ? OutOfRange("the year 0000") : null;
    }

    /// <summary>Reads a year with <c>Y</c> or <c>S</c>, without its qualifier.</summary>
    internal static EdtfFault? ReadSpecial(string text, bool isQualified, out EdtfSpan span)
    {
        span = default;
        var at = text.IndexOf('S', StringComparison.Ordinal);
        var (number, significant) = at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
        var fault = number.StartsWith('Y') ? ReadExponential(number[1..], out var year) : ReadPlain(number, out year);
        if (fault is not null)
            return fault;
        var unit = 1;
        if (significant is not null && !IsCount(significant, year, out unit))
            return new($"after S stands how many digits of the year are significant, 1 to {CountOf(year)}", $"{year:0000}S{CountOf(year)}");
        var first = year / unit * unit;
        span = EdtfSpan.Of(new(first, 1, 1), new(first + unit - 1, 12, 31), isQualified);
        return null;
    }

    private static EdtfFault? ReadPlain(string text, out int year)
    {
        year = 0;
        if (FaultOf(text) is { } fault)
            return fault;
        if (text.Contains('X', StringComparison.Ordinal))
            return new("a year has unspecified digits (X) or significant digits (S), not both", text);
        year = int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        return null;
    }

    // What stands behind Y: more than four digits, which are out of range here, or a number and an exponent.
    private static EdtfFault? ReadExponential(string text, out int year)
    {
        year = 0;
        var isNegative = text.StartsWith('-');
        var parts = text[(isNegative ? 1 : 0)..].Split('E');
        if (parts.Length > 2 || parts.Any(p => p.Length == 0 || !p.All(char.IsAsciiDigit)))
            return new("a year with an exponent is written Y, digits, E, digits, and stands alone", "Y17E2");
        if (isNegative)
            return OutOfRange("a year before 0001");
        var isInRange = IsYear(parts[0], parts.Length > 1 ? parts[1] : "0", out year);
        if (!isInRange)
            return OutOfRange($"the year that 'Y{(text.Length > 20 ? text[..20] + "…" : text)}' means");
        return parts.Length > 1 ? null : new("a year of up to four digits is written without Y", $"{year:0000}");
    }

    private static bool IsYear(string digits, string exponent, out int year)
    {
        year = 0;
        var number = digits.TrimStart('0');
        var power = exponent.TrimStart('0');
        // Four digits at most, zeros of the exponent included.
        if (number.Length is 0 or > 4 || power.Length > 1 || number.Length + (power.Length == 0 ? 0 : power[0] - '0') > 4)
            return false;
        year = int.Parse(number.PadRight(number.Length + (power.Length == 0 ? 0 : power[0] - '0'), '0'), CultureInfo.InvariantCulture);
        return true;
    }

    // The unit is what one step of the last significant digit is worth.
    private static bool IsCount(string text, int year, out int unit)
    {
        unit = 1;
        if (text.Length != 1 || text[0] < '1' || text[0] - '0' > CountOf(year))
            return false;
        for (var i = text[0] - '0'; i < CountOf(year); i++)
            unit *= 10;
        return true;
    }

    private static int CountOf(int year) => year.ToString(CultureInfo.InvariantCulture).Length;
}
