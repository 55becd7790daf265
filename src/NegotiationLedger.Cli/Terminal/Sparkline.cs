namespace NegotiationLedger.Cli;

/// <summary>A row of numbers as a row of bars, one character each.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const string Ascii = "_.:-=+*#";

    /// <summary>The bars from the least to the greatest of the numbers and 0; empty for no numbers.</summary>
    /// <param name="values">The numbers, in order.</param>
    /// <param name="width">How many characters at most, at least 1; more numbers than that share characters by their mean.</param>
    /// <param name="isUnicode">False for the bars that every encoding has.</param>
    public static string Of(IReadOnlyList<decimal> values, int width, bool isUnicode)
    {
        if (values.Count == 0)
            return "";
        var bars = isUnicode ? Blocks : Ascii;
        var fitted = Fit(values, width);
        var least = Math.Min(0, fitted.Min());
        var range = Math.Max(0, fitted.Max()) - least;
        return string.Concat(
            fitted.Select(v =>
                bars[range == 0 ? 0 : (int)Math.Round((v - least) / range * (bars.Length - 1), MidpointRounding.AwayFromZero)]
            )
        );
    }

    private static IReadOnlyList<decimal> Fit(IReadOnlyList<decimal> values, int width)
    {
        if (values.Count <= width)
            return values;
        return
        [
            .. Enumerable
                .Range(0, width)
                .Select(i => Mean(values, (int)((long)i * values.Count / width), (int)((i + 1L) * values.Count / width))),
        ];
    }

    private static decimal Mean(IReadOnlyList<decimal> values, int from, int to) =>
        Enumerable.Range(from, to - from).Average(i => values[i]);
}
