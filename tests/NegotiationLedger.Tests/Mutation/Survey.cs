using System.Text.Json;
using Xunit.Sdk;

namespace NegotiationLedger.Tests.Mutation;

/// <summary>A test and what it reaches.</summary>
/// <param name="Cold">The mutants that it reached when the process was new.</param>
/// <param name="Warm">Those that it reached when all tests had been run once: without what is made once and kept.</param>
internal sealed record Reach(string Test, string Class, string Name, double Milliseconds, int[] Cold, int[] Warm);

/// <summary>Finds out which tests reach which mutants, and how long they take.</summary>
internal static class Survey
{
    internal static async Task Make(string report)
    {
        var suite = await Suite.Of();
        var cold = new Dictionary<ITestCase, int[]>();
        foreach (var test in suite.Tests.Values)
            cold[test] = await Mutants.ReachedBy(() => suite.Run(test));
        var reaches = new List<Reach>();
        foreach (var (id, test) in suite.Tests)
        {
            var (isPassed, took) = (false, TimeSpan.Zero);
            var warm = await Mutants.ReachedBy(async () => (isPassed, took) = await suite.Run(test));
            if (isPassed)
                reaches.Add(new(id, test.TestClassName!, test.TestCaseDisplayName, took.TotalMilliseconds, cold[test], warm));
            else if (cold[test].Length > 0)
                System.Console.Error.WriteLine($"{test.TestCaseDisplayName} fails without a mutant, too, and is not counted.");
        }
        await File.WriteAllTextAsync(FileOf(report), JsonSerializer.Serialize(reaches));
    }

    internal static List<Reach> Read(string report) => JsonSerializer.Deserialize<List<Reach>>(File.ReadAllText(FileOf(report)))!;

    private static string FileOf(string report) => Path.Combine(Path.GetDirectoryName(report)!, "reach.json");
}
