using System.Globalization;
using System.Text.RegularExpressions;

namespace NegotiationLedger.Console;

/// <summary>Dates in words, as vague as they are. What has no plain words stays as it is written (EDTF, Library of Congress 2019).</summary>
internal static partial class DateWords
{
    /// <summary>A date in words.</summary>
    internal static string Of(Edtf date) => Of(date.Text);

    /// <inheritdoc cref="Of(Edtf)"/>
    internal static string Of(string text) =>
        text.Split('/') is [var from, var to] ? Interval(from, to)
        : text.StartsWith('[') || text.StartsWith('{') ? Set(text)
        : One(text);

    /// <summary>A day with its weekday, for the one date that a page turns on.</summary>
    internal static string Long(Edtf date) =>
        date.IsDayOrBetter && !date.IsQualified ? $"{date.FirstDay.ToString("dddd", CultureInfo.InvariantCulture)} {Of(date)}" : Of(date);

    /// <summary>An instant in universal time, to the minute.</summary>
    internal static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The day of an instant in universal time.</summary>
    internal static string Day(DateTimeOffset instant) => instant.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Interval(string from, string to) =>
        (from, to) switch
        {
            (".." or "", ".." or "") => $"{from}/{to}",
            (_, "..") => Say.Of(Strings.DateSince, One(from)),
            (_, "") => Say.Of(Strings.DateFromUnknownEnd, One(from)),
            ("..", _) => Say.Of(Strings.DateUntil, One(to)),
            ("", _) => Say.Of(Strings.DateUnknownStartTo, One(to)),
            _ => Range(from, to),
        };

    // What both ends share is said once: 17–24 July 2025.
    private static string Range(string from, string to)
    {
        if (
            TryDay(from, out var first)
            && TryDay(to, out var last)
            && (first.Year, last.Year) is var (a, b)
            && a == b
            && string.Concat(Marks(from)) == ""
            && string.Concat(Marks(to)) == ""
        )
            return first.Month == last.Month
                ? $"{first.Day}–{last.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}"
                : $"{first.ToString("d MMMM", CultureInfo.InvariantCulture)} – {last.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}";
        return $"{One(from)} – {One(to)}";
    }

    private static string Set(string text)
    {
        var parts = text[1..^1].Split(',').Select(p => p.Contains("..", StringComparison.Ordinal) ? p : One(p)).ToList();
        return parts.Count > 6 ? text : string.Join(text[0] == '[' ? Strings.DateOr : Strings.DateAnd, parts);
    }

    private static string One(string text)
    {
        var marks = string.Concat(Marks(text));
        var plain = text[..(text.Length - marks.Length)];
        var words =
            TryDay(plain, out var day) ? day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)
            : DateOnly.TryParseExact(plain, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
                ? month.ToString("MMMM yyyy", CultureInfo.InvariantCulture)
            : TimeOfDay().Match(plain) is { Success: true } time && TryDay(time.Groups["day"].Value, out var stated)
                ? Timed(stated, time.Groups["time"].Value, time.Groups["zone"].Value)
            : plain;
        return marks switch
        {
            "" => words,
            "~" => Say.Of(Strings.DateAbout, words),
            "?" => Say.Of(Strings.DatePerhaps, words),
            _ => Say.Of(Strings.DatePerhapsAbout, words),
        };
    }

    private static string Timed(DateOnly day, string time, string zone) =>
        $"{day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}, {time}{(zone is "Z" ? " UTC" : zone.Length > 0 ? $" (UTC{zone})" : "")}";

    private static bool TryDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static IEnumerable<char> Marks(string text) => text.Reverse().TakeWhile(c => c is '~' or '?' or '%');

    [GeneratedRegex(
        @"^(?<day>\d{4}-\d\d-\d\d)T(?<time>\d\d:\d\d)(:\d\d(\.\d+)?)?(?<zone>Z|[+-]\d\d:\d\d)?$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex TimeOfDay();
}
