using System.Globalization;

namespace NegotiationLedger.Recording.Imports;

/// <summary>How dates are written in a spreadsheet. The order of day and month is stated, never inferred.</summary>
/// <param name="formats">The formats, any of which a date may have; <c>edtf</c> for an EDTF date as it is.</param>
/// <param name="qualifiers">Words before or after a date and the EDTF qualifier they stand for: <c>~</c> about, <c>?</c> uncertain, <c>%</c> both.</param>
/// <param name="months">The names of the months, January first; English when empty.</param>
/// <remarks>
/// A format is made of <c>yyyy</c>, <c>MM</c> or <c>M</c>, <c>MMMM</c> (a month's name), <c>MMM</c> (its first three letters, with or
/// without a full stop), <c>dd</c> or <c>d</c>, and what stands between them; letters stand in single quotation marks. One without a day,
/// or without a month, gives an EDTF date of that precision.
/// </remarks>
public sealed class DateForms(IReadOnlyList<string> formats, IReadOnlyDictionary<string, char> qualifiers, IReadOnlyList<string> months)
{
    /// <summary>The word for EDTF dates as they are.</summary>
    public const string EdtfWord = "edtf";

    private static readonly string[] English = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[..12];

    private readonly IReadOnlyList<DateFormat> _formats =
    [
        .. formats.Where(f => f != EdtfWord).Select(f => DateFormat.Parse(f).Format).OfType<DateFormat>(),
    ];

    /// <summary>EDTF dates and nothing else.</summary>
    public static DateForms EdtfOnly { get; } = new([EdtfWord], new Dictionary<string, char>(), []);

    /// <summary>With other formats.</summary>
    public DateForms With(IReadOnlyList<string> others) => new(others, qualifiers, months);

    /// <summary>The date that a text gives, as EDTF; or what is wrong with it and how to correct it.</summary>
    public (string? Edtf, string? Complaint) Read(string text)
    {
        var (rest, qualifier) = WithoutQualifier(text);
        var readings = _formats.Select(f => f.Read(rest, months.Count == 12 ? months : English)).OfType<string>().ToList();
        if (formats.Contains(EdtfWord) && Edtf.TryParse(rest, out _, out _))
            readings.Add(rest);
        if (readings.Distinct().ToList() is not [var date])
            return (null, ComplaintOf(text, readings));
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

    private string ComplaintOf(string text, List<string> readings) =>
        readings.Count > 1
            ? $"'{Sheet.Shown(text)}' can be read as {string.Join(" and as ", readings.Distinct())}: keep one of the formats in the map."
        : text.Length == 5 && text.All(char.IsAsciiDigit)
            ? $"'{Sheet.Shown(text)}' is the serial number that a spreadsheet stores for a date: format the column as a date there, and save it again."
        : $"'{Sheet.Shown(text)}' is not a date in the format {string.Join(", or ", formats)}: write it that way, or add its format to the map's 'dates'.";

    private (string Date, char? Qualifier) WithoutQualifier(string text)
    {
        var plain = Sheet.Plain(text);
        foreach (var (word, qualifier) in qualifiers.OrderByDescending(q => q.Key.Length))
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

/// <summary>One way of writing a date.</summary>
internal sealed class DateFormat
{
    private static readonly string[] Tokens = ["yyyy", "MMMM", "MMM", "MM", "M", "dd", "d"];

    private readonly IReadOnlyList<(string Text, bool IsToken)> _parts;

    private DateFormat(IReadOnlyList<(string, bool)> parts) => _parts = parts;

    /// <summary>Its form with every number alike: two formats that share it differ in nothing but the order of day and month.</summary>
    internal string Outline =>
        string.Concat(
            _parts.Select(p =>
                p.IsToken
                    ? (
                        p.Text is "yyyy" ? "{year}"
                        : p.Text.Length > 2 ? "{name}"
                        : "{number}"
                    )
                    : p.Text
            )
        );

    /// <summary>Reads a format, or says what is wrong with it.</summary>
    internal static (DateFormat? Format, string? Complaint) Parse(string format)
    {
        var parts = new List<(string Text, bool IsToken)>();
        for (var i = 0; i < format.Length; )
        {
            var (text, isToken, length) = Next(format, i);
            if (length == 0)
                return (
                    null,
                    $"'{format}' is not a valid date format: letters other than yyyy, MMMM, MMM, MM, M, dd and d must stand in single quotation marks."
                );
            parts.Add((text, isToken));
            i += length;
        }

        var kinds = parts.Where(p => p.IsToken).Select(p => p.Text[0]).Order().ToList();
        return kinds is ['y'] or ['M', 'y'] or ['M', 'd', 'y']
            ? (new(parts), null)
            : (null, $"'{format}' is not a valid date format: it needs the year (yyyy), and may have the month and the day once each.");
    }

    /// <summary>The date in EDTF, or null when the text is not of the form or no date.</summary>
    internal string? Read(string text, IReadOnlyList<string> months)
    {
        var at = 0;
        int year = 0,
            month = 0,
            day = 0;
        foreach (var (part, isToken) in _parts)
        {
            if (!isToken)
            {
                if (string.Compare(text, at, part, 0, part.Length, StringComparison.OrdinalIgnoreCase) != 0)
                    return null;
                at += part.Length;
                continue;
            }

            var (value, length) = part.Length > 2 && part[0] == 'M' ? Name(text, at, part, months) : Number(text, at, part);
            if (length == 0)
                return null;
            at += length;
            (year, month, day) = part[0] switch
            {
                'y' => (value, month, day),
                'M' => (year, value, day),
                _ => (year, month, value),
            };
        }

        var edtf = $"{year:0000}" + (month == 0 ? "" : $"-{month:00}") + (day == 0 ? "" : $"-{day:00}");
        return at == text.Length && Edtf.TryParse(edtf, out _, out _) ? edtf : null;
    }

    private static (string Text, bool IsToken, int Length) Next(string format, int at)
    {
        if (format[at] == '\'')
            return format.IndexOf('\'', at + 1) is > 0 and var end ? (format[(at + 1)..end], false, end - at + 1) : ("", false, 0);
        if (!char.IsLetter(format[at]))
            return (format[at].ToString(), false, 1);
        var run = format[at..].TakeWhile(c => c == format[at]).Count();
        var token = Tokens.FirstOrDefault(t => t[0] == format[at] && t.Length == run);
        return (token ?? "", true, token?.Length ?? 0);
    }

    private static (int Value, int Length) Number(string text, int at, string token)
    {
        var digits = text[Math.Min(at, text.Length)..].TakeWhile(char.IsAsciiDigit).Count();
        // One letter takes one digit or two and no more; several take as many digits as they are.
        if (token.Length == 1 ? digits is 0 or > 2 : digits < token.Length)
            return (0, 0);
        var length = token.Length == 1 ? digits : token.Length;
        var value = int.Parse(text.AsSpan(at, length), CultureInfo.InvariantCulture);
        return value == 0 ? (0, 0) : (value, length);
    }

    private static (int Value, int Length) Name(string text, int at, string token, IReadOnlyList<string> months)
    {
        for (var i = 0; i < months.Count; i++)
        {
            var name = token == "MMM" && months[i].Length > 3 ? months[i][..3] : months[i];
            if (string.Compare(text, at, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) != 0)
                continue;
            var end = at + name.Length;
            if (token == "MMM" && end < text.Length && text[end] == '.')
                end++;
            else if (end < text.Length && char.IsLetter(text[end]))
                continue;
            return (i + 1, end - at);
        }

        return (0, 0);
    }
}
