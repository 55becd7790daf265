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

    /// <summary>The most bytes of a negotiation's file; it goes through a temporary file.</summary>
    public const long File = 8 * Array;

    /// <summary>The most bytes of a line of such a file; a source's text, written with escapes, fits.</summary>
    public const int Line = 3 * (int)Array;

    /// <summary>The most records of such a file.</summary>
    public const int FileRecords = 100_000;

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
