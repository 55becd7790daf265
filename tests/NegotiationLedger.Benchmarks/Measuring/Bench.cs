namespace NegotiationLedger.Benchmarks.Measuring;

/// <summary>One run of the program: where PostgreSQL is, how long to measure, and what was measured.</summary>
/// <param name="Server">A superuser's connection string.</param>
/// <param name="IsQuick">Whether all has to be done in two minutes: shorter rounds, smaller sizes.</param>
/// <param name="Program">The published program, for what only a process of its own shows; null when there is none.</param>
internal sealed record Bench(string Server, bool IsQuick, string? Program)
{
    public Results Results { get; } = new();

    /// <summary>How often all variants are measured by turns.</summary>
    public int Rounds => IsQuick ? 1 : 3;

    /// <summary>How long one measurement of a rate takes.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(IsQuick ? 0.5 : 5);

    /// <summary>How long a server is warmed up, until what is hot is compiled for good.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(IsQuick ? 1 : 5);

    /// <summary>One of two sizes.</summary>
    public int Size(int whole, int quick) => IsQuick ? quick : whole;

    /// <summary>Measures variants by turns, A B A B, so that what else the machine does meets them alike.</summary>
    public async Task InTurns(params Func<Task>[] variants)
    {
        for (var round = 0; round < Rounds; round++)
            foreach (var variant in variants)
                await variant();
    }

    /// <summary>Notes a rate with its waits.</summary>
    public void Note(string subject, string variant, Rate rate)
    {
        var detail = $"p50 {Measuring.Results.Text(rate.P50)} ms, p99 {Measuring.Results.Text(rate.P99)} ms";
        Results.Note(subject, variant, Names.PerSecond, rate.PerSecond, detail);
        Results.Keep(subject, variant, Names.P50, rate.P50);
        Results.Keep(subject, variant, Names.P99, rate.P99);
    }
}

/// <summary>How many a second, and how long each took.</summary>
internal sealed record Rate(int Count, double PerSecond, double P50, double P99)
{
    /// <summary>Of waits in milliseconds.</summary>
    public static Rate Of(double seconds, IEnumerable<double> waits, int each = 1)
    {
        var sorted = waits.Order().ToArray();
        return new(sorted.Length, sorted.Length * each / seconds, At(sorted, 0.5), At(sorted, 0.99));
    }

    /// <summary>A percentile of what is sorted: the smallest value that so many are not above.</summary>
    public static double At(IReadOnlyList<double> sorted, double part) => sorted[(int)Math.Ceiling(part * sorted.Count) - 1];
}
