using System.Globalization;
using System.Text.Json.Nodes;
using JasperFx.Events;
using Marten;
using NegotiationLedger.Testing;
using Npgsql;
using Weasel.Core;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests;

/// <summary>Marten reads what the ledger's own reader reads, in every version that was ever stored.</summary>
public sealed class UpcastingTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    [Fact]
    public async Task The_golden_files_of_every_version_are_read_alike()
    {
        var files = await PutGoldenFiles();
        var ours = (await Ledger.Log.ReadStream("golden", 0, TestContext.Current.CancellationToken)).Entries;
        ours.Count.ShouldBe(files);
        await using var source = NpgsqlDataSource.Create(Ledger.Database.WriterConnectionString);
        await using var store = DocumentStore.For(options => LedgerStore.Configure(options, source, "ledger"));
        await using var session = store.QuerySession();
        var theirs = await session.Events.FetchStreamAsync("golden", token: TestContext.Current.CancellationToken);
        theirs.Select(e => Json((LedgerEvent)e.Data)).ShouldBe(ours.Select(e => Json(e.Data)));
        theirs.Select(e => (e.Id, e.Sequence, e.Version)).ShouldBe(ours.Select(e => (e.Id.Value, e.Sequence, e.Version)));
    }

    [Fact]
    public async Task A_second_version_of_a_type_is_lifted_from_the_first_by_both()
    {
        // As if the first version of a statement had called its text "words".
        var lift = new Upcasters(
            new Dictionary<(string, int), Func<JsonObject, JsonObject>>
            {
                [("statement_made", 0)] = old =>
                {
                    var text = old["words"]!.DeepClone();
                    old.Remove("words");
                    old["text"] = text;
                    return old;
                },
            }
        );
        await Ledger.Appended(Request("doha", "new"));
        await Insert(
            "doha",
            2,
            "statement_made",
            """{"words":"old","occurred":"2025-07-24","attribution":{"source":"reuters","mode":"observed","assertedOn":"2025-07-24"}}""",
            0
        );
        await using var source = NpgsqlDataSource.Create(Ledger.Database.WriterConnectionString);
        await using var store = DocumentStore.For(options => LedgerStore.Configure(options, source, "ledger", upcasters: lift));
        await using var session = store.QuerySession();
        var theirs = await session.Events.FetchStreamAsync("doha", token: TestContext.Current.CancellationToken);
        theirs.Select(e => ((StatementMade)e.Data).Text).ShouldBe(["new", "old"]);
    }

    [Fact]
    public async Task A_version_that_only_a_newer_program_knows_is_refused_by_both()
    {
        await Ledger.Appended(Request("doha", "one"));
        await Insert("doha", 2, "statement_made", "{}", 99);
        await Should.ThrowAsync<System.Text.Json.JsonException>(() =>
            Ledger.Log.ReadStream("doha", 0, TestContext.Current.CancellationToken)
        );
        await using var source = NpgsqlDataSource.Create(Ledger.Database.WriterConnectionString);
        await using var store = DocumentStore.For(options => LedgerStore.Configure(options, source, "ledger"));
        await using var session = store.QuerySession();
        await Should.ThrowAsync<Exception>(() => session.Events.FetchStreamAsync("doha", token: TestContext.Current.CancellationToken));
    }

    private static string Json(LedgerEvent data) => System.Text.Encoding.UTF8.GetString(EventFormat.Write(data).Data.Span);

    private async Task<int> PutGoldenFiles()
    {
        var version = 0;
        foreach (var file in EventNames.All.SelectMany(name => Directory.EnumerateFiles(GoldenFolder(), $"{name.Name}.v*.json").Order()))
        {
            var (type, schemaVersion) = Path.GetFileName(file).Split('.') is [var name, ['v', .. var number], ..]
                ? (name, int.Parse(number, CultureInfo.InvariantCulture))
                : throw new FormatException(file);
            await Insert("golden", ++version, type, await File.ReadAllTextAsync(file), schemaVersion);
        }

        return version;
    }

    private static string GoldenFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NegotiationLedger.sln")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "tests", "NegotiationLedger.Tests", "Golden");
    }

    // As a superuser who knows how: the function alone could not store what no program of ours writes.
    private Task<object?> Insert(string stream, int version, string type, string data, int schemaVersion) =>
        Ledger.Database.Tamper(
            $"""
            with head as (update ledger_head set sequence = sequence + 1 returning sequence, recorded_at),
            stream as (
                insert into mt_streams (id, version) select '{stream}', {version} from head
                on conflict (id) do update set version = {version} returning version)
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers)
            select h.sequence, gen_random_uuid(), '{stream}', {version}, $json${data}$json$::jsonb, '{type}', clock_timestamp(),
                jsonb_build_object('recordedBy', 'anna', 'schemaVersion', {schemaVersion})
            from head h, stream
            """
        );
}
