using System.Runtime.CompilerServices;
using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace NegotiationLedger.Store.Projections;

/// <summary>Marten's store, whose daemon loads which streams moved instead of events (<see cref="MovedLoader"/>).</summary>
internal sealed class LedgerDocumentStore(StoreOptions options, NpgsqlDataSource source)
    : DocumentStore(options),
        IEventStore<IDocumentOperations, IQuerySession>
{
    /// <summary>Makes a store whose daemon logs to the host, as Marten does where it makes the store itself: a shard that does not start is a line in the log.</summary>
    public static LedgerDocumentStore Of(StoreOptions options, NpgsqlDataSource source, ILoggerFactory loggers)
    {
        SetLoggers(options, loggers);
        return new(options, source);
    }

    IEventLoader IEventStore<IDocumentOperations, IQuerySession>.BuildEventLoader(
        IEventDatabase database,
        ILogger loggerFactory,
        EventFilterable filtering,
        AsyncOptions shardOptions
    ) => new MovedLoader(source);

    IEventLoader IEventStore<IDocumentOperations, IQuerySession>.BuildEventLoader(
        IEventDatabase database,
        ILogger loggerFactory,
        EventFilterable filtering,
        AsyncOptions shardOptions,
        ShardName shardName
    ) => new MovedLoader(source);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_LogFactory")]
    private static extern void SetLoggers(StoreOptions options, ILoggerFactory? loggers);
}
