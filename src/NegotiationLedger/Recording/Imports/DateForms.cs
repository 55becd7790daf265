using System.Globalization;

namespace NegotiationLedger.Recording.Imports;

/// <summary>How dates are written in a spreadsheet. The order of day and month is stated, never inferred.</summary>
/// <remarks>
/// A format is made of <c>yyyy</c>, <c>MM</c> or <c>M</c>, <c>MMMM</c> (a month's name), <c>MMM</c> (its first three letters, with or
/// without a full stop), <c>dd</c> or <c>d</c>, and what stands between them; letters stand in single quotation marks. One without a day,
/// or without a month, gives an EDTF date of that precision. A time of day is <c>HH</c> or <c>H</c>, or <c>h</c> with <c>tt</c> (am or pm),
/// <c>mm</c>, perhaps <c>ss</c>, perhaps <c>zone</c>. Two dates in one cell, <c>14-15 August 2025</c>, are an interval.
/// </remarks>
public sealed record DateForms
{
    /// <summary>The word for EDTF dates as they are.</summary>
    public const string EdtfWord = "edtf";

    private static readonly string[] English = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[..12];
    private static readonly string[] RangeMarks = [" to ", " until ", " till ", "–", "—", "−", "-"];

    /// <summary>EDTF dates and nothing else.</summary>
    public static DateForms EdtfOnly { get; } = new();

    /// <summary>The formats, any of which a date may have; <see cref="EdtfWord"/> for an EDTF date as it is.</summary>
    public IReadOnlyList<string> Formats
    {
        get;
        init =>
            (field, Parsed) = (value, [.. value.Where(f => f != EdtfWord).Select(f => DateFormat.Parse(f).Format).OfType<DateFormat>()]);
    } = [EdtfWord];

    /// <summary>Words before or after a date and the EDTF qualifier they stand for: <c>~</c> about, <c>?</c> uncertain, <c>%</c> both.</summary>
    public IReadOnlyDictionary<string, char> Qualifiers { get; init; } = new Dictionary<string, char>();

    /// <summary>The names of the months, January first.</summary>
    public IReadOnlyList<string> Months { get; init; } = English;

    /// <summary>Words for time zones, such as <c>ET</c>, and what they stand for: an IANA name or an offset.</summary>
    public IReadOnlyDictionary<string, string> Zones { get; init; } = new Dictionary<string, string>();

    /// <summary>The first of the hundred years that two-digit years mean; null where those are refused.</summary>
    public int? FirstYear { get; init; }

    private IReadOnlyList<DateFormat> Parsed { get; init; } = [];

    /// <summary>The date that a text gives, as EDTF; or what is wrong with it and how to correct it.</summary>
    public (string? Edtf, string? Complaint) Read(string text)
    {
        var (rest, qualifier) = WithoutQualifier(text);
        var (readings, complaint) = Readings(rest);
        if (readings is not [var date])
            return (null, complaint ?? ComplaintOf(text, rest, readings));
        if (qualifier is null)
            return (date, null);
        var isPlain = Edtf.Parse(date) is { IsQualified: false, Form: EdtfForm.Date };
        return isPlain && Edtf.TryParse($"{date}{qualifier}", out var qualified, out _)
            ? (qualified.Text, null)
            : (
                null,
                $"'{Sheet.Shown(text)}' is qualified twice, or is an interval, a set or a time of day: write it as EDTF without the words around it."
            );
    }

    private (IReadOnlyList<string> Readings, string? Complaint) Readings(string text)
    {
        var found = new HashSet<string>();
        string? complaint = null;
        foreach (var parts in Parsed.Select(f => f.Read(text, this)).OfType<DateParts>())
        {
            var (edtf, wrong) = parts.ToEdtf(Zones);
            if (edtf is not null)
                found.Add(edtf);
            else if (wrong is not null)
                complaint = $"'{Sheet.Shown(text)}': {wrong}";
        }

        if (Formats.Contains(EdtfWord) && Edtf.TryParse(text, out _, out _))
            found.Add(text);
        if (found.Count == 0)
            found.UnionWith(Ranges(text));
        return ([.. found], found.Count == 0 ? complaint : null);
    }

    // What two dates share is written once, with the first or with the second: '14-15 August 2025', 'July 14 - August 3, 2025'.
    private IEnumerable<string> Ranges(string text)
    {
        foreach (var mark in RangeMarks)
        {
            for (var at = text.IndexOf(mark, StringComparison.OrdinalIgnoreCase); at > 0; )
            {
                var (start, end) = (text[..at].TrimEnd(), text[(at + mark.Length)..].TrimStart());
                foreach (var format in Parsed)
                {
                    if (format.ReadRange(start, end, this) is { } range)
                        yield return range;
                }

                at = text.IndexOf(mark, at + 1, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    private string ComplaintOf(string text, string rest, IReadOnlyList<string> readings) =>
        readings.Count > 1
            ? $"'{Sheet.Shown(text)}' can be read as {string.Join(" and as ", readings)}: keep one of the formats in the map."
        : text.Length == 5 && text.All(char.IsAsciiDigit)
            ? $"'{Sheet.Shown(text)}' is the serial number that a spreadsheet stores for a date: format the column as a date there, and save it again."
        : FirstYear is null && (this with { FirstYear = 1950 }).Readings(rest).Readings is [var guess]
            ? $"'{Sheet.Shown(text)}' has a year of two digits, of which the century is not known: write the year in full ({guess[..4]}, if that is meant), or say in the map which hundred years are meant, as \"years\": 1950 for 1950 to 2049."
        : $"'{Sheet.Shown(text)}' is not a date in the format {string.Join(", or ", Formats)}: write it that way, or add its format to the map's 'dates'.";

    private (string Date, char? Qualifier) WithoutQualifier(string text)
    {
        var plain = Sheet.Plain(text);
        foreach (var (word, qualifier) in Qualifiers.OrderByDescending(q => q.Key.Length))
        {
            if (plain.StartsWith(word, StringComparison.OrdinalIgnoreCase) && IsBoundary(plain, word.Length, word[^1]))
                return (plain[word.Length..].Trim(), qualifier);
            if (plain.EndsWith(word, StringComparison.OrdinalIgnoreCase) && IsBoundary(plain, plain.Length - word.Length - 1, word[0]))
                return (plain[..^word.Length].Trim(), qualifier);
        }

        return (plain, null);
    }

    // 'c' before 'c2025' or 'circa' is not the word 'c'.
    private static bool IsBoundary(string text, int beside, char edge) =>
        beside < 0 || beside >= text.Length || !(char.IsLetterOrDigit(text[beside]) && char.IsLetterOrDigit(edge));
}
