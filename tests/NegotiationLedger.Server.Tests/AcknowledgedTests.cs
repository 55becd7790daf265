using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;
using Npgsql;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>
/// An answer never contradicts the log: every connection but the one that appends is cut, and no new one is let in, while a write is under
/// way. It is answered as if nothing had happened, because nothing is read once it stands.
/// </summary>
public sealed class AcknowledgedTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly TalksServer _talks = new(postgres);

    private string _negotiation = "";

    public async ValueTask InitializeAsync()
    {
        await _talks.InitializeAsync();
        _negotiation = await _talks.Open();
    }

    public ValueTask DisposeAsync() => _talks.DisposeAsync();

    public static TheoryData<string> Kinds => ["open", "record", "source", "source-correction", "speaker", "role"];

    [Theory]
    [MemberData(nameof(Kinds))]
    [InlineData("import")]
    public async Task A_write_is_answered_though_nothing_can_be_read_after_it(string kind)
    {
        var (path, body) = Write(kind);
        var head = await _talks.Server.Head();
        var reply = await Cut(() => _talks.Server.Post(path, body, ("Idempotency-Key", "\"cut\"")));
        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        (await HeadAfterwards()).ShouldBeGreaterThan(head);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    [InlineData("import")]
    public async Task A_replay_is_answered_as_the_first_time(string kind)
    {
        var (path, body) = Write(kind);
        var first = await _talks.Server.Post(path, body, ("Idempotency-Key", "\"again\""));
        first.Status.ShouldBe(HttpStatusCode.Created, first.Text);
        var head = await _talks.Server.Head();
        var reply = await Cut(() => _talks.Server.Post(path, body, ("Idempotency-Key", "\"again\"")));
        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        reply.Text.ShouldBe(first.Text);
        (await HeadAfterwards()).ShouldBe(head);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    [InlineData("import")]
    public async Task A_key_stands_for_one_request(string kind)
    {
        var (path, body) = Write(kind);
        (await _talks.Server.Post(path, body, ("Idempotency-Key", "\"once\""))).Status.ShouldBe(HttpStatusCode.Created);
        var head = await _talks.Server.Head();
        var other = body.ToJsonString() + " ";
        var reply = await _talks.Server.Send(HttpMethod.Post, path, other, ("Idempotency-Key", "\"once\""));
        reply.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "key-reused");
        (await _talks.Server.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task Rows_that_were_imported_without_a_key_leave_one_when_they_are_sent_with_it()
    {
        var (path, body) = Write("import");
        (await _talks.Server.Post(path, body)).Status.ShouldBe(HttpStatusCode.Created);
        var known = await _talks.Server.Post(path, body, ("Idempotency-Key", "\"late\""));
        known.Status.ShouldBe(HttpStatusCode.OK, known.Text);
        var again = await _talks.Server.Post(path, body, ("Idempotency-Key", "\"late\""));
        (again.Status, again.Text).ShouldBe((known.Status, known.Text));
        var reply = await _talks.Server.Send(HttpMethod.Post, path, body.ToJsonString() + " ", ("Idempotency-Key", "\"late\""));
        reply.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "key-reused");
    }

    [Fact]
    public async Task A_replay_by_its_ids_is_answered_too()
    {
        var body = Statement("Once.", ("id", NewId()));
        var path = $"/negotiations/{_negotiation}/developments";
        var first = await _talks.Server.Post(path, body);
        var reply = await Cut(() => _talks.Server.Post(path, body));
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.Text.ShouldBe(first.Text);
    }

    // The first reads after the cut meet the connections that were ended.
    private async Task<long> HeadAfterwards()
    {
        while ((await _talks.Server.Send(HttpMethod.Get, "/health/ready")).Status == HttpStatusCode.ServiceUnavailable)
            await Task.Yield();
        return await _talks.Server.Head();
    }

    private (string Path, JsonObject Body) Write(string kind) =>
        kind switch
        {
            "open" => ("/negotiations", Opening("opened")),
            "record" => ($"/negotiations/{_negotiation}/developments", Statement("Said.")),
            "source" => ("/sources", Source("telegram")),
            "source-correction" => ("/sources/report/corrections", Correction()),
            "speaker" => ("/speakers", Speaker("official")),
            "role" => ("/speakers/envoy/roles", Role()),
            _ => ($"/negotiations/{_negotiation}/imports", Import()),
        };

    private static JsonObject Import() =>
        new()
        {
            ["map"] = new JsonObject
            {
                ["dates"] = new JsonArray("edtf"),
                ["fields"] = new JsonObject
                {
                    ["/type"] = "statement_made",
                    ["/occurred"] = new JsonObject { ["column"] = "Date" },
                    ["/text"] = new JsonObject { ["column"] = "Text" },
                    ["/stance"] = "neutral",
                    ["/attribution/source"] = "report",
                    ["/attribution/mode"] = "observed",
                    ["/attribution/assertedOn"] = "2025-01-02",
                },
            },
            ["csv"] = "Date,Text\n2025-01-02,Said.\n",
        };

    /// <summary>Sends a write, and once it waits for the head cuts everything else off from the database until it is answered.</summary>
    private async Task<Reply> Cut(Func<Task<Reply>> send)
    {
        await using var elsewhere = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_talks.Server.Database.AdminConnectionString)
            {
                Database = "postgres",
                Pooling = false,
            }.ConnectionString
        );
        await elsewhere.OpenAsync();
        await using var hold = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_talks.Server.Database.AdminConnectionString)
            {
                Pooling = false,
                SearchPath = "ledger",
            }.ConnectionString
        );
        await hold.OpenAsync();
        await Run(hold, "begin; select from ledger_head for update");
        var reply = send();
        try
        {
            await Waiting(elsewhere);
            await Run(elsewhere, $"alter database {hold.Database} allow_connections false");
            await Run(
                elsewhere,
                $"""
                select pg_terminate_backend(pid, 5000) from pg_stat_activity
                where datname = '{hold.Database}' and application_name not like 'ledger append%' and pid <> {hold.ProcessID}
                """
            );
            await Run(hold, "commit");
            return await reply;
        }
        finally
        {
            await Run(elsewhere, $"alter database {hold.Database} allow_connections true");
        }
    }

    private static async Task Waiting(NpgsqlConnection elsewhere)
    {
        for (var tries = 0; ; tries++)
        {
            if (
                await Run(
                    elsewhere,
                    "select count(*) from pg_stat_activity where application_name like 'ledger append%' and wait_event_type = 'Lock'"
                )
                is > 0L
            )
                return;
            tries.ShouldBeLessThan(3000, "The write never reached the log.");
            await Task.Yield();
        }
    }

    // The names are the test's own.
#pragma warning disable CA2100
    private static async Task<object?> Run(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync();
    }
#pragma warning restore CA2100
}
