using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Store.Drafts;
using Npgsql;
using static NegotiationLedger.Server.Tests.Drafts.DraftingServer;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests.Drafts;

/// <summary>A person accepts, edits or rejects what was drafted; who drafted it and who accepted it are both kept.</summary>
public sealed class DraftTests(DraftingServer drafting) : IClassFixture<DraftingServer>
{
    private readonly RunningServer _server = drafting.Server;

    [Fact]
    public async Task A_draft_that_is_accepted_is_a_record_and_one_that_is_not_is_none()
    {
        var negotiation = await drafting.Talks.Open();
        var head = await _server.Head();
        var drafts = await drafting.Take(negotiation, Said(), Said(Sentence, members: ("text", "Spoke.")));
        (await _server.Head()).ShouldBe(head);
        foreach (var draft in drafts)
        {
            draft["draftedBy"]!.GetValue<string>().ShouldBe("local");
            draft["draftedWith"]!.GetValue<string>().ShouldBe("file");
            draft["mayBeAccepted"]!.GetValue<bool>().ShouldBeTrue(draft.ToJsonString());
            draft["record"].ShouldBeNull();
        }

        var (start, end) = (drafts[0]["quoted"]!["start"]!.GetValue<int>(), drafts[0]["quoted"]!["end"]!.GetValue<int>());
        string.Concat(Text.EnumerateRunes().Skip(start).Take(end - start)).ShouldBe(Words);

        var accepted = await drafting.Accept(drafts[0]);
        accepted.Status.ShouldBe(HttpStatusCode.Created, accepted.Text);
        accepted.Headers.Location!.ToString().ShouldBe($"/assertions/{IdOf(drafts[0])}");
        accepted.Json!["state"]!.GetValue<string>().ShouldBe("accepted");
        accepted.Json["decidedBy"]!.GetValue<string>().ShouldBe("local");
        accepted.Json["record"]!.GetValue<string>().ShouldBe(IdOf(drafts[0]));
        accepted.Json["expiresAt"].ShouldBeNull();

        var entries = await _server.History(negotiation);
        entries.Count.ShouldBe(5);
        entries[^1]["id"]!.GetValue<string>().ShouldBe(IdOf(drafts[0]));
        var quote = (await _server.Get($"/assertions/{IdOf(drafts[0])}"))["assertion"]!["attribution"]!["quote"]!;
        quote["check"]!.GetValue<string>().ShouldBe("verified");
        quote["start"]!.GetValue<int>().ShouldBe(start);
    }

