using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;
using Npgsql;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>What an operator sees and does: metrics, readiness, a poison entry, a rebuild under load.</summary>
public sealed class OperationTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task Metrics_tell_of_appends_projections_and_connections_in_Prometheus_text()
    {
        var negotiation = await talks.Open();
        await _server.Send(
            HttpMethod.Post,
            $"/negotiations/{negotiation}/developments",
            Statement("x").ToJsonString(),
            ("If-Match", "\"1\"")
        );
        await _server.CaughtUp();
        // That of requests is missing as soon as another server of this process has stopped: the library counts both in one. DeploymentTests sees it.
        var metrics = await _server.Send(HttpMethod.Get, "/metrics");
        metrics.Status.ShouldBe(HttpStatusCode.OK);
        metrics.MediaType.ShouldBe("text/plain");
        foreach (
            var name in new[]
            {
                "ledger_append_duration_seconds_bucket{",
                "ledger_append_batch_size",
                "ledger_append_conflicts",
                "ledger_projection_negotiations",
                "ledger_projection_lag",
                "ledger_log_head",
                "db_client_",
            }
        )
            metrics.Text.ShouldContain(name);
        metrics.Text.ShouldContain("ledger_projection_name=\"Views\"");
        (await _server.Send(HttpMethod.Get, "/metrics?x=1")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _server.Send(HttpMethod.Delete, "/metrics")).Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task An_entry_that_nobody_can_read_fails_its_negotiation_alone_until_it_is_mended()
    {
        var negotiation = await talks.Open();
        await _server.CaughtUp();
        var poison = await Poison(negotiation);
        var other = await talks.Open();
        await _server.CaughtUp();
        await Until(async () => await Views() is var views && views["failures"]!.GetValue<long>() == 1 && Attempts(views) > 1);
        (await Views())["failed"]![0]!["negotiation"]!.GetValue<string>().ShouldBe(negotiation);
        (await Ask($"select mt_version & 4294967295 from mt_doc_talksstatus where id = '{other}'")).ShouldBe(4L);
        var ready = await _server.Send(HttpMethod.Get, "/health/ready");
        ready.Status.ShouldBe(HttpStatusCode.OK);
        ready.Text.ShouldContain($"not: Views of {negotiation}");
        ready.Text.ShouldContain(poison);
        (await _server.Send(HttpMethod.Get, "/metrics")).Text.ShouldMatch("""ledger_projection_failures[^\n]*Views[^\n]* 1\b""");

        await Mend(poison);
        foreach (var name in new[] { "Views", "AuditTrail" })
            (await _server.Send(HttpMethod.Post, $"/projections/{name}/retry", "{}")).Json!["negotiations"]!.GetValue<long>().ShouldBe(1);
        await Until(NothingFails);
        (await _server.Send(HttpMethod.Get, "/health/ready")).Text.ShouldNotContain("not:");
        (await FreshFolds.Differences(_server.Database.WriterConnectionString)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dead_letter_goes_when_its_negotiation_is_brought_up_to_date_by_a_later_record()
    {
        var negotiation = await talks.Open();
        await _server.CaughtUp();
        var poison = await Poison(negotiation);
        await Until(async () => await Ask(Tried) is true);
        // As it is when all attempts were in vain.
        await Ask(
            """
            with failed as (
                delete from ledger_wolverine.wolverine_incoming_envelopes
                where id in (select message from ledger_projection_failures) returning *)
            insert into ledger_wolverine.wolverine_dead_letters (id, body, message_type, received_at, replayable)
            select id, body, message_type, received_at, false from failed
            """
        );
        (await Ask("select count(*) from ledger_wolverine.wolverine_dead_letters")).ShouldBe(2L);
        await Mend(poison);
        await talks.Record(negotiation, Development("talks_collapsed"));
        await Until(NothingFails);
        await Until(async () => await Ask("select count(*) from ledger_wolverine.wolverine_dead_letters") is 0L);
        (await FreshFolds.Differences(_server.Database.WriterConnectionString)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_altered_behind_our_back_is_named_by_a_check_and_mended_by_a_rebuild()
    {
        var (document, listed, gone) = (await talks.Open(), await talks.Open(), await talks.Open());
        await _server.CaughtUp();
        (await Check()).ShouldBeEmpty();
        await Ask($"update mt_doc_proposalbook set data = jsonb_set(data, '{{version}}', '9') where id = '{document}'");
        await Ask($"update ledger_negotiations set phase = 'collapsed' where id = '{listed}'");
        await Ask($"delete from mt_doc_issuematrix where id = '{gone}'");
        await Ask(
            "insert into mt_doc_talksstatus select 'invented', data, mt_last_modified, mt_dotnet_type, mt_version from mt_doc_talksstatus limit 1"
        );
        (await Check()).ShouldBe(
            [
                $"mt_doc_proposalbook {document}",
                $"ledger_negotiations {listed}",
                $"mt_doc_issuematrix {gone}",
                "mt_doc_talksstatus invented",
                "ledger_negotiations invented",
            ],
            ignoreOrder: true
        );
        (await _server.Send(HttpMethod.Post, "/projections/Views/rebuild", "{}")).Status.ShouldBe(HttpStatusCode.OK);
        await _server.CaughtUp();
        (await Check()).ShouldBeEmpty();
        (await _server.Send(HttpMethod.Post, "/projections/Nobody/rebuild", "{}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_row_of_the_audit_index_that_was_altered_is_named_and_mended_too()
    {
        var (altered, gone, sound) = (await talks.Open(), await talks.Open(), await talks.Open());
        foreach (var negotiation in new[] { altered, gone, sound })
        {
            var first = NewId();
            await talks.Record(negotiation, Statement("First.", ("id", first)));
            await talks.Record(
                negotiation,
                new JsonObject
                {
                    ["type"] = "assertion_retracted",
                    ["assertion"] = first,
                    ["reason"] = "Not so.",
                }
            );
        }

        await _server.CaughtUp();
        (await Check("AuditTrail")).ShouldBeEmpty();
        await Ask($"update ledger_assertions set speaker = 'nobody' where negotiation = '{altered}' and type = 'statement_made'");
        await Ask($"delete from ledger_about where negotiation = '{gone}'");
        (await Check("AuditTrail")).ShouldBe([$"ledger_assertions {altered}", $"ledger_about {gone}"], ignoreOrder: true);
        (await _server.Send(HttpMethod.Post, "/projections/AuditTrail/rebuild", "{}")).Status.ShouldBe(HttpStatusCode.OK);
        await _server.CaughtUp();
        (await Check("AuditTrail")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rebuilt_while_clients_record_and_read_the_answers_stay_and_the_documents_are_the_same_to_the_byte()
    {
        var (still, busy) = (await talks.Open(), await talks.Open());
        await talks.Record(still, new JsonArray(Offer("plan"), Development("talks_collapsed", ("occurred", "2025-01-03~"))));
        await _server.CaughtUp();
        var before = await Documents(still);
        var answer = (await _server.Send(HttpMethod.Get, $"/negotiations/{still}/status")).Json!["answer"]!.ToJsonString();
        using var done = new CancellationTokenSource();
        var (recorded, read) = (0, 0);
        var clients = Enumerable
            .Range(0, 16)
            .Select(client =>
                Task.Run(async () =>
                {
                    for (var i = 0; !done.IsCancellationRequested; i++)
                    {
                        if (client % 2 == 0)
                        {
                            await talks.Record(
                                busy,
                                Development("talks_convened", ("occurred", $"2025-01-{1 + (i * 7 + client) % 28:00}"))
                            );
                            Interlocked.Increment(ref recorded);
                        }
                        else
                        {
                            var status = await _server.Send(HttpMethod.Get, $"/negotiations/{still}/status");
                            status.Json!["answer"]!.ToJsonString().ShouldBe(answer);
                            Interlocked.Increment(ref read);
                        }
                    }
                })
            )
            .ToList();
        for (var rebuild = 0; rebuild < 3; rebuild++)
        {
            var epoch = await Ask("select epoch from ledger_projections where name = 'Views'");
            (await _server.Send(HttpMethod.Post, "/projections/Views/rebuild", "{}")).Status.ShouldBe(HttpStatusCode.OK);
            await Until(async () =>
                await Ask($"select epoch > {epoch} and rebuilt_to is null from ledger_projections where name = 'Views'") is true
            );
        }

        (await Documents(still)).ShouldBe(before);
        await done.CancelAsync();
        await Task.WhenAll(clients);
        await _server.CaughtUp();
        recorded.ShouldBeGreaterThan(0);
        read.ShouldBeGreaterThan(0);
        (await FreshFolds.Differences(_server.Database.WriterConnectionString)).ShouldBeEmpty();
    }

    private const string Tried = "select count(*) = 2 from ledger_projection_failures where message is not null and attempts > 1";

    private static int Attempts(JsonNode views) => views["failed"]![0]!["attempts"]!.GetValue<int>();

    private async Task<JsonNode> Views() =>
        (await _server.Get("/projections"))["projections"]!.AsArray().Single(p => p!["name"]!.GetValue<string>() == "Views")!;

    private async Task<bool> NothingFails() =>
        (await _server.Get("/projections"))["projections"]!.AsArray().All(p => p!["failures"]!.GetValue<long>() == 0);

    private async Task<List<string>> Check(string projection = "Views")
    {
        var lines = (await _server.Send(HttpMethod.Get, $"/projections/{projection}/check")).Text.Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );
        var found = lines.Select(l => JsonNode.Parse(l)!).ToList();
        found[^1]["differences"]!.GetValue<int>().ShouldBe(found.Count - 1);
        return [.. found.SkipLast(1).Select(l => $"{l["place"]} {l["negotiation"]}")];
    }

    // A row as a newer program would leave it, whose type this one does not know.
    private async Task<string> Poison(string negotiation) =>
        (string)
            (
                await _server.Database.Tamper(
                    $"""
                    with head as (update ledger_head set sequence = sequence + 1 returning sequence),
                    stream as (update mt_streams set version = version + 1 where id = '{negotiation}' returning version)
                    insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers)
                    select h.sequence, gen_random_uuid(), '{negotiation}', s.version, '{Statement(
                            "Mended."
                        ).ToJsonString()}'::jsonb - 'type',
                        'moon_landed', clock_timestamp(), '{"{\"recordedBy\": \"anna\", \"schemaVersion\": 1}"}'
                    from head h, stream s
                    returning id::text;
                    select setval('mt_events_sequence', sequence) from ledger_head;
                    """
                )
            )!;

    private Task<object?> Mend(string poison) =>
        _server.Database.Tamper(
            $"""
            update mt_events set type = 'statement_made' where id = '{poison}';
            """
        );

    private async Task<string> Documents(string negotiation) =>
        string.Join(
            '\n',
            await Ask($"select data::text from mt_doc_talksstatus where id = '{negotiation}'"),
            await Ask($"select data::text from mt_doc_partydemands where id = '{negotiation}'"),
            await Ask($"select data::text from mt_doc_proposalbook where id = '{negotiation}'"),
            await Ask($"select data::text from mt_doc_issuematrix where id = '{negotiation}'")
        );

    private static async Task Until(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await isSo())
            patience.Token.ThrowIfCancellationRequested();
    }

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
