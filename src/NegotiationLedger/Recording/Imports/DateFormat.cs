using System.Globalization;

namespace NegotiationLedger.Recording.Imports;

/// <summary>One way of writing a date, perhaps with a time of day.</summary>
internal sealed class DateFormat
{
    private const string ZoneToken = "zone";

    private static readonly string[] Tokens = ["yyyy", "MMMM", "MMM", "MM", "M", "dd", "d", "HH", "H", "hh", "h", "mm", "ss", "tt"];

    private readonly IReadOnlyList<(string Text, bool IsToken)> _parts;

    private DateFormat(IReadOnlyList<(string, bool)> parts) => _parts = parts;

    /// <summary>Its form with every number alike: two formats that share it differ in nothing but the order of day and month.</summary>
    internal string Outline => string.Concat(_parts.Select(p => p.IsToken ? OutlineOf(p.Text) : p.Text));

    private bool HasTime => _parts.Any(p => p.IsToken && p.Text[0] is 'H' or 'h');

    private char Finest =>
        _parts.Any(p => p is { IsToken: true, Text: ['d', ..] }) ? 'd'
        : _parts.Any(p => p is { IsToken: true, Text: ['M', ..] }) ? 'M'
        : 'y';

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
                    $"'{format}' is not a valid date format: letters other than yyyy, MMMM, MMM, MM, M, dd, d, HH, H, h, mm, ss, tt and zone must stand in single quotation marks."
                );
            parts.Add((text, isToken));
            i += length;
        }

        var kinds = parts.Where(p => p.IsToken).Select(p => p.Text == ZoneToken ? 'z' : p.Text[0]).ToList();
        var (date, time) = (
            string.Concat(kinds.Where("yMd".Contains).Order()),
            string.Concat(kinds.Where(k => !"yMd".Contains(k)).Order())
        );
        if (date is not ("y" or "My" or "Mdy"))
            return (
                null,
                $"'{format}' is not a valid date format: it needs the year (yyyy), and may have the month and the day once each."
            );
        return time is "" || (date == "Mdy" && time.Replace("z", "", StringComparison.Ordinal) is "Hm" or "Hms" or "hmt" or "hmst")
            ? (new(parts), null)
            : (
                null,
                $"'{format}' is not a valid date format: a time of day needs the day, the hour (HH or H, or h with tt) and the minute (mm)."
            );
    }

    /// <summary>What a text says, or null when it is not of the form.</summary>
    internal DateParts? Read(string text, DateForms forms) => Match(text, 0, _parts.Count, forms);

    /// <summary>The interval of two texts, of which one may leave to the other what they share; null when they are none of this form.</summary>
    internal string? ReadRange(string start, string end, DateForms forms)
    {
        if (HasTime)
            return null;
        for (var length = _parts.Count; length > 0; length--)
        {
            if (Match(start, 0, length, forms) is not { } first || !first.Has(Finest))
                continue;
            for (var from = 0; from < _parts.Count; from++)
            {
                if (Match(end, from, _parts.Count, forms) is { } last && last.Has(Finest) && Interval(first, last) is { } interval)
                    return interval;
            }
        }

        return null;
    }

    private static string? Interval(DateParts first, DateParts last)
    {
        var (start, _) = first.Or(last).ToEdtf();
        var (end, _) = last.Or(first).ToEdtf();
        return
            start is not null
            && end is not null
            && string.CompareOrdinal(start, end) < 0
            && Edtf.TryParse($"{start}/{end}", out var range, out _)
            ? range.Text
            : null;
    }

    private DateParts? Match(string text, int from, int to, DateForms forms)
    {
        var (at, found) = (0, new DateParts());
        for (var i = from; i < to; i++)
        {
            var (part, isToken) = _parts[i];
            if (!isToken)
            {
                // What stands between two parts does not belong to either end of a range.
                if ((i == from && from > 0) || (i == to - 1 && to < _parts.Count))
                    return null;
                if (string.Compare(text, at, part, 0, part.Length, StringComparison.OrdinalIgnoreCase) != 0)
                    return null;
                at += part.Length;
                continue;
            }

            var length = part switch
            {
                ZoneToken => Zone(text, at, found),
                "tt" => HalfDay(text, at, found),
                ['M', _, _, ..] => Name(text, at, part, forms.Months, found),
                "yyyy" when forms.FirstYear is { } first && Digits(text, at) == 2 => ShortYear(text, at, first, found),
                _ => Number(text, at, part, found),
            };
            if (length == 0)
                return null;
            at += length;
        }

        return at == text.Length ? found : null;
    }

    private static string OutlineOf(string token) =>
        token switch
        {
            "yyyy" => "{year}",
            ZoneToken or "tt" => "{word}",
            { Length: > 2 } => "{name}",
            _ => "{number}",
        };

    private static (string Text, bool IsToken, int Length) Next(string format, int at)
    {
        if (format[at] == '\'')
            return format.IndexOf('\'', at + 1) is > 0 and var end ? (format[(at + 1)..end], false, end - at + 1) : ("", false, 0);
        if (!char.IsLetter(format[at]))
            return (format[at].ToString(), false, 1);
        if (format.AsSpan(at).StartsWith(ZoneToken, StringComparison.Ordinal))
            return (ZoneToken, true, ZoneToken.Length);
        var run = format[at..].TakeWhile(c => c == format[at]).Count();
        var token = Tokens.FirstOrDefault(t => t[0] == format[at] && t.Length == run);
        return (token ?? "", true, token?.Length ?? 0);
    }

    private static int Digits(string text, int at) => text[Math.Min(at, text.Length)..].TakeWhile(char.IsAsciiDigit).Count();

    private static int Number(string text, int at, string token, DateParts found)
    {
        var digits = Digits(text, at);
        // One letter takes one digit or two and no more; several take as many digits as they are.
        if (token.Length == 1 ? digits is 0 or > 2 : digits < token.Length)
            return 0;
        var length = token.Length == 1 ? digits : token.Length;
        var value = int.Parse(text.AsSpan(at, length), CultureInfo.InvariantCulture);
        return found.Set(token[0], value) ? length : 0;
    }

    private static int ShortYear(string text, int at, int first, DateParts found)
    {
        var year = first - (first % 100) + int.Parse(text.AsSpan(at, 2), CultureInfo.InvariantCulture);
        return found.Set('y', year < first ? year + 100 : year) ? 2 : 0;
    }

    private static int Name(string text, int at, string token, IReadOnlyList<string> months, DateParts found)
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
            return found.Set('M', i + 1) ? end - at : 0;
        }

        return 0;
    }

    private static int HalfDay(string text, int at, DateParts found)
    {
        foreach (var (word, isAfternoon) in new[] { ("a.m.", false), ("p.m.", true), ("am", false), ("pm", true) })
        {
            if (string.Compare(text, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) != 0)
                continue;
            found.IsAfternoon = isAfternoon;
            return word.Length;
        }

        return 0;
    }

    private static int Zone(string text, int at, DateParts found)
    {
        var word = text[Math.Min(at, text.Length)..];
        var length = word.TakeWhile(c => char.IsLetterOrDigit(c) || c is '+' or '-' or ':' or '/' or '_' or '.').Count();
        found.Zone = word[..length];
        return length;
    }
}
