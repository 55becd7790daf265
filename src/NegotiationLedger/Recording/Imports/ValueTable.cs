namespace NegotiationLedger.Recording.Imports;

/// <summary>
/// What the texts of a column stand for. Case and white space do not count. In a text of the table <c>*</c> stands for any text, so that a part
/// of a cell is enough; of several such the first counts, and one that is met exactly comes before them.
/// </summary>
/// <param name="place">Where the table stands in the map: a JSON Pointer.</param>
public sealed class ValueTable(string place)
{
    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _results = new(StringComparer.Ordinal);
    private readonly List<(string[] Parts, string? Value)> _patterns = [];

    /// <summary>Where the table stands in the map: a JSON Pointer.</summary>
    public string Place => place;

    /// <summary>Every text and what it stands for; null for nothing at all.</summary>
    public IReadOnlyDictionary<string, string?> Rows => _values;

    /// <summary>Adds a row; false when the text is there already and stands for something else.</summary>
    public bool TryAdd(string text, string? value)
    {
        if (value is not null)
            _results.Add(value);
        var plain = Sheet.Plain(text);
        if (!_values.TryAdd(plain, value))
            return _values[plain] == value;
        if (plain.Contains('*', StringComparison.Ordinal))
            _patterns.Add((plain.Split('*'), value));
        return true;
    }

    /// <summary>What a text stands for; it may also be given as that itself. False when the table does not know it.</summary>
    public bool TryFind(string text, out string? value)
    {
        var plain = Sheet.Plain(text);
        if (_values.TryGetValue(plain, out value) || _results.TryGetValue(text, out value))
            return true;
        foreach (var (parts, meaning) in _patterns)
        {
            if (!Meets(plain, parts))
                continue;
            value = meaning;
            return true;
        }

        return false;
    }

    // The first part begins the text, the last ends it, and the others stand between them in their order.
    private static bool Meets(string text, string[] parts)
    {
        if (!text.StartsWith(parts[0], StringComparison.OrdinalIgnoreCase))
            return false;
        var at = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            var found = text.IndexOf(part, at, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
                return false;
            at = found + part.Length;
        }

        return text.Length - at >= parts[^1].Length && text.EndsWith(parts[^1], StringComparison.OrdinalIgnoreCase);
    }
}
