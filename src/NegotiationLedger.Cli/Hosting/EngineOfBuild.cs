using NegotiationLedger.Store;
using NegotiationLedger.Store.Embedded;
using NegotiationLedger.Store.Engines;
#if MARTEN
using NegotiationLedger.Marten;
#endif

namespace NegotiationLedger.Cli.Hosting;

/// <summary>The engines that this program was built with.</summary>
internal static class EngineOfBuild
{
#if MARTEN
    /// <summary>The one it runs when none is named.</summary>
    public const string Default = MartenEngine.Mark;
#else
    /// <summary>The one it runs when none is named.</summary>
    public const string Default = "native";
#endif

    /// <summary>What to say to someone who names an engine; null when the program has it.</summary>
    public static string? Refusal(string engine) =>
        !EngineMark.Known.Contains(engine) ? $"There is no engine '{engine}': {string.Join(" and ", EngineMark.Known)} are known."
        : engine == "native" || engine == Default ? null
        : "This program was built without Marten. Build it with -p:Engine=Marten, or run ops/run --engine marten.";

    /// <summary>Makes an engine; null for the server's own default.</summary>
    public static Func<LogOptions, ILogEngine>? Factory(string engine) =>
#if MARTEN
        engine == MartenEngine.Mark ? options => new MartenEngine(options) : null;
#else
        null;
#endif

    /// <summary>Makes the schema ready for an engine.</summary>
    public static Task Prepare(LedgerConnections connections, string schema, string engine, CancellationToken cancellation) =>
#if MARTEN
        engine == MartenEngine.Mark
            ? MartenSchema.Apply(connections.Owner, schema, connections.WriterRole, cancellation)
            : Task.CompletedTask;
#else
        Task.CompletedTask;
#endif
}
