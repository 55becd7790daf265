using System.Text.RegularExpressions;
using NegotiationLedger.Server.Tests.Support;
using Npgsql;

namespace NegotiationLedger.Server.Tests;

/// <summary>The views for analysts, as ops/analysis.md shows them.</summary>
public sealed class AnalysisTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Every_example_answers_from_the_Doha_talks()
    {
        await server.Load("doha-2025");
        await server.CaughtUp();
        var examples = Regex.Matches(
            await File.ReadAllTextAsync(Guide()),
            "```sql\n(?<sql>.*?)```",
            RegexOptions.Singleline,
            TimeSpan.FromSeconds(1)
        );
        examples.Count.ShouldBe(4);
        var answers = new List<List<string>>();
        foreach (Match example in examples)
            answers.Add(await Rows(example.Groups["sql"].Value));
        answers[0].ShouldHaveSingleItem().ShouldStartWith("doha-2025|");
        answers[1].ShouldContain(row => row.Contains("|hamas|demands|"));
        answers[1].ShouldContain(row => row.Contains("|israel|demands|"));
        answers[2].ShouldHaveSingleItem().ShouldStartWith("doha-2025|phased-ceasefire|Hamas|2|");
        answers[3].ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_records_as_Parquet_have_the_columns_that_the_guide_explains_and_uses()
    {
        var guide = await File.ReadAllTextAsync(Guide());
        var part = guide[guide.IndexOf("## pandas and R", StringComparison.Ordinal)..];
        var table = part.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('|')[1]);
        var columns = ParquetRecords.Columns.Select(c => c.Field.Name).ToList();
        table.SelectMany(Quoted).ShouldBe(columns, ignoreOrder: true);
        var python = Code(part, "python");
        var names = Regex.Matches(
            python,
            "(?:records|told)\\[\"(?<name>[a-z_]+)\"\\]|(?:columns|values)=\"(?<name>[a-z_]+)\"",
            RegexOptions.None,
            TimeSpan.FromSeconds(1)
        );
        names.Count.ShouldBe(6);
        names.Select(m => m.Groups["name"].Value).ShouldBeSubsetOf(columns);
        foreach (var name in (string[])["stands", "claim", "goldstein", "occurred_from", "viewpoint"])
        {
            Code(part, "r").ShouldContain(name);
            columns.ShouldContain(name);
        }
    }

    private static IEnumerable<string> Quoted(string cell) =>
        Regex.Matches(cell, "`(?<name>[a-z_]+)`", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => m.Groups["name"].Value);

    private static string Code(string guide, string language) => guide.Split($"```{language}\n")[1].Split("```")[0];

    // The statements are the guide's.
#pragma warning disable CA2100
    private async Task<List<string>> Rows(string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.Database.WriterConnectionString + ";Search Path=ledger;Pooling=false");
        await using var command = source.CreateCommand(sql);
        var rows = new List<string>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => row.GetValue(i).ToString())));
        return rows;
    }
#pragma warning restore CA2100

    private static string Guide()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NegotiationLedger.sln")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "ops", "analysis.md");
    }
}
