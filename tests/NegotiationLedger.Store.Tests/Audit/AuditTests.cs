using System.Text.Json;
using System.Text.Json.Nodes;
using NegotiationLedger.Store.Audit;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Store.Tests.Audit;

/// <summary>A ledger with an audit index, and the words in which tests speak of both.</summary>
public abstract class AuditTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<AuditIndex> _indexes = [];

    private protected AuditIndex Index => _indexes[0];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Node();
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var index in _indexes)
            await index.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Another node's index on the same ledger.</summary>
    private protected AuditIndex Node(int pageSize = 1000)
    {
        var options = new LogOptions { ConnectionString = Ledger.Database.WriterConnectionString, PageSize = pageSize };
        _indexes.Add(new(options));
        return _indexes[^1];
    }

    private protected async Task<EventId> Recorded(string stream, LedgerEvent data, string by = "anna")
    {
        var id = TestLedger.NewId();
        await Ledger.Appended(new(stream, [new(id, data)], by));
        return id;
    }

    private protected static StatementMade Said(
        string text,
        string? speaker = null,
        string source = "wire",
        string on = "2025-07-24",
        string? party = null,
        string? quote = null
    ) =>
        new(text, party is null ? null : new PartyId(party))
        {
            Occurred = Edtf.Parse(on),
            Attribution = new(
                new(source),
                speaker is null ? Mode.Observed : Mode.Attributed,
                Edtf.Parse("2025-07-25"),
                speaker is null ? null
                    : SpeakerRef.TryParse(speaker, out var by) ? by
                    : throw new ArgumentException("No speaker.", nameof(speaker)),
                Quote: quote is null ? null : new(quote)
            ),
        };

    private protected static AssertionCorrected Correction(EventId of, string patch) =>
        new(JsonSerializer.Deserialize<JsonElement>(patch), "mistaken") { Assertion = of };

    private protected static AssertionRetracted Retraction(EventId of) => new("wrong") { Assertion = of };

    private protected static AssertionDisputed Dispute(EventId of) => new("doubtful") { Assertion = of };

    private protected async Task<Registry> RegistryAt(long position) =>
        Registry.Empty.With((await Ledger.Log.ReadRegistrations(0, default)).Where(e => e.Sequence <= position));

    /// <summary>Everything that answers, by the position that the index is brought to.</summary>
    private protected async Task<List<AuditHit>> Find(AuditQuestion question, long? position = null, AuditIndex? index = null)
    {
        index ??= Index;
        var at = position ?? (await index.CatchUp(Patience, default)).Sequence;
        return [.. (await index.Find(question, at, after: null, limit: 1000, await RegistryAt(at), default)).Hits];
    }

    private protected static IEnumerable<string> Texts(IEnumerable<AuditHit> hits) =>
        hits.Select(h => h.Record.Standing is StatementMade statement ? statement.Text : EventNames.Of(h.Record.Standing).Name);

    private protected static string Line(AuditRecord record) =>
        string.Join(
            ' ',
            record.Negotiation,
            record.Entry.Sequence,
            Sorted(JsonNode.Parse(EventFormat.Write(record.Standing).Data.Span)),
            record.Viewpoint,
            string.Join(',', record.Fates.Select(f => $"{f.Kind} {f.By.Id} {f.Stands} {f.Words}"))
        );

    // PostgreSQL keeps the members of an object in an order of its own.
    private static string Sorted(JsonNode? node) =>
        node is JsonObject members
            ? $"{{{string.Join(',', members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => m.Key + ':' + Sorted(m.Value)))}}}"
            : node?.ToJsonString() ?? "null";
}
