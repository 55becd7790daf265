namespace NegotiationLedger.Values;

/// <summary>Places in JSON (RFC 6901).</summary>
public static class JsonPointer
{
    /// <summary>The place of a member of the object at a place.</summary>
    public static string Then(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>The names on the way to a place, from the root; none for the whole document.</summary>
    public static IEnumerable<string> Names(string pointer) =>
        pointer.Split('/').Skip(1).Select(n => n.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
}
