namespace NegotiationLedger.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Works">What to measure, in order.</param>
/// <param name="IsQuick">Whether to be done within two minutes.</param>
/// <param name="Json">Where the figures go.</param>
internal sealed record Asked(IReadOnlyList<string> Works, bool IsQuick, string Json)
{
    /// <summary>The published program, for what only a process of its own shows.</summary>
    public static string? Program => Environment.GetEnvironmentVariable("LEDGER_PROGRAM") is { Length: > 0 } named ? named : null;

    /// <summary>Reads it; null, and says why, when it cannot be done.</summary>
    public static Asked? Of(string[] args, IReadOnlyCollection<string> works, IReadOnlyCollection<string> others)
    {
        var (asked, quick, json) = (new List<string>(), false, "artifacts/bench.json");
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--quick")
                quick = true;
            else if (args[i] == "--json" && i + 1 < args.Length)
                json = args[++i];
            else if (args[i] == "all")
                asked.AddRange(works);
            else if (works.Contains(args[i]) || others.Contains(args[i]))
                asked.Add(args[i]);
            else
            {
                System.Console.Error.WriteLine(
                    $"'{args[i]}' cannot be measured. Usage: ops/bench [all | {string.Join(" | ", works.Concat(others))}]... [--quick] [--json FILE]"
                );
                return null;
            }
        }

        return new(asked.Count > 0 ? asked : [.. works], quick, json);
    }
}
