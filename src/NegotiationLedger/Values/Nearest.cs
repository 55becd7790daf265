namespace NegotiationLedger.Values;

/// <summary>What somebody may have meant who mistyped a name.</summary>
public static class Nearest
{
    private const int LongestName = 100;

    /// <summary>A question to be put behind a complaint, with a space before it: <c> Did you mean 'doha-2025'?</c>; empty when nothing is near.</summary>
    public static string Question(string given, IEnumerable<string> known) =>
        To(given, known) is { } meant ? $" Did you mean '{meant}'?" : "";

    /// <summary>The name nearest to what was given, of equal ones the first: at most one slip for each three letters; null when none is near.</summary>
    /// <remarks>A slip is a letter too many, too few or another, or two that changed places (optimal string alignment).</remarks>
    public static string? To(string given, IEnumerable<string> known)
    {
        if (given.Length is 0 or > LongestName)
            return null;
        var most = Math.Max(1, given.Length / 3);
        return known
            .Where(name => Math.Abs(name.Length - given.Length) <= most)
            .Select(name => (Name: name, Slips: Slips(given, name)))
            .Where(n => n.Slips <= most)
            .OrderBy(n => n.Slips)
            .Select(n => n.Name)
            .FirstOrDefault();
    }

    private static int Slips(string from, string to)
    {
        var slips = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    slips[i, j] = i + j;
                    continue;
                }

                var isSame = char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]);
                slips[i, j] = Math.Min(Math.Min(slips[i - 1, j], slips[i, j - 1]) + 1, slips[i - 1, j - 1] + (isSame ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    slips[i, j] = Math.Min(slips[i, j], slips[i - 2, j - 2] + 1);
            }
        }

        return slips[from.Length, to.Length];
    }
}
