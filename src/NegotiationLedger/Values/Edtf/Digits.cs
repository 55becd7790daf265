using System.Globalization;

namespace NegotiationLedger.Values;

/// <summary>Digits of a date, some of which may be unspecified: <c>X</c>.</summary>
internal static class Digits
{
    /// <summary>Whether a text has digits and <c>X</c> alone.</summary>
    internal static bool AreDigits(string text) => text.All(c => char.IsAsciiDigit(c) || c == 'X');

    /// <summary>The numbers of a range that some digits may mean, in either order.</summary>
    internal static IEnumerable<int> Fitting(string digits, int least, int most, bool isDescending = false)
    {
        var low = Math.Max(least, int.Parse(digits.Replace('X', '0'), NumberStyles.None, CultureInfo.InvariantCulture));
        var high = Math.Min(most, int.Parse(digits.Replace('X', '9'), NumberStyles.None, CultureInfo.InvariantCulture));
        var numbers = Enumerable.Range(0, Math.Max(0, high - low + 1)).Select(i => isDescending ? high - i : low + i);
        return numbers.Where(n => Fits(digits, n));
    }

    private static bool Fits(string digits, int number)
    {
        for (var i = digits.Length - 1; i >= 0; i--, number /= 10)
        {
            if (digits[i] != 'X' && digits[i] - '0' != number % 10)
                return false;
        }

        return true;
    }
}
