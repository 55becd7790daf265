using System.Text.Json;

namespace NegotiationLedger.Torture;

/// <summary>The figures of a part.</summary>
/// <param name="Part">Its name.</param>
/// <param name="Columns">The heads of the table.</param>
/// <param name="Rows">Its rows, a cell for each column.</param>
/// <param name="Notes">What is to be said beside it.</param>
internal sealed record PartReport(
    string Part,
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    IReadOnlyList<string> Notes
)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Prints the table: the first column to the left, the others to the right.</summary>
    public void Print()
    {
        var widths = Columns.Select((c, i) => Rows.Select(r => r[i].Length).Append(c.Length).Max()).ToList();
        System.Console.WriteLine();
        foreach (var row in Rows.Prepend(Columns))
            System.Console.WriteLine(
                string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd()
            );
        foreach (var note in Notes)
            System.Console.WriteLine(note);
    }

    /// <summary>Writes the figures of all parts, and what was broken.</summary>
    public static async Task Write(Asked asked, IEnumerable<PartReport> reports, Findings findings)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(asked.Json))!);
        var content = new
        {
            asked.Seed,
            Processors = Environment.ProcessorCount,
            Broken = findings.Count,
            Findings = findings.All,
            Parts = reports.Select(r => new
            {
                r.Part,
                Rows = r.Rows.Select(row => r.Columns.Zip(row).ToDictionary(c => c.First, c => c.Second)),
                r.Notes,
            }),
        };
        await File.WriteAllTextAsync(asked.Json, JsonSerializer.Serialize(content, Json));
        System.Console.WriteLine($"{Environment.NewLine}{asked.Json}");
    }
}
