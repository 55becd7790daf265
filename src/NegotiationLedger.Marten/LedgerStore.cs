using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using JasperFx;
using JasperFx.Events;
using Marten;
using NegotiationLedger.Views.Kept;
using Npgsql;
using Weasel.Core;

namespace NegotiationLedger.Marten;

/// <summary>How Marten is set up to find a ledger in its tables just as the native engine leaves it.</summary>
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
    /// <param name="mayChangeSchema">Whether Marten may create what it lacks: when it is set up, and never again.</param>
    public static void Configure(StoreOptions options, NpgsqlDataSource source, string schema, bool mayChangeSchema = false)
    {
        options.Connection(source);
        options.DatabaseSchemaName = schema;
        options.AutoCreateSchemaObjects = mayChangeSchema ? AutoCreate.CreateOrUpdate : AutoCreate.None;
        options.DisableNpgsqlLogging = true;
        options.UseSystemTextJsonForSerialization(Json, casing: Casing.CamelCase);
        var events = options.Events;
        events.DatabaseSchemaName = schema;
        events.StreamIdentity = StreamIdentity.AsString;
        // The time is the ledger's, taken under the head's lock, and handed to Marten with each event.
        events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        events.EnableUniqueIndexOnEventId = true;
        events.EnableBigIntEvents = true;
        events.MetadataConfig.HeadersEnabled = true;
        events.MetadataConfig.CorrelationIdEnabled = true;
        events.MetadataConfig.CausationIdEnabled = true;
        foreach (var name in EventNames.All)
            events.MapEventType(name.Type, name.Name);
        // Marten would pass over what it cannot read: here nothing is passed over that nobody said to skip.
        var errors = options.Projections.Errors;
        errors.SkipApplyErrors = errors.SkipSerializationErrors = errors.SkipUnknownEvents = false;
        KeepView<TalksStatus>(options);
        KeepView<PartyDemands>(options);
        KeepView<ProposalBook>(options);
        KeepView<IssueMatrix>(options);
    }

    private static void KeepView<T>(StoreOptions options)
        where T : class, IView<T> =>
        options
            .Schema.For<KeptDocument<T>>()
            .DocumentAlias(typeof(T).Name.ToLowerInvariant())
            .Identity(document => document.Id)
            .UseNumericRevisions(enabled: true);
}
