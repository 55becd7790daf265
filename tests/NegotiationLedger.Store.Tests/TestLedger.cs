using NegotiationLedger.Testing;
using Npgsql;

namespace NegotiationLedger.Store.Tests;

/// <summary>A ledger in a database of its own, and the words in which tests speak of it.</summary>
public sealed class TestLedger : IAsyncDisposable
{
    private readonly List<LedgerLog> _logs = [];

    private TestLedger(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    /// <summary>The first node's log.</summary>
    public LedgerLog Log => _logs[0];

    public static async Task<TestLedger> Create(PostgresFixture postgres)
    {
        var ledger = new TestLedger(await postgres.CreateDatabase());
        ledger.Node();
        return ledger;
    }

    public string WriterRole => Database.WriterRole;

    /// <summary>Another node on the same ledger.</summary>
    public LedgerLog Node(Func<LogOptions, LogOptions>? change = null)
    {
        var options = new LogOptions { ConnectionString = Database.WriterConnectionString };
        var log = new LedgerLog(change is null ? options : change(options));
        _logs.Add(log);
        return log;
    }

    public static EventId NewId() => new(Guid.CreateVersion7());

    public static StatementMade Statement(string text) =>
        new(text)
        {
            Occurred = Edtf.Parse("2025-07-24"),
            Attribution = new(new SourceId("reuters"), Mode.Observed, Edtf.Parse("2025-07-24")),
        };

    public static AppendRequest Request(string stream, params string[] texts) =>
        new(stream, [.. texts.Select(t => new NewEvent(NewId(), Statement(t)))], "anna");

    public static AppendRequest Registration(string source) =>
        new($"source:{source}", [new(NewId(), new SourceRegistered(new(source), SourceKind.Article, "A title"))], "anna");

    public static Receipt Receipt(string key, byte body = 1) =>
        new("POST", "/negotiations/doha/developments", key, [.. Enumerable.Repeat(body, 32)]);

    public static string Text(Entry entry) => entry.Data.ShouldBeOfType<StatementMade>().Text;

    public Task<AppendOutcome> Append(AppendRequest request) => Log.Append(request, TestContext.Current.CancellationToken);

    public async Task<AppendOutcome.Appended> Appended(AppendRequest request) =>
        (await Append(request)).ShouldBeOfType<AppendOutcome.Appended>();

    public async Task<List<Entry>> All()
    {
        var all = new List<Entry>(await Log.ReadRegistrations(0, TestContext.Current.CancellationToken));
        await foreach (var stream in Log.ListStreams())
            all.AddRange((await Log.ReadStream(stream.Stream, 0, TestContext.Current.CancellationToken)).Entries);
        return [.. all.OrderBy(e => e.Sequence)];
    }

    /// <summary>Runs a statement in the ledger's schema as a role, outside the log.</summary>
    // Tests write their statements as constants.
#pragma warning disable CA2100
    public static async Task<object?> Run(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(InLedger(connectionString));
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
#pragma warning restore CA2100

    public Task<object?> AsAdmin(string sql) => Run(Database.AdminConnectionString, sql);

    /// <summary>Holds the head, so that no append gets on until the hold is disposed.</summary>
    public async Task<IAsyncDisposable> HoldHead()
    {
        var source = NpgsqlDataSource.Create(InLedger(Database.AdminConnectionString));
        var connection = await source.OpenConnectionAsync();
        var hold = new NpgsqlCommand("begin; select from ledger_head for update", connection);
        await hold.ExecuteNonQueryAsync();
        return new Hold(source, connection, hold);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var log in _logs)
            await log.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static string InLedger(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = "ledger", Pooling = false }.ConnectionString;

    private sealed record Hold(NpgsqlDataSource Source, NpgsqlConnection Connection, NpgsqlCommand Command) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Command.DisposeAsync();
            await Connection.DisposeAsync();
            await Source.DisposeAsync();
        }
    }
}

/// <summary>A test class with a ledger of its own for each test.</summary>
public abstract class LedgerTests(PostgresFixture postgres) : IAsyncLifetime
{
    protected TestLedger Ledger { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync() => Ledger = await TestLedger.Create(postgres);

    public virtual async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
