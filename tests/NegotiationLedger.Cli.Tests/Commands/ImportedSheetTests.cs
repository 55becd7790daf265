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

    [Fact]
    public async Task A_sheet_of_three_negotiations_is_loaded_and_its_revised_edition_is_one_command()
    {
        var folder = Directory.CreateTempSubdirectory("ledger-editions-").FullName;
        var data = Directory.CreateTempSubdirectory("ledger-editions-data-").FullName;
        try
        {
            using var host = await HostProcess.Start(data);
            var url = host.Http.BaseAddress!.ToString();
            var (first, second, map) = (Path.Combine(folder, "1.csv"), Path.Combine(folder, "2.csv"), Path.Combine(folder, "map.json"));
            await File.WriteAllTextAsync(map, EditionsMap);
            await File.WriteAllTextAsync(
                first,
                "No,Talks,Date,Who,Text\n1,Lake talks,03/04/2025,East,Open\n2,Bay talks,04/04/2025,West,Open\n3,Hill talks,05/04/2025,West,Open\n4,Hill talks,06/04/2025,East,Gone\n"
            );
            await File.WriteAllTextAsync(
                second,
                "No,Talks,Date,Who,Text\n1,Lake talks,03/04/2025,East,Closed\n2,Bay talks,04/04/2025,West,Open\n3,Hill talks,05/04/2025,West,Open\n5,Hill talks,07/04/2025,East,New\n"
            );
            Task<Ran> Load(string what) => Ran.Ledger($"load {what} --map {map}", url, "", ("COLUMNS", "160"));

            var tried = await Load($"{first} --dry-run");
            tried.Code.ShouldBe(ExitCodes.Done, tried.Out + tried.Error);
            tried.Out.ShouldContain("3 April 2025");
            tried.Out.ShouldContain("Opens the negotiation lake-talks.");
            (await Load(first)).Out.ShouldContain("3 negotiations · 4 rows · 4 recorded");

            var shown = await Load($"{second} --source edition-2 --revise --dry-run");
            shown.Out.ShouldContain("Text: 'Open' → 'Closed'");
            shown.Out.ShouldContain("Records whose rows this edition no longer has");
            var revised = await Load($"{second} --source edition-2 --revise --retract-missing");
            revised.Code.ShouldBe(ExitCodes.Done, revised.Out + revised.Error);
            revised.Out.ShouldContain("4 rows · 1 recorded · 1 corrected · 2 already there");

            (await Load($"{second} --source edition-2 --revise --retract-missing")).Out.ShouldContain("already there; nothing was written");
            var old = await Load($"{first} --revise");
            old.Code.ShouldBe(ExitCodes.Done, old.Out + old.Error);
            old.Out.ShouldContain("This edition is superseded.");
            old.Out.ShouldContain("A later edition was loaded before; nothing was written.");
            var timeline = (await Ran.Ledger("timeline hill-talks", url)).Out;
            timeline.ShouldContain("New");
            timeline.ShouldNotContain("Gone");
            (await host.Stop()).ShouldBe(0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            Directory.Delete(data, recursive: true);
        }
    }

    private const string EditionsMap = """
        {"key":"No","negotiation":{"column":"Talks","slug":true},"open":{"/title":{"column":"Talks"}},"dates":["dd/MM/yyyy"],
         "parties":[{"/party":{"column":"Who","slug":true},"/name":{"column":"Who"},"/role":"principal"}],
         "sources":[{"/source":"edition-1","/kind":"dataset","/title":"The list"}],
         "fields":{"/type":"statement_made","/occurred":{"column":"Date"},"/by":{"column":"Who","slug":true},"/text":{"column":"Text"},
           "/attribution/source":"edition-1","/attribution/mode":"observed","/attribution/assertedOn":{"column":"Date"}}}
        """;

    private static string At(string path) => Path.Combine(AppContext.BaseDirectory, path);
}
