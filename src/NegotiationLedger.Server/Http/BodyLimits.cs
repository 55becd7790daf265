namespace NegotiationLedger.Server;

/// <summary>How much a request may send.</summary>
public static class BodyLimits
{
    /// <summary>The most records in one request.</summary>
    public const int Records = 1000;

    /// <summary>The most bytes of one development.</summary>
    public const long Development = 1024 * 1024;

    /// <summary>The most bytes of an array of developments, of a source, or of a spreadsheet.</summary>
    public const long Array = 16 * 1024 * 1024;

    /// <summary>The most bytes of all bodies that are read and worked on at a time.</summary>
    public const long InFlight = 4 * Array;
}

/// <summary>Makes event ids of version 7.</summary>
/// <param name="time">Gives them their time.</param>
public sealed class NewIds(TimeProvider time)
{
    /// <summary>The next.</summary>
    public EventId Next() => new(Guid.CreateVersion7(time.GetUtcNow()));
}
