using NegotiationLedger.Store;
using NegotiationLedger.Store.Embedded;
using NegotiationLedger.Store.Engines;
#if MARTEN
using NegotiationLedger.Marten;
#endif

namespace NegotiationLedger.Testing;

/// <summary>The engine that a test project was built for: the native one, or Marten with the switch.</summary>
public static class EngineUnderTest
{
#if MARTEN
    /// <summary>Its mark.</summary>
    public const string Name = MartenEngine.Mark;

    /// <summary>Makes it; null where the ledger's own default is meant.</summary>
    public static Func<LogOptions, ILogEngine>? Factory => options => new MartenEngine(options);

    /// <summary>Makes a schema ready for it.</summary>
    public static async Task Prepare(LedgerConnections connections, string schema)
    {
        await MartenSchema.Apply(connections.Owner, schema, connections.WriterRole, CancellationToken.None);
        await EngineMark.HandOver(connections.Owner, schema, Name, CancellationToken.None);
    }
#else
    /// <summary>Its mark.</summary>
    public const string Name = "native";

    /// <summary>Makes it; null where the ledger's own default is meant.</summary>
    public static Func<LogOptions, ILogEngine>? Factory => null;

    /// <summary>Makes a schema ready for it.</summary>
    public static Task Prepare(LedgerConnections connections, string schema) => Task.CompletedTask;
#endif

    /// <summary>The options, with the engine.</summary>
    public static LogOptions On(LogOptions options) => Factory is { } factory ? options with { Engine = factory } : options;
}
