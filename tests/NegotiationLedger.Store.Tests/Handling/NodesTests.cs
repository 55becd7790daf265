using NegotiationLedger.Store.Handling;
using NegotiationLedger.Testing;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests.Handling;

/// <summary>Several nodes on one ledger: each handler runs on one of them.</summary>
public sealed class NodesTests(PostgresFixture postgres) : HandlerTests(postgres)
{
    [Fact]
    public async Task One_node_runs_a_handler_and_when_it_ends_another_goes_on_where_it_was()
    {
        for (var i = 1; i <= 4; i++)
        {
            var (first, second) = (Node(), Node());
            await Ledger.Appended(Request("doha", $"{i}"));
            await CaughtUp(atLeast: i);
            Script.Seen.Count.ShouldBe(i);
            await first.DisposeAsync();
            if (i % 2 == 0)
                await second.DisposeAsync();
        }

        (await Tallied()).ShouldBe("1 2 3 4");
    }

    [Fact]
    public async Task A_node_that_was_taken_over_from_while_it_worked_writes_nothing()
    {
        var (reached, go, again) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        Script.Before = _ =>
        {
            if (reached.TrySetResult())
                return go.Task;
            again.TrySetResult();
            return Task.FromException(new TimeoutException("Not now."));
        };
        await Ledger.Appended(Request("doha", "one"));
        Node();
        await reached.Task;
        await Ledger.AsAdmin("update ledger_handlers set node = 'another'");
        go.SetResult();
        await again.Task;
        (await Status()).Position.ShouldBe(0);
        (await Tallied()).ShouldBe(DBNull.Value);
        Script.Seen.ShouldBe(["one"]);
    }

    [Fact]
    public async Task A_node_that_gives_no_sign_is_taken_over_from_and_its_connections_are_ended()
    {
        await Node().Until(CaughtUp(atLeast: 0));
        const string name = "ledger handlers silent";
        await using var silent = new Npgsql.NpgsqlConnection(
            Ledger.Database.WriterConnectionString + $";Application Name={name};Search Path=ledger;Pooling=false"
        );
        await silent.OpenAsync(TestContext.Current.CancellationToken);
        await using var take = new Npgsql.NpgsqlCommand(
            "select pg_advisory_lock(hashtextextended('ledger handler Tally 1', 'ledger_head'::regclass::oid::bigint))",
            silent
        );
        await take.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var news = new System.Collections.Concurrent.ConcurrentQueue<HandlerNews>();
        await Ledger.Appended(Request("doha", "one"));
        Node(new() { Lease = TimeSpan.FromSeconds(1), Tell = news.Enqueue }, Options);
        await CaughtUp();
        news.OfType<HandlerNews.Taken>().ShouldHaveSingleItem().Evicted.ShouldBeTrue();
        (await Ledger.AsAdmin($"select count(*) from pg_stat_activity where application_name = '{name}'")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_node_that_is_cut_off_from_the_database_is_taken_over_from()
    {
        await using var network = new LosingProxy(Ledger.Database.WriterConnectionString);
        var cutOff = new Script();
        var node = Node(
            new() { Lease = TimeSpan.FromSeconds(1) },
            Options with
            {
                ConnectionString = network.ConnectionString,
            },
            cutOff.Handler()
        );
        await Ledger.Appended(Request("doha", "one"));
        await CaughtUp();
        network.Close();
        Node(new() { Lease = TimeSpan.FromSeconds(1) }, Options);
        await Ledger.Appended(Request("doha", "two"));
        await CaughtUp(atLeast: 2);
        (cutOff.Seen.ToArray(), Script.Seen.ToArray()).ShouldBe((["one"], ["two"]), new Sequences());
        await node.DisposeAsync();
    }

    private sealed class Sequences : IEqualityComparer<(string[], string[])>
    {
        public bool Equals((string[], string[]) x, (string[], string[]) y) =>
            x.Item1.SequenceEqual(y.Item1) && x.Item2.SequenceEqual(y.Item2);

        public int GetHashCode((string[], string[]) obj) => 0;
    }
}
