namespace NegotiationLedger.Benchmarks.Measuring;

/// <summary>What was measured of one thing, a value a round.</summary>
/// <param name="Subject">What was done.</param>
/// <param name="Variant">By whom, or which part of it.</param>
/// <param name="Unit">Of the values.</param>
/// <param name="Rounds">The values.</param>
internal sealed record Figure(string Subject, string Variant, string Unit, List<double> Rounds)
{
    /// <summary>The median; of an even number of rounds the mean of the middle two.</summary>
    public double Median
    {
        get
        {
            var sorted = Rounds.Order().ToList();
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }
    }
}

/// <summary>All that a run has measured.</summary>
internal sealed class Results
{
    private readonly List<Figure> _figures = [];

    /// <summary>In the order in which they were first noted.</summary>
    public IReadOnlyList<Figure> Figures => _figures;

    /// <summary>Notes a round's value, and says it.</summary>
    public void Note(string subject, string variant, string unit, double value, string detail = "")
    {
        Keep(subject, variant, unit, value);
        System.Console.WriteLine($"  {subject, -38} {variant, -34} {Text(value), 10} {unit, -10} {detail}");
    }

    /// <summary>Notes a round's value.</summary>
    public void Keep(string subject, string variant, string unit, double value)
    {
        var figure = Find(subject, variant, unit);
        if (figure is null)
            _figures.Add(figure = new(subject, variant, unit, []));
        figure.Rounds.Add(value);
    }

    /// <summary>The median of what was noted; null when nothing was.</summary>
    public double? Median(string subject, string variant, string unit) => Find(subject, variant, unit)?.Median;

    /// <summary>A number with as many digits as mean something.</summary>
    public static string Text(double value) => value >= 100 ? $"{value:N0}" : value.ToString(value >= 10 ? "N1" : "N2");

    private Figure? Find(string subject, string variant, string unit) =>
        _figures.Find(f => f.Subject == subject && f.Variant == variant && f.Unit == unit);
}
