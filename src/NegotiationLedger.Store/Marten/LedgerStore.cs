using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using JasperFx;
using JasperFx.Events;
using Marten;
using Npgsql;
using Weasel.Core;

namespace NegotiationLedger.Store;

/// <summary>How Marten is set up to keep a ledger: its events under the domain's names and JSON, its times and numbers by the ledger's own clock and order.</summary>
public static class LedgerStore
{
    /// <summary>The domain's own JSON: that of stored events and of views.</summary>
    private static readonly JsonSerializerOptions Json = new(LedgerJson.Default.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(LedgerJson.Default, ViewJson.Default, new DefaultJsonTypeInfoResolver()),
    };

    /// <summary>Sets a store up.</summary>
    /// <param name="options">The store's options.</param>
    /// <param name="source">The connections; the caller's to dispose.</param>
    /// <param name="schema">The schema that holds the ledger.</param>
    /// <param name="mayChangeSchema">Whether Marten may create what is missing: when the owner migrates, and never in a server.</param>
    /// <param name="upcasters">What lifts events of older versions; the domain's own when null.</param>
    public static void Configure(
        StoreOptions options,
        NpgsqlDataSource source,
        string schema,
        bool mayChangeSchema = false,
        Upcasters? upcasters = null
    )
    {
        options.Connection(source);
        options.DatabaseSchemaName = schema;
        options.AutoCreateSchemaObjects = mayChangeSchema ? AutoCreate.CreateOrUpdate : AutoCreate.None;
        options.UseSystemTextJsonForSerialization(Json, casing: Casing.CamelCase);
        ConfigureEvents(options, upcasters ?? Upcasters.Known);
        foreach (var view in PersistedView.All)
            view.Configure(options);
        // The batcher itself sends again what a lost connection leaves in doubt, and knows when that is safe.
        options.ConfigureWritePolly(_ => { });
        // Marten would pass over what it cannot read: here nothing is passed over.
        var errors = options.Projections.Errors;
        errors.SkipApplyErrors = errors.SkipSerializationErrors = errors.SkipUnknownEvents = false;
    }

    private static void ConfigureEvents(StoreOptions options, Upcasters upcasters)
    {
        var events = options.Events;
        events.DatabaseSchemaName = options.DatabaseSchemaName;
        events.StreamIdentity = StreamIdentity.AsString;
        events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        events.EnableUniqueIndexOnEventId = true;
        events.EnableBigIntEvents = true;
        events.MetadataConfig.HeadersEnabled = true;
        events.MetadataConfig.CorrelationIdEnabled = true;
        events.MetadataConfig.CausationIdEnabled = true;
        // Events are read as the ledger's own reader reads them: in the newest form, whatever version they were stored in.
        foreach (var name in EventNames.All)
        {
            events.MapEventType(name.Type, name.Name);
            events.Upcast(name.Type, name.Name, EventReading.Of(name.Name, upcasters));
        }
    }
}
