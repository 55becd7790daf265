using NegotiationLedger.Store.Handling;
using NegotiationLedger.Testing;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests.Handling;

/// <summary>A ledger with a table for tallies, and nodes that run handlers on it.</summary>
public abstract class HandlerTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    private readonly List<HandlerNode> _nodes = [];

    internal HandlerControl Control { get; private set; } = null!;

    protected Script Script { get; } = new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Ledger.AsAdmin("create table mt_doc_tally (like mt_doc_talksstatus including all)");
        await Ledger.AsAdmin($"grant select, insert, update, delete on mt_doc_tally to {Ledger.WriterRole}");
        Control = new(Ledger.Log, [Script.Handler()]);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected LogOptions Options => new() { ConnectionString = Ledger.Database.WriterConnectionString };

    protected HandlerNode Node(params IReadOnlyList<Handler> handlers) => Node(new(), Options, handlers);

    protected HandlerNode Node(HandlerOptions options, LogOptions log, params IReadOnlyList<Handler> handlers)
    {
        var node = new HandlerNode(
            log,
            handlers.Count > 0 ? handlers : [Script.Handler()],
            options with
            {
                Heartbeat = TimeSpan.FromMilliseconds(50),
            }
        );
        _nodes.Add(node);
        node.Start();
        return node;
    }

    protected async Task<HandlerStatus> Status(string name = "Tally", bool isServing = true) =>
        (await Control.List(TestContext.Current.CancellationToken)).Single(s => s.Name == name && s.IsServing == isServing);

    protected Task CaughtUp(string name = "Tally", long atLeast = 1) =>
        Waiting.Until(async () => (await Control.List(default)).Any(s => s.Name == name && s.IsServing && s.Lag == 0 && s.Head >= atLeast));

    protected Task Stopped(string name = "Tally") =>
        Waiting.Until(async () => (await Control.List(default)).Any(s => s.Name == name && s.Stopped is not null));

    protected Task<object?> Tallied(string stream = "doha") =>
        Ledger.AsAdmin(
            $"select string_agg(t.text, ' ') from mt_doc_tally, jsonb_array_elements_text(data -> 'texts') t (text) where id = '{stream}'"
        );

    protected static NewEvent Said(string text) => new(NewId(), Statement(text));

    protected static NewEvent Said(LedgerEvent data) => new(NewId(), data);
}

/// <summary>A node for as long as something takes.</summary>
public static class ForAsLong
{
    /// <summary>Waits for it, and ends the node.</summary>
    public static async Task Until(this HandlerNode node, Task awaited)
    {
        await awaited;
        await node.DisposeAsync();
    }
}
