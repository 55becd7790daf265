using System.Text.RegularExpressions;

namespace NegotiationLedger.Values;

/// <summary>
/// Dates whose year stands last, as people write them in letters and sheets: 05/02/2026, 24.07.2025, 7/2025. Whether the day or the month stands
/// first is not known where both may be a month: then both readings are named.
/// </summary>
internal static partial class EdtfOrder
{
    private const string Why = "a date is written year-month-day";

    /// <summary>What is wrong with a text that is such a date, or an interval of two; null when it is none.</summary>
    internal static EdtfFault? Mend(string text)
    {
        if (Interval().IsMatch(text))
            return new($"{Why}, and an interval as its start and its end with '/' between", EdtfFault.Interval);
        if (Date().Match(text) is not { Success: true } date)
            return null;
        var (first, second, rest) = (date.Groups["first"].Value, date.Groups["second"].Value, date.Groups["rest"].Value.Trim());
        var year = date.Groups["year"].Value;
        string[] written = second.Length == 0 ? [$"{year}-{Padded(first)}"] : [Day(year, second, first), Day(year, first, second)];
        var readings = written
            .Select(day => rest.Length == 0 ? day : $"{day}T{rest.TrimStart('T')}")
            .Where(reading => EdtfGrammar.Read(reading, out _) is null)
            .Distinct()
            .ToList();
        return readings switch
        {
            [] => new(Why, second.Length == 0 ? EdtfFault.Day[..7] : EdtfFault.Day),
            [var only] => new(Why, only),
            [var dayFirst, var monthFirst, ..] => new(
                $"{Why}, and it is not known whether the day or the month stands first here",
                dayFirst
            )
            {
                Other = monthFirst,
            },
        };
    }

    private static string Day(string year, string month, string day) => $"{year}-{Padded(month)}-{Padded(day)}";

    private static string Padded(string part) => part.PadLeft(2, '0');

    [GeneratedRegex(
        @"\A(?<first>[0-9]{1,2})(?:(?<sep>[/.\-])(?<second>[0-9]{1,2}))?(?:[/.\-])(?<year>[0-9]{4})(?<rest>[T ].*)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Date();

    [GeneratedRegex(
        @"\A([0-9]{1,2}[/.\-]){2}[0-9]{4} ?[/\-–] ?([0-9]{1,2}[/.\-]){2}[0-9]{4}\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Interval();
}
