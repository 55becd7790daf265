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
    public async Task Metrics_tell_of_appends_handlers_requests_and_connections_in_Prometheus_text()
    {
        var negotiation = await talks.Open();
        await _server.Send(
            HttpMethod.Post,
            $"/negotiations/{negotiation}/developments",
            Statement("x").ToJsonString(),
            ("If-Match", "\"1\"")
        );
        await CaughtUp();
        var metrics = await _server.Send(HttpMethod.Get, "/metrics");
        metrics.Status.ShouldBe(HttpStatusCode.OK);
        metrics.MediaType.ShouldBe("text/plain");
        foreach (
            var name in new[]
            {
                "ledger_append_duration_seconds_bucket{",
                "ledger_append_batch_size",
                "ledger_append_conflicts",
                "ledger_handler_entries",
                "ledger_handler_lag",
                "ledger_log_head",
                "http_server_request_duration_seconds_bucket{",
                "db_client_",
            }
        )
            metrics.Text.ShouldContain(name);
        metrics.Text.ShouldContain("ledger_handler_name=\"TalksStatus\"");
        (await _server.Send(HttpMethod.Get, "/metrics?x=1")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_entry_that_nobody_can_read_stops_the_handlers_is_shown_mended_and_they_go_on()
    {
        var negotiation = await talks.Open();
        await CaughtUp();
        var poison = await Poison(negotiation);
        await Until(handlers => handlers.All(h => h!["state"]!.GetValue<string>() == "stopped"));
        var ready = await _server.Send(HttpMethod.Get, "/health/ready");
        ready.Status.ShouldBe(HttpStatusCode.OK);
        ready.Text.ShouldContain($"not: TalksStatus is stopped by entry {poison}");
        (await _server.Send(HttpMethod.Get, "/metrics")).Text.ShouldMatch("""ledger_handler_stopped[^\n]*TalksStatus[^\n]* 1\b""");
        var other = await talks.Open();
        (await _server.Get($"/negotiations?text={other}"))["negotiations"]!.AsArray().Count.ShouldBe(1);

        await Mend(poison);
        foreach (var handler in await Handlers())
            (await _server.Send(HttpMethod.Post, $"/handlers/{handler!["name"]}/retry")).Json!["isDone"]!.GetValue<bool>().ShouldBeTrue();
        await CaughtUp();
        (await _server.Send(HttpMethod.Get, "/health/ready")).Text.ShouldNotContain("not:");
        (await FreshFolds.Differences(_server.Database.WriterConnectionString)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rebuilt_while_it_is_recorded_to_the_documents_are_the_same_to_the_byte_before_and_after()
    {
        var (still, busy) = (await talks.Open(), await talks.Open());
        await talks.Record(still, new JsonArray(Offer("plan"), Development("talks_collapsed", ("occurred", "2025-01-03~"))));
        await CaughtUp();
        var before = await Documents(still);
        using var done = new CancellationTokenSource();
        var recorded = 0;
        var recorders = Enumerable
            .Range(0, 4)
            .Select(r =>
                Task.Run(async () =>
                {
                    for (var i = 0; !done.IsCancellationRequested; i++)
                    {
                        await talks.Record(busy, Development("talks_convened", ("occurred", $"2025-01-{1 + (i * 7 + r) % 28:00}")));
                        Interlocked.Increment(ref recorded);
                    }
                })
            )
            .ToList();
        var generations = (await Handlers()).ToDictionary(h => h!["name"]!.GetValue<string>(), h => h!["generation"]!.GetValue<int>());
        foreach (var name in generations.Keys)
            (await _server.Send(HttpMethod.Post, $"/handlers/{name}/rebuild")).Json!["isDone"]!.GetValue<bool>().ShouldBeTrue();
        await Until(handlers =>
            handlers.Count == 4
            && handlers.All(h =>
                h!["isServing"]!.GetValue<bool>() && h["generation"]!.GetValue<int>() == generations[h["name"]!.GetValue<string>()] + 1
            )
        );
        (await Documents(still)).ShouldBe(before);
        await done.CancelAsync();
        await Task.WhenAll(recorders);
        await CaughtUp();
        recorded.ShouldBeGreaterThan(0);
        (await FreshFolds.Differences(_server.Database.WriterConnectionString)).ShouldBeEmpty();
        (await Ask("select count(*) from ledger_building")).ShouldBe(0L);
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

    private async Task<JsonArray> Handlers() => (await _server.Get("/handlers"))["handlers"]!.AsArray();

    private Task CaughtUp() => Until(handlers => handlers.Count == 4 && handlers.All(h => h!["lag"]!.GetValue<long>() == 0));

    private async Task Until(Func<JsonArray, bool> isSo)
    {
        while (!isSo(await Handlers()))
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
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
