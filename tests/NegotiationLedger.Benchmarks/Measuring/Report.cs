using System.Text.Json;

namespace NegotiationLedger.Benchmarks.Measuring;

/// <summary>What a run leaves: a table against the budgets, the ratios, and the same as JSON.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Prints the table and writes the file.</summary>
    public static async Task Write(Bench bench, Machine machine, string file)
    {
        var measured = Budgets.All.Select(b => (Budget: b, Value: b.Measured(bench.Results))).Where(m => m.Value is not null).ToList();
        System.Console.WriteLine();
        System.Console.WriteLine(
            $"Medians of {bench.Rounds} rounds in turn{(bench.IsQuick ? "; quick: rounds and sizes too small to judge by" : "")}"
        );
        System.Console.WriteLine(machine);
        System.Console.WriteLine();
        System.Console.WriteLine($"{"budget", -58} {"measured", 12} {"budget", 12}");
        foreach (var (budget, value) in measured)
            System.Console.WriteLine(
                $"{budget.Name, -58} {Text(value!.Value, budget.Unit), 12} {(budget.IsLeast ? "≥" : "≤") + " " + Text(budget.Bound, budget.Unit), 12}  {(budget.IsMetBy(value.Value) ? "met" : "MISSED")}"
            );
        System.Console.WriteLine($"{measured.Count(m => m.Budget.IsMetBy(m.Value!.Value))} of {measured.Count} met");
        System.Console.WriteLine();
        foreach (var figures in bench.Results.Figures.GroupBy(f => (f.Subject, f.Variant)))
            System.Console.WriteLine(
                $"{figures.Key.Subject, -38} {figures.Key.Variant, -34} {string.Join(", ", figures.Select(f => $"{Results.Text(f.Median)} {f.Unit}"))}"
            );
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(Content(bench, machine, measured), Json));
        System.Console.WriteLine($"{Environment.NewLine}{file}");
    }

    private static object Content(Bench bench, Machine machine, List<(Budget Budget, double? Value)> measured) =>
        new
        {
            Machine = machine,
            bench.IsQuick,
            Budgets = measured.Select(m => new
            {
                m.Budget.Name,
                Measured = m.Value,
                m.Budget.Bound,
                m.Budget.IsLeast,
                m.Budget.Unit,
                IsMet = m.Budget.IsMetBy(m.Value!.Value),
            }),
            Figures = bench.Results.Figures.Select(f => new
            {
                f.Subject,
                f.Variant,
                f.Unit,
                f.Median,
                f.Rounds,
            }),
        };

    private static string Text(double value, string unit) => unit is "×" ? $"{value:N2} ×" : $"{Results.Text(value)} {unit.Split(' ')[^1]}";
}
