using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;
using Npgsql;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests.Feed;

/// <summary>What the feed tells of a corrected source and a speaker's role: what they change in the negotiations that cite them.</summary>
public sealed class RegistrationChangesTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task Changes_tell_what_a_role_makes_of_what_its_speaker_said_and_not_as_the_doing_of_the_next_record()
    {
        var (one, two, other) = (await talks.Open(), await talks.Open(), await talks.Open());
        var speaker = await talks.NewSpeaker();
        await talks.Record(one, DemandBy(speaker));
        await talks.Record(two, DemandBy(speaker));
        await talks.Record(other, Statement("Nobody said so"));
        var from = await _server.Head();
        await using var all = await FollowedFeed.Open(_server.Http, "?what=changes");
        await using var some = await FollowedFeed.Open(_server.Http, $"?what=changes&negotiation={two}&negotiation={other}");
        var before = (await _server.Get($"/negotiations/{two}/status"))["answer"]!;
        await talks.Must($"/speakers/{speaker}/roles", Role());
        var after = (await _server.Get($"/negotiations/{two}/status"))["answer"]!;
        await talks.Record(two, Statement("Afterwards"));

        var (id, told) = (await all.Take(1))[0];
        (id, told["type"]!.GetValue<string>()).ShouldBe((from + 1, "ledger.changes.registration"));
        (told["source"]!.GetValue<string>(), told["subject"]!.GetValue<string>()).ShouldBe(
            ($"/speakers/{speaker}", $"speaker:{speaker}#2")
        );
        var data = told["data"]!;
        (data["type"]!.GetValue<string>(), data["others"], data["more"]).ShouldBe(("speaker_role_changed", null, null));
        var changed = data["negotiations"]!.AsArray();
        changed.Select(n => n!["negotiation"]!.GetValue<string>()).ShouldBe([one, two], ignoreOrder: true);

        var mine = await some.Take(2);
        mine.Select(t => t.Id).ShouldBe([from + 1, from + 2]);
        var alone = mine[0].Event["data"]!["negotiations"]!.AsArray().ShouldHaveSingleItem()!;
        alone.ToJsonString().ShouldBe(changed.Single(n => n!["negotiation"]!.GetValue<string>() == two)!.ToJsonString());
        alone["version"]!.GetValue<int>().ShouldBe(5);
        var views = alone["views"]!.AsArray().ToDictionary(v => v!["view"]!.GetValue<string>(), v => v!);
        views["demands"]["words"]!
            .AsArray()
            .Select(w => w!.GetValue<string>())
            .ShouldBe([$"South's demand line: A line, now the account of South, no longer of speaker {speaker}"]);
        JsonPatch.Apply(before, views["status"]["patch"]!.AsArray()).ToJsonString().ShouldBe(after.ToJsonString());
        mine[1].Event["data"]!["views"]!.AsArray().Select(v => v!["view"]!.GetValue<string>()).ShouldBe(["timeline"]);
    }

    [Fact]
    public async Task Changes_tell_of_a_publisher_that_was_corrected_and_not_of_a_title_or_of_what_nobody_cites()
    {
        var (source, unread) = (await talks.NewSource("The Post"), await talks.NewSource("The Post"));
        var negotiation = await talks.Open();
        await talks.Record(negotiation, Development("talks_collapsed", ("attribution", Observed(source))));
        var from = await _server.Head();
        foreach (var id in (string[])[unread, source])
        {
            await talks.Must($"/sources/{id}/corrections", Correction());
            await talks.Must(
                $"/sources/{id}/corrections",
                new JsonObject
                {
                    ["patch"] = new JsonObject { ["publisher"] = "The Herald" },
                    ["reason"] = "Misread",
                }
            );
        }

        var page = await _server.Get($"/feed?what=changes&after={from}&wait=60");
        var told = page["events"]!.AsArray().ShouldHaveSingleItem()!;
        (told["sequence"]!.GetValue<string>(), page["next"]!.GetValue<long>()).ShouldBe(($"{from + 4:D19}", from + 4));
        told["data"]!["negotiations"]![0]!["negotiation"]!.GetValue<string>().ShouldBe(negotiation);
        (await _server.Get($"/feed?what=changes&after={from}&type=source_corrected"))["events"]!.AsArray().Count.ShouldBe(1);
        (await _server.Get($"/feed?what=changes&after={from}&type=speaker_role_changed"))["events"]!.AsArray().ShouldBeEmpty();
        (await _server.Get($"/feed?what=records&after={from}&negotiation={negotiation}"))["events"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_registration_changes_is_not_told_before_it_is_known_who_cites_it()
    {
        var (negotiation, speaker) = (await talks.Open(), await talks.NewSpeaker());
        var from = await _server.Head() + 1;
        await using var source = NpgsqlDataSource.Create(_server.Database.WriterConnectionString);
        Task<JsonNode> polling;
        await using (var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        await using (var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var held = new NpgsqlCommand("lock table ledger.ledger_assertions in exclusive mode", connection, transaction);
            await held.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await talks.Record(negotiation, DemandBy(speaker));
            await talks.Must($"/speakers/{speaker}/roles", Role());
            polling = _server.Get($"/feed?what=changes&after={from}&wait=60&negotiation={negotiation}");
            // Long enough for an answer that would not wait for the index.
            await Task.WhenAny(polling, _server.Get($"/negotiations/{negotiation}/status"));
            polling.IsCompleted.ShouldBeFalse();
        }

        (await polling)["events"]![0]!["data"]!["negotiations"]![0]!["negotiation"]!.GetValue<string>().ShouldBe(negotiation);
    }

    [Fact]
    public async Task Of_more_negotiations_than_are_looked_at_the_others_are_named_and_who_follows_one_is_told_of_it()
    {
        var speaker = await talks.NewSpeaker();
        var negotiations = new List<string>();
        for (var i = 0; i < FeedEvents.MostChanged + 2; i++)
        {
            negotiations.Add(await talks.Open());
            await talks.Record(negotiations[i], DemandBy(speaker));
        }

        var from = await _server.Head();
        await talks.Must($"/speakers/{speaker}/roles", Role());
        negotiations.Sort(StringComparer.Ordinal);
        var data = (await _server.Get($"/feed?what=changes&after={from}&wait=60"))["events"]!.AsArray().ShouldHaveSingleItem()!["data"]!;
        data["negotiations"]!
            .AsArray()
            .Select(n => n!["negotiation"]!.GetValue<string>())
            .ShouldBe(negotiations.Take(FeedEvents.MostChanged));
        data["others"]!.AsArray().Select(n => n!.GetValue<string>()).ShouldBe(negotiations.Skip(FeedEvents.MostChanged));
        data["more"].ShouldBeNull();
        (await _server.Get($"/feed?what=changes&after={from}&wait=60&negotiation={negotiations[^1]}"))["events"]![0]!["data"]![
            "negotiations"
        ]![0]!["negotiation"]!
            .GetValue<string>()
            .ShouldBe(negotiations[^1]);
    }

    private static JsonObject DemandBy(string speaker)
    {
        var attribution = Observed();
        (attribution["mode"], attribution["speaker"]) = ("attributed", speaker);
        return Development("demand_stated", ("demand", "line"), ("party", "south"), ("text", "A line"), ("attribution", attribution));
    }
}
