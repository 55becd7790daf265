using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.Commands;

/// <summary>The documentation's sheet, from the command line into a server of its own.</summary>
public sealed class ImportedSheetTests
{
    [Fact]
    public async Task A_sheet_is_tried_loaded_without_its_bad_row_mended_and_loaded_again_to_no_effect()
    {
        var folder = Directory.CreateTempSubdirectory("ledger-imported-").FullName;
        var data = Directory.CreateTempSubdirectory("ledger-imported-data-").FullName;
        try
        {
            using var host = await HostProcess.Start(data);
            var url = host.Http.BaseAddress!.ToString();
            var (sheet, bad, map) = (Path.Combine(folder, "talks.csv"), Path.Combine(folder, "talks.bad.csv"), At("import/talks.map.json"));
            await File.WriteAllTextAsync(sheet, (await File.ReadAllTextAsync(At("import/talks.csv"))).Replace(";USA;", ";Uncle Sam;"));
            Task<Ran> Load(string what) => Ran.Ledger($"load {what}", url);

            (await Load(At("seeds/doha-2025"))).Code.ShouldBe(ExitCodes.Done);
            var tried = await Load($"{sheet} --map {map} --dry-run");
            tried.Code.ShouldBe(ExitCodes.Refused);
            tried.Out.ShouldContain("line 7 Who 'Uncle Sam'");
            (await Load($"{sheet} --map {map}")).Out.ShouldContain("Nothing was written.");
            (await Load($"{sheet} --map {map} --skip-bad")).Out.ShouldContain("7 rows · 5 recorded · 1 bad · 1 skipped · 1 empty");

            await File.WriteAllTextAsync(bad, (await File.ReadAllTextAsync(bad)).Replace("Uncle Sam;", "USA;"));
            (await Load($"{bad} --map {map}")).Out.ShouldContain("1 row · 1 recorded");
            var again = await Load($"{bad} --map {map}");
            again.Code.ShouldBe(ExitCodes.Done);
            again.Out.ShouldContain("It was already there; nothing was written.");
            (await Ran.Ledger("timeline doha-2025", url)).Out.ShouldContain("Arab mediators");
            (await host.Stop()).ShouldBe(0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            Directory.Delete(data, recursive: true);
        }
    }

    private static string At(string path) => Path.Combine(AppContext.BaseDirectory, path);
}
