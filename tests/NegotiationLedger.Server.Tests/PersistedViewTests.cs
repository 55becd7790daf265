using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;
using Npgsql;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>The views as documents, and what is read from them.</summary>
public sealed class PersistedViewTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task They_equal_fresh_folds_to_the_byte_whatever_comes_late_or_is_about_another_record()
    {
        var negotiation = await talks.Open();
        var first = NewId();
        await talks.Record(negotiation, Development("talks_convened", ("venue", "Doha"), ("id", first)));
        await CaughtUp();
        await talks.Record(negotiation, Offer("plan"));
        await talks.Record(
            negotiation,
            Development("proposal_rejected", ("proposal", "plan"), ("by", "south"), ("occurred", "2025-01-03"))
        );
        await CaughtUp();
        await talks.Record(negotiation, Development("talks_suspended", ("occurred", "2024-12-01")));
        await CaughtUp();
        await talks.Record(
            negotiation,
            Development("proposal_rejected", ("proposal", "plan"), ("by", "south"), ("after", new JsonArray(first)))
        );
        await talks.Record(
            negotiation,
            new JsonObject
            {
                ["type"] = "assertion_retracted",
                ["assertion"] = first,
                ["reason"] = "Not so.",
            }
        );
        await CaughtUp();
        (await FreshFolds.Differences(_server.Database.WriterConnectionString)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_speaker_who_changes_sides_changes_the_documents_of_what_was_said_before()
    {
        var negotiation = await talks.Open();
        (await _server.Post("/speakers", Speaker("turncoat"))).Status.ShouldBe(HttpStatusCode.Created);
        var said = With(Observed(), ("mode", "attributed"), ("speaker", "turncoat"));
        await talks.Record(negotiation, Development("talks_collapsed", ("attribution", said)));
        await talks.Record(negotiation, Development("talks_convened", ("occurred", "2025-01-01")));
        await CaughtUp();
        (await _server.Post("/speakers/turncoat/roles", Role("north"))).Status.ShouldBe(HttpStatusCode.Created);
        await CaughtUp();
        (await FreshFolds.Differences(_server.Database.WriterConnectionString)).ShouldBeEmpty();
        (await Ask($"select data #>> '{{view,phase,viewpoints}}' from mt_doc_talksstatus where id = '{negotiation}'")).ShouldBe(
            """["party:north"]"""
        );
    }

    // Each is as of its own request.
    private static string JudgedAtOnce(Reply reply) =>
        reply.Text.Replace($"\"asOf\":\"{reply.Json!["asOf"]}\",", "", StringComparison.Ordinal);

    [Fact]
    public async Task A_node_without_the_history_answers_from_them_in_the_same_bytes()
    {
        var negotiation = await talks.Open();
        await talks.Record(negotiation, new JsonArray(Offer("plan"), Development("talks_collapsed", ("occurred", "2025-01-03~"))));
        await CaughtUp();
        string[] views = ["status", "demands", "proposals", "matrix"];
        var warm = new List<Reply>();
        foreach (var view in views)
            warm.Add(await _server.Send(HttpMethod.Get, $"/negotiations/{negotiation}/{view}"));
        await _server.Restart();
        for (var i = 0; i < views.Length; i++)
        {
            var path = $"/negotiations/{negotiation}/{views[i]}";
            var cold = await _server.Send(HttpMethod.Get, path);
            JudgedAtOnce(cold).ShouldBe(JudgedAtOnce(warm[i]));
            cold.ETag.ShouldBe(warm[i].ETag);
            var again = await _server.Send(HttpMethod.Get, path, body: null, ("If-None-Match", cold.ETag!));
            again.Status.ShouldBe(HttpStatusCode.NotModified);
        }

        // It is the document that is shown.
        await Ask(
            $"update mt_doc_talksstatus set data = jsonb_set(data, '{{view,frame,title,value}}', '\"Altered\"') where id = '{negotiation}'"
        );
        await _server.Restart();
        (await _server.Get($"/negotiations/{negotiation}/status"))["answer"]!["frame"]!["title"]!["value"]!
            .GetValue<string>()
            .ShouldBe("Altered");
        await _server.Send(HttpMethod.Post, "/projections/Views/rebuild", "{}");
        await CaughtUp();
        (await FreshFolds.Differences(_server.Database.WriterConnectionString)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reading_after_an_acknowledged_record_knows_it_whether_the_documents_do_or_not()
    {
        await CaughtUp();
        await Ask($"revoke insert, update on ledger_documents from {_server.Database.WriterRole}");
        string negotiation;
        try
        {
            negotiation = await talks.Open();
            await talks.Record(negotiation, Development("talks_collapsed"));
            var listed = (await _server.Get($"/negotiations?text={negotiation}&phase=collapsed"))["negotiations"]!.AsArray();
            listed.Select(n => n!["id"]!.GetValue<string>()).ShouldContain(negotiation);
            (await _server.Get($"/negotiations/{negotiation}/status"))["answer"]!["phase"]!["value"]!
                .GetValue<string>()
                .ShouldBe("collapsed");
            (await Ask($"select count(*) from mt_doc_talksstatus where id = '{negotiation}'")).ShouldBe(0L);
        }
        finally
        {
            await Ask($"grant insert, update on ledger_documents to {_server.Database.WriterRole}");
        }

        // Nobody starts it again: what stopped it is gone, and it goes on by itself.
        await CaughtUp();
        (await FreshFolds.Differences(_server.Database.WriterConnectionString)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_is_bounded_by_when_a_negotiation_last_moved()
    {
        var (early, late) = (await talks.Open(), await talks.Open());
        await talks.Record(early, Development("talks_convened", ("occurred", "2001-05-05")));
        await talks.Record(late, Development("talks_convened", ("occurred", "2001-05-07")));
        await CaughtUp();
        (await Listed("movedFrom=2001-05-01&movedTo=2001-05")).ShouldBe([early, late]);
        (await Listed("movedFrom=2001-05-06&movedTo=2001-06")).ShouldBe([late]);
        (await Listed("movedTo=2001-05-05&movedFrom=2001")).ShouldBe([early]);
        (await _server.Send(HttpMethod.Get, "/negotiations?movedFrom=soon")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _server.Send(HttpMethod.Get, "/negotiations?movedTo=2001~")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task<List<string>> Listed(string query) =>
        [.. (await _server.Get($"/negotiations?{query}"))["negotiations"]!.AsArray().Select(n => n!["id"]!.GetValue<string>())];

    private Task CaughtUp() => _server.CaughtUp();

    // Tests write their statements as constants.
#pragma warning disable CA2100
    private async Task<object?> Ask(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_server.Database.AdminConnectionString + ";Search Path=ledger;Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
#pragma warning restore CA2100
}
