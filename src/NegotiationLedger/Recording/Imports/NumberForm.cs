namespace NegotiationLedger.Recording.Imports;

/// <summary>How numbers are written in a spreadsheet: stated, never inferred, because 1.000 is one or a thousand.</summary>
/// <param name="Point">What stands before the fraction.</param>
/// <param name="Group">What stands between thousands; nothing when null.</param>
public sealed record NumberForm(char Point, char? Group)
{
    /// <summary>A point before the fraction and nothing between thousands.</summary>
    public static NumberForm Plain { get; } = new('.', null);

    /// <summary>The number as JSON writes it, or what is wrong with the text and how to correct it.</summary>
    public (string? Number, string? Complaint) Read(string text)
    {
        var sign = text.StartsWith('-') || text.StartsWith('−') ? "-" : "";
        var parts = text[sign.Length..].Split(Point);
        var whole = Group is null ? parts[0] : WithoutGroups(parts[0]);
        if (parts.Length <= 2 && IsDigits(whole) && (parts.Length == 1 || IsDigits(parts[1])))
        {
            var digits = whole.TrimStart('0');
            return (sign + (digits.Length == 0 ? "0" : digits) + (parts.Length == 1 ? "" : $".{parts[1]}"), null);
        }

        var grouping = Group is null ? "nothing" : $"'{Group}'";
        return (
            null,
            $"'{Sheet.Shown(text)}' is not a number with '{Point}' before the fraction and {grouping} between thousands: write it that way, or set 'decimal' and 'group' in the map's rule."
        );
    }

    private string WithoutGroups(string whole)
    {
        var groups = whole.Split(Group!.Value);
        var isGrouped = groups.Length > 1 && groups[0].Length is > 0 and <= 3 && groups.Skip(1).All(g => g.Length == 3);
        return isGrouped ? string.Concat(groups) : whole;
    }

    private static bool IsDigits(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);
}
