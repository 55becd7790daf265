using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using JasperFx;
using JasperFx.Events;
using Marten;
using NegotiationLedger.Store.Handling;
using NegotiationLedger.Store.Tests;
using NegotiationLedger.Testing;
using NegotiationLedger.Views.Kept;
using Weasel.Core;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Conformance.Marten;

/// <summary>A Marten program that knows nothing of the ledger but the domain's types.</summary>
public sealed class PlainMartenTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    [Fact]
    public async Task It_opens_the_ledger_and_finds_typed_events_and_a_view()
    {
        await Ledger.Appended(Request("doha", "one", "two"));
        await using var running = Ledger.Log.Run(PersistedViews.Handlers, new() { Heartbeat = TimeSpan.FromMilliseconds(50) });
        await Waiting.Until(async () => await Ledger.AsAdmin("select mt_version from mt_doc_talksstatus where id = 'doha'") is 2L);

        var json = new JsonSerializerOptions(LedgerJson.Default.Options)
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(LedgerJson.Default, new DefaultJsonTypeInfoResolver()),
        };
        await using var store = DocumentStore.For(options =>
        {
            options.Connection(Ledger.Database.WriterConnectionString);
            options.DatabaseSchemaName = options.Events.DatabaseSchemaName = "ledger";
            options.AutoCreateSchemaObjects = AutoCreate.None;
            options.UseSystemTextJsonForSerialization(json, casing: Casing.CamelCase);
            options.Events.StreamIdentity = StreamIdentity.AsString;
            options.Events.EnableUniqueIndexOnEventId = true;
            options.Events.MetadataConfig.HeadersEnabled = true;
            foreach (var name in EventNames.All)
                options.Events.MapEventType(name.Type, name.Name);
            options.Schema.For<KeptDocument<TalksStatus>>().DocumentAlias("talksstatus");
        });
        await using var session = store.QuerySession();
        var events = await session.Events.FetchStreamAsync("doha", token: TestContext.Current.CancellationToken);
        events.Select(e => e.Data).Cast<StatementMade>().Select(s => s.Text).ShouldBe(["one", "two"]);
        events.Select(e => e.Headers!["recordedBy"].ToString()).ShouldBe(["anna", "anna"]);
        var status = await session.LoadAsync<KeptDocument<TalksStatus>>("doha", TestContext.Current.CancellationToken);
        status!.Version.ShouldBe(2);
        status.Kept.View.ShouldBeOfType<TalksStatus>();
    }
}
