namespace NegotiationLedger.Assertions;

/// <summary>Places in JSON (RFC 6901).</summary>
public static class JsonPointer
{
    /// <summary>The place of a member of the object at a place.</summary>
    public static string Then(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>The name that a segment of a pointer stands for.</summary>
    public static string Unescaped(string segment) =>
        segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
