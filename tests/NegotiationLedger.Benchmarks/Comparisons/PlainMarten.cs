using JasperFx;
using JasperFx.Events;
using Marten;
using NegotiationLedger.Benchmarks.Measuring;

namespace NegotiationLedger.Benchmarks.Comparisons;

/// <summary>Marten as its users run it when they care for speed: quick appends, tuned connections, an event for each <c>SaveChangesAsync</c>.</summary>
internal sealed class PlainMarten : IAsyncDisposable
{
    private readonly DocumentStore _store;

    private PlainMarten(DocumentStore store) => _store = store;

    public static async Task<PlainMarten> Open(Database database)
    {
        var store = DocumentStore.For(options => Configure(options, database.ConnectionString));
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        return new(store);
    }

    /// <summary>How it is set up, for Wolverine too.</summary>
    public static void Configure(StoreOptions options, string connectionString)
    {
        options.Connection(Database.Tuned(connectionString));
        options.DatabaseSchemaName = "plain";
        options.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;
        options.DisableNpgsqlLogging = true;
        options.UseSystemTextJsonForSerialization();
        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.AppendMode = EventAppendMode.Quick;
        options.Events.AddEventType<Said>();
    }

    public async Task Append(string stream)
    {
        await using var session = _store.LightweightSession();
        session.Events.Append(stream, Said.Something());
        await session.SaveChangesAsync();
    }

    /// <summary>A new stream of 1,000 events at once.</summary>
    public Task Bulk() =>
        _store.BulkInsertEventsAsync([
            StreamAction.Start(_store.Events, Guid.NewGuid().ToString(), Enumerable.Range(0, 1000).Select(_ => (object)Said.Something())),
        ]);

    public async ValueTask DisposeAsync() => await _store.DisposeAsync();
}
