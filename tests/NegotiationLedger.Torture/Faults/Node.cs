using NegotiationLedger.Testing;
using NegotiationLedger.Torture.Running;
using Npgsql;

namespace NegotiationLedger.Torture.Faults;

/// <summary>A server on a port that stays its own, with a network of its own to its database.</summary>
internal sealed class Node : IAsyncDisposable
{
    private LedgerProcess _process = null!;

    private Node(string writer, LogTally log)
    {
        Patient = new() { BaseAddress = new($"http://127.0.0.1:{Port}"), Timeout = TimeSpan.FromMinutes(10) };
        (Network, Log) = (new(writer), log);
        Http = new() { BaseAddress = new($"http://127.0.0.1:{Port}"), Timeout = TimeSpan.FromSeconds(25) };
    }

    public LosingProxy Network { get; }

    public LogTally Log { get; }

    public int Port { get; } = Ports.Free();

    public HttpClient Http { get; }

    /// <summary>For what reads the whole ledger.</summary>
    public HttpClient Patient { get; }

    public LedgerProcess Process => _process;

    /// <summary>Starts one.</summary>
    public static async Task<Node> Start(string writer, LogTally log)
    {
        var node = new Node(writer, log);
        await node.Start();
        return node;
    }

    /// <summary>Starts its process, after it was killed or stopped.</summary>
    public async Task Start(params IEnumerable<(string Name, string Value)> variables) =>
        // A node that is cut off from its database is told of it sooner than by TCP.
        _process = await LedgerProcess.Start(
            new NpgsqlConnectionStringBuilder(Network.ConnectionString) { Timeout = 5 }.ConnectionString,
            Port,
            Log,
            variables
        );

    public Task Kill() => _process.Kill();

    public Task Stop() => _process.DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Http.Dispose();
        Patient.Dispose();
        await Network.DisposeAsync();
    }
}