    [Fact]
    public async Task Accepting_again_and_by_many_at_once_records_once()
    {
        var negotiation = await drafting.Talks.Open();
        var draft = (await drafting.Take(negotiation, Said())).Single();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => drafting.Accept(draft)));
        answers.Count(a => a.Status == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(11);
        (await _server.History(negotiation)).Count.ShouldBe(5);
        (await drafting.Accept(draft)).Status.ShouldBe(HttpStatusCode.OK);
        (await _server.History(negotiation)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task Of_drafts_that_say_the_same_and_are_accepted_at_once_one_becomes_a_record()
    {
        var negotiation = await drafting.Talks.Open();
        // Equal developments whose JSON is spelled otherwise are drafts of their own.
        var drafts = await drafting.Take(
            negotiation,
            [.. Enumerable.Range(0, 6).Select(i => With(Said(), ("id", NewId()), ("claim", i == 0 ? null : "actual"))), Reordered(Said())]
        );
        drafts.Count.ShouldBeGreaterThan(1);
        var answers = await Task.WhenAll(drafts.Select(d => drafting.Accept(d)));
        answers.Count(a => a.Status == HttpStatusCode.Created).ShouldBe(1, string.Join('\n', answers.Select(a => a.Text)));
        foreach (var refused in answers.Where(a => a.Status != HttpStatusCode.Created))
            refused.ShouldBeProblem(HttpStatusCode.Conflict, "not-acceptable").ShouldName("", "says the same");
        (await _server.History(negotiation)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task Edited_it_is_judged_anew_and_what_was_proposed_is_kept()
    {
        var negotiation = await drafting.Talks.Open();
        var draft = (
            await drafting.Take(negotiation, Development("team_recalled", ("party", "east"), ("attribution", Quoted(Words))))
        ).Single();
        Marks(draft).ShouldBe(["invalid"]);
        (await drafting.Accept(draft)).ShouldBeProblem(HttpStatusCode.Conflict, "not-acceptable").ShouldName("/party", "east");

        var mended = Development("team_recalled", ("party", "north"), ("attribution", Quoted(Words)));
        (await drafting.Edit(draft, mended, ("If-Match", "\"3\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "stale");
        var edited = await drafting.Edit(draft, mended, ("If-Match", "\"0\""));
        edited.Status.ShouldBe(HttpStatusCode.OK, edited.Text);
        edited.ETag.ShouldBe("\"1\"");
        edited.Json!["mayBeAccepted"]!.GetValue<bool>().ShouldBeTrue(edited.Text);
        edited.Json["proposed"]!["party"]!.GetValue<string>().ShouldBe("east");
        edited.Json["editedBy"]!.GetValue<string>().ShouldBe("local");

        (await drafting.Accept(draft, ("If-Match", "\"0\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "stale");
        (await drafting.Accept(draft, ("If-Match", "\"1\""))).Status.ShouldBe(HttpStatusCode.Created);
        (await _server.Get($"/assertions/{IdOf(draft)}"))["assertion"]!.ToJsonString().ShouldContain("north");
        (await drafting.Edit(draft, mended)).ShouldBeProblem(HttpStatusCode.Conflict, "decided");
    }

    [Fact]
    public async Task Rejected_it_stays_rejected()
    {
        var negotiation = await drafting.Talks.Open();
        var draft = (await drafting.Take(negotiation, Said())).Single();
        (await drafting.Reject(draft)).Json!["state"]!.GetValue<string>().ShouldBe("rejected");
        (await drafting.Reject(draft)).Status.ShouldBe(HttpStatusCode.OK);
        (await drafting.Accept(draft)).ShouldBeProblem(HttpStatusCode.Conflict, "decided");
        (await drafting.Edit(draft, Said())).ShouldBeProblem(HttpStatusCode.Conflict, "decided");
        (await _server.History(negotiation)).Count.ShouldBe(4);

        var accepted = (await drafting.Take(negotiation, Said())).Single();
        (await drafting.Accept(accepted)).Status.ShouldBe(HttpStatusCode.Created);
        (await drafting.Reject(accepted)).ShouldBeProblem(HttpStatusCode.Conflict, "decided");
    }

    [Fact]
    public async Task What_repeats_a_standing_record_is_marked_until_that_is_retracted()
    {
        var negotiation = await drafting.Talks.Open();
        var record = (await drafting.Talks.Record(negotiation, Said())).Json!["records"]![0]!["id"]!.GetValue<string>();
        var draft = (await drafting.Take(negotiation, Said())).Single();
        Marks(draft).ShouldBe(["same_as"]);
        draft["marks"]![0]!["record"]!.GetValue<string>().ShouldBe(record);
        (await drafting.Accept(draft)).ShouldBeProblem(HttpStatusCode.Conflict, "not-acceptable");

        await drafting.Talks.Record(
            negotiation,
            new JsonObject
            {
                ["type"] = "assertion_retracted",
                ["assertion"] = record,
                ["reason"] = "A slip.",
            }
        );
        (await drafting.Accept(draft)).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData(true, "Other words.")]
    [InlineData(false, "Other words.")]
    [InlineData(false, null)]
    public async Task Its_id_on_a_record_of_other_words_or_elsewhere_accepts_nothing(bool here, string? words)
    {
        var negotiation = await drafting.Talks.Open();
        var draft = (await drafting.Take(negotiation, Said())).Single();
        var elsewhere = here ? negotiation : await drafting.Talks.Open();
        var record = With(Said(), ("id", IdOf(draft)));
        if (words is not null)
            record["text"] = words;
        (await drafting.Talks.Record(elsewhere, record)).Status.ShouldBe(HttpStatusCode.Created);

        var read = await _server.Get($"/drafts/{IdOf(draft)}");
        read["state"]!.GetValue<string>().ShouldBe("open");
        Marks(read).ShouldContain("invalid");
        (await drafting.Accept(draft)).ShouldBeProblem(HttpStatusCode.Conflict, "not-acceptable").ShouldName("", "has the id");
        (await drafting.Edit(draft, Said(Sentence))).Json!["mayBeAccepted"]!.GetValue<bool>().ShouldBeFalse();
        (await drafting.Reject(draft)).Json!["state"]!.GetValue<string>().ShouldBe("rejected");
        (await drafting.Accept((await drafting.Take(elsewhere, Said(Sentence))).Single())).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Recorded_in_its_words_under_its_id_it_is_accepted_by_whoever_did()
    {
        var negotiation = await drafting.Talks.Open();
        var draft = (await drafting.Take(negotiation, Said())).Single();
        await drafting.Talks.Record(negotiation, With(Said(), ("id", IdOf(draft))));
        (await drafting.Reject(draft)).ShouldBeProblem(HttpStatusCode.Conflict, "decided");
        (await drafting.Accept(draft)).Status.ShouldBe(HttpStatusCode.OK);
        (await _server.History(negotiation)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task They_are_listed_by_negotiation_source_and_state_a_page_at_a_time()
    {
        var negotiation = await drafting.Talks.Open();
        var drafts = await drafting.Take(negotiation, [.. Enumerable.Range(0, 7).Select(i => Said(Words, ("text", $"No. {i}")))]);
        await drafting.Reject(drafts[2]);
        await drafting.Accept(drafts[3]);
        var (listed, after) = (new List<string>(), "");
        while (true)
        {
            var page = await _server.Get($"/drafts?negotiation={negotiation}&limit=3{after}");
            listed.AddRange(page["drafts"]!.AsArray().Select(d => IdOf(d!)));
            if (page["next"] is not { } next)
                break;
            after = $"&after={next.GetValue<string>()}";
        }

        listed.ShouldBe(drafts.Select(IdOf));
        (await _server.Get($"/drafts?negotiation={negotiation}&state=rejected"))["drafts"]!
            .AsArray()
            .Select(d => IdOf(d!))
            .ShouldBe([IdOf(drafts[2])]);
        (await _server.Get($"/drafts?negotiation={negotiation}&state=open&source=communique"))["drafts"]!.AsArray().Count.ShouldBe(5);
        (await _server.Get($"/drafts?negotiation={negotiation}&source=report"))["drafts"]!.AsArray().ShouldBeEmpty();
        (await _server.Get($"/drafts/{IdOf(drafts[3])}"))["record"]!.GetValue<string>().ShouldBe(IdOf(drafts[3]));
        foreach (
            var (query, pointer) in new[] { ("state=odd", "/state"), ("after=7", "/after"), ("limit=0", "/limit"), ("limit=201", "/limit") }
        )
            (await _server.Send(HttpMethod.Get, $"/drafts?{query}"))
                .ShouldBeProblem(HttpStatusCode.BadRequest, "query")
                .ShouldName(pointer);
        (await _server.Send(HttpMethod.Get, $"/drafts/{NewId()}")).ShouldBeProblem(HttpStatusCode.NotFound, "missing");
        (await _server.Send(HttpMethod.Get, "/drafts/nothing")).ShouldBeProblem(HttpStatusCode.NotFound, "missing");
    }

    [Fact]
    public async Task The_same_drafts_again_wait_once()
    {
        var negotiation = await drafting.Talks.Open();
        await drafting.Take(negotiation, Said());
        var again = await _server.Post("/drafts", Request(negotiation, new JsonArray(Said(), Said(Sentence))));
        again.Json!["repeated"]!.GetValue<int>().ShouldBe(1);
        again.Json["drafts"]!.AsArray().Count.ShouldBe(1);
        (await _server.Get($"/drafts?negotiation={negotiation}"))["drafts"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task They_expire_but_for_those_that_were_accepted()
    {
        var negotiation = await drafting.Talks.Open();
        var drafts = await drafting.Take(negotiation, Said(), Said(Sentence), Said(Words, ("text", "Another.")));
        await drafting.Accept(drafts[0]);
        await drafting.Reject(drafts[1]);
        await _server.Database.Tamper($"update ledger_drafts set expires_at = clock_timestamp() where negotiation = '{negotiation}'");
        var left = (await _server.Get($"/drafts?negotiation={negotiation}"))["drafts"]!.AsArray();
        left.Select(d => IdOf(d!)).ShouldBe([IdOf(drafts[0])]);
        foreach (var gone in drafts.Skip(1))
        {
            (await _server.Send(HttpMethod.Get, $"/drafts/{IdOf(gone)}")).ShouldBeProblem(HttpStatusCode.NotFound, "missing");
            (await drafting.Accept(gone)).ShouldBeProblem(HttpStatusCode.NotFound, "missing");
        }

        // What the host does about once an hour.
        await _server.Services.GetRequiredService<DraftStore>().Forget(TestContext.Current.CancellationToken);
        await using var source = NpgsqlDataSource.Create(_server.Database.WriterConnectionString);
        await using var kept = source.CreateCommand("select id from ledger.ledger_drafts where negotiation = $1");
        kept.Parameters.Add(new() { Value = negotiation });
        (await kept.ExecuteScalarAsync(TestContext.Current.CancellationToken))!.ToString().ShouldBe(IdOf(drafts[0]));
    }

    [Fact]
    public async Task So_many_wait_at_a_time_and_no_more()
    {
        var negotiation = await drafting.Talks.Open();
        JsonNode[] Some(int from, int count) => [.. Enumerable.Range(from, count).Select(i => Said(Words, ("text", $"No. {i}")))];
        for (var i = 0; i < 5; i++)
            await drafting.Take(negotiation, Some(200 * i, 200));
        var more = await _server.Post("/drafts", Request(negotiation, new JsonArray(Said())));
        more.ShouldBeProblem(HttpStatusCode.Conflict, "drafts-full");
        await drafting.Reject((await _server.Get($"/drafts?negotiation={negotiation}&limit=1"))["drafts"]![0]!);
        await drafting.Take(negotiation, Said());
    }

    [Theory]
    [InlineData("""{"negotiation":"atlantis","source":"communique","drafts":[]}""", "/negotiation")]
    [InlineData("""{"negotiation":"N","source":"nowhere","drafts":[]}""", "/source")]
    [InlineData("""{"negotiation":"N","source":"communique","drafts":[1]}""", "/drafts/0")]
    [InlineData("""{"negotiation":"N","source":"communique","drafts":{}}""", "/drafts")]
    [InlineData("""{"negotiation":"N","source":"communique","draft":[]}""", "/draft")]
    [InlineData("""{"negotiation":"N","source":"communique","drafts":[],"from":1}""", "/from")]
    [InlineData("""{"negotiation":"N","source":"communique","from":-1}""", "/from")]
    [InlineData("""{"negotiation":"N","source":"communique","with":"a model"}""", "/with")]
    [InlineData("""{"negotiation":"N","source":"communique","drafts":[],"with":" "}""", "/with")]
    [InlineData("""{"negotiation":"N","source":"communique","drafts":[],"with":"a\nmodel"}""", "/with")]
    [InlineData("""{"negotiation":"N","source":"communique","drafts":[],"with":7}""", "/with")]
    [InlineData("""{"negotiation":"N","source":"communique","from":9999}""", "/from")]
    [InlineData("""{"negotiation":"N","source":"report"}""", "/source")]
    [InlineData("""{"source":7}""", "/negotiation")]
    [InlineData("[]", "")]
    public async Task What_cannot_be_drafted_is_refused_by_name(string body, string pointer)
    {
        var negotiation = await drafting.Talks.Open();
        var reply = await _server.Send(HttpMethod.Post, "/drafts", body.Replace("\"N\"", $"\"{negotiation}\"", StringComparison.Ordinal));
        reply.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid").ShouldName(pointer);
    }

    private static JsonObject Reordered(JsonObject body) =>
        new(body.Reverse().Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
}
