using System.Globalization;

namespace NegotiationLedger.Recording.Imports;

/// <summary>Dates in words, so that a person sees which of 03/04 is the month: <c>3 April 2025</c>.</summary>
public static class DateInWords
{
    private static readonly IReadOnlyDictionary<char, string> Qualified = new Dictionary<char, string>
    {
        ['~'] = "about ",
        ['?'] = "perhaps ",
        ['%'] = "perhaps about ",
    };

    /// <summary>A date in words; as it is written where it is a set, a season or has unspecified digits.</summary>
    public static string Of(Edtf date)
    {
        var ends = date.Text.Split('/');
        var words = ends.Select(End).ToList();
        return words.Contains(null) ? date.Text : string.Join(" to ", words);
    }

    private static string? End(string text)
    {
        if (text is "..")
            return "further on";
        if (text.Length == 0)
            return "an unknown day";
        var qualifier = Qualified.GetValueOrDefault(text[^1], "");
        var plain = qualifier.Length == 0 ? text : text[..^1];
        var (day, time) = plain.IndexOf('T', StringComparison.Ordinal) is > 0 and var at
            ? (plain[..at], $", {plain[(at + 1)..]}")
            : (plain, "");
        return Day(day) is { } words ? qualifier + words + time : null;
    }

    private static string? Day(string text)
    {
        var parts = text.Split('-');
        if (!parts.All(p => p.Length > 0 && p.All(char.IsAsciiDigit)) || parts[0].Length != 4 || parts.Length > 3)
            return null;
        var numbers = parts.Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToList();
        if (numbers.Count > 1 && numbers[1] is < 1 or > 12)
            return null;
        var month = numbers.Count > 1 ? CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(numbers[1]) + " " : "";
        return (numbers.Count > 2 ? $"{numbers[2]} " : "") + month + parts[0];
    }
}
