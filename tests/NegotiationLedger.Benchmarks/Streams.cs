namespace NegotiationLedger.Benchmarks;

/// <summary>The streams that are written to. Each writer has some of its own: Marten refuses what races for one stream.</summary>
internal static class Streams
{
    /// <summary>How many there are, at least.</summary>
    public const int Count = 192;

    /// <summary>The stream of a number.</summary>
    public static string Name(int n) => $"n{n}";

    /// <summary>The stream that a writer writes to in its turn.</summary>
    public static string Of(int writers, int writer, int turn) => Name(turn % Math.Max(1, Count / writers) * writers + writer);
}
