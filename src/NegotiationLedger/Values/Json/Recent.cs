namespace NegotiationLedger.Values;

/// <summary>
/// Values that were made lately, by their texts: what comes again and again in a log, such as ids and dates, is held in memory once. A value
/// may be made again at any time. Safe for any number of callers.
/// </summary>
/// <param name="make">Makes the value of a text; what it throws is the caller's.</param>
public sealed class Recent<T>(Func<string, T> make)
    where T : class
{
    private const int Places = 4096;

    private readonly Held?[] _held = new Held?[Places];

    /// <summary>The value of a text.</summary>
    public T Of(string text)
    {
        ref var place = ref _held[(uint)text.GetHashCode(StringComparison.Ordinal) % Places];
        if (place is { } held && held.Text == text)
            return held.Value;
        var value = make(text);
        place = new(text, value);
        return value;
    }

    private sealed record Held(string Text, T Value);
}
