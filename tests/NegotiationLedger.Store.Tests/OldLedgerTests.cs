using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Marten;
using NegotiationLedger.Testing;
using Npgsql;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests;

/// <summary>A ledger that 0.1.0 left, with the answers that it gave, brought forward.</summary>
public sealed class OldLedgerTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    private const long Head = 66;

    // Made while a ledger of 0.1.0 appends by its other engine: numbers that were taken and not used.
    private const string Burn = """
        select ledger_hand_over('marten');
        select setval('mt_events_sequence', 69);
        select ledger_hand_over('native')
        """;

    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private JsonNode _answers = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Ledger.AsAdmin("drop schema ledger cascade; drop schema ledger_wolverine cascade");
        await Run(Ledger.Database.OwnerConnectionString, await Fixture("ledger-0.1.0.sql.gz"));
        // As 0.1.0 had it, and as nobody has it now.
        await Ledger.AsAdmin(
            $"grant usage on schema ledger to {Ledger.WriterRole}; grant insert on ledger.mt_events to {Ledger.WriterRole}"
        );
        _answers = JsonNode.Parse(await Fixture("ledger-0.1.0.answers.json.gz"))!;
    }

    [Fact]
    public async Task It_gives_the_answers_that_it_gave()
    {
        await Apply();
        var entries = await Ledger.All();
        entries.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, (int)Head).Select(n => (long)n));
        var history = _answers["history"]!.AsArray();
        history.Count.ShouldBe(58);
        foreach (var told in history)
            AsTold(entries.Single(e => e.Id.ToString() == told!["id"]!.GetValue<string>())).ShouldBe(told!.ToJsonString());
        var views = _answers["views"]!.AsArray();
        views.Count.ShouldBe(48);
        // What it answered is what is answered, but for what is told otherwise on purpose: a figure has its unit beside its number,
        // who sat at the table when the talks left the session was there until then, and who mediated for a time did so until its end.
        foreach (var told in views)
        {
            var answered = Values(JsonNode.Parse(Fold(entries, told!))!).ToDictionary();
            foreach (var (place, value) in Values(told!["answer"]!).Where(v => !v.Key.StartsWith("/figures/", StringComparison.Ordinal)))
                answered.GetValueOrDefault(place).ShouldBeOneOf(Now(place, value), customMessage: $"{told["view"]} {told["lens"]} {place}");
        }
    }

    private static string[] Now(string place, string then) =>
        then is "\"at_table\"" ? [then, "\"was_at_table\""]
        : place.EndsWith("/mediating", StringComparison.Ordinal) ? [then, "false"]
        : [then];

    // Every value that an answer gives, by its place: in words, and not how it is known.
    private static IEnumerable<KeyValuePair<string, string>> Values(JsonNode node, string place = "") =>
        node switch
        {
            JsonObject members => members.SelectMany(m =>
                m.Key == "value" && m.Value is JsonValue value ? [new(place, value.ToJsonString())]
                : m.Value is null || m.Key == "contested" ? []
                : Values(m.Value, $"{place}/{m.Key}")
            ),
            JsonArray items => items.SelectMany((item, i) => item is null ? [] : Values(item, $"{place}/{i}")),
            _ => [],
        };

    [Fact]
    public async Task Marten_reads_its_streams_and_the_log_goes_on()
    {
        await Apply();
        await using var source = NpgsqlDataSource.Create(Ledger.Database.WriterConnectionString);
        await using var store = DocumentStore.For(options => LedgerStore.Configure(options, source, "ledger"));
        await using var session = store.QuerySession();
        var stream = await session.Events.FetchStreamAsync("doha-2025", token: Cancellation);
        var read = await Ledger.Log.ReadStream("doha-2025", 0, Cancellation);
        stream
            .Select(e => (e.Id, e.Sequence, e.Version, Bytes(e.Data)))
            .ShouldBe(read.Entries.Select(e => (e.Id.Value, e.Sequence, e.Version, Bytes(e.Data))));

        var next = await Ledger.Appended(Request("doha-2025", "It goes on.") with { ExpectedVersion = read.Version });
        next.Entries[0].Sequence.ShouldBe(Head + 1);
        (await Ledger.AsAdmin("select last_seq_id from mt_event_progression where name = 'HighWaterMark'")).ShouldBe(Head);
    }

    [Fact]
    public async Task A_key_that_it_answered_is_answered_again()
    {
        await Apply();
        var body = (byte[])(await Ledger.AsAdmin("select body_sha256 from ledger_receipts where key = 'array-1'"))!;
        var again = await Ledger.Appended(
            Request("doha-2025", "One of an array.", "Another.") with
            {
                RecordedBy = "local",
                Receipt = new("POST", "/negotiations/doha-2025/developments", "array-1", body),
            }
        );
        again.IsReplay.ShouldBeTrue();
        again.Answer.ShouldBeNull();
        again.Entries.Select(e => e.Sequence).ShouldBe([56L, 57L]);
        (await Ledger.Log.ReadHead(Cancellation)).Sequence.ShouldBe(Head);
    }

    [Fact]
    public async Task Its_burnt_numbers_are_carried_over_and_none_is_added()
    {
        await Ledger.AsAdmin(Burn);
        await Apply();
        (await Ledger.Appended(Request("doha-2025", "It goes on."))).Entries[0].Sequence.ShouldBe(70);
        (await Ledger.Appended(Request("doha-2025", "And on."))).Entries[0].Sequence.ShouldBe(71);
        (await Ledger.AsAdmin("select string_agg(first_sequence || '-' || last_sequence, ',') from ledger_burnt")).ShouldBe("67-69");
        (await Ledger.AsAdmin("select last_seq_id from mt_event_progression where name = 'HighWaterMark'")).ShouldBe(69L);
        foreach (var login in new[] { Ledger.Database.OwnerConnectionString, Ledger.Database.AdminConnectionString })
        {
            var refused = await Should.ThrowAsync<PostgresException>(() =>
                Run(login, "insert into ledger_burnt (first_sequence, last_sequence) values (90, 91)")
            );
            refused.SqlState.ShouldBe(SqlStates.AppendOnly);
        }
    }

    [Fact]
    public async Task What_is_ours_is_then_as_in_a_new_ledger()
    {
        await Apply();
        await Ledger.Database.Apply("ledger_new", Cancellation);
        var brought = await Describe("ledger");
        brought.Count.ShouldBeGreaterThan(100);
        var made = await Describe("ledger_new");
        brought.Except(made).ShouldBeEmpty("What a new ledger does not have.");
        made.Except(brought).ShouldBeEmpty("What only a new ledger has.");
    }

    [Theory]
    [InlineData("insert into ledger_schema (version) values (34)", "its version is 34")]
    [InlineData("delete from ledger_schema where version > 20", "its version is 20")]
    [InlineData("delete from ledger_schema", "not a ledger's")]
    public async Task One_that_no_release_left_is_refused_unchanged(string change, string reason)
    {
        await Ledger.AsAdmin(change);
        var before = await Describe("ledger");
        (await Should.ThrowAsync<SchemaUnknownException>(Apply)).Message.ShouldContain(reason);
        (await Describe("ledger")).Order(StringComparer.Ordinal).ShouldBe(before.Order(StringComparer.Ordinal));
    }

    private Task Apply() => Ledger.Database.Apply("ledger", Cancellation);

    private static string AsTold(Entry entry)
    {
        var told = new JsonObject
        {
            ["id"] = entry.Id.ToString(),
            ["sequence"] = entry.Sequence,
            ["version"] = entry.Version,
            ["type"] = EventNames.Of(entry.Data).Name,
            ["recordedAt"] = entry.RecordedAt.UtcDateTime.ToString(
                "yyyy-MM-ddTHH:mm:ss.ffffffZ",
                System.Globalization.CultureInfo.InvariantCulture
            ),
            ["recordedBy"] = entry.RecordedBy,
            ["data"] = JsonNode.Parse(EventFormat.Write(entry.Data).Data.Span),
            ["negotiation"] = entry.Stream,
        };
        return told.ToJsonString();
    }

    private static string Bytes(object data) => Convert.ToHexString(EventFormat.Write((LedgerEvent)data).Data.Span);

    private static string Fold(IReadOnlyList<Entry> entries, JsonNode told)
    {
        var asked = told["lens"]!
            .GetValue<string>()
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('=', 2))
            .ToLookup(p => p[0], p => p[1]);
        var (lens, problems) = Lens.Parse(
            asked["occurredUntil"].FirstOrDefault(),
            asked["assertedUntil"].FirstOrDefault(),
            asked["recordedUntil"].FirstOrDefault(),
            [.. asked["accordingTo"]],
            asked["standing"].FirstOrDefault()
        );
        problems.ShouldBeEmpty();
        var negotiation = told["negotiation"]!.GetValue<string>();
        var registry = Registry.Empty.With(entries.Where(e => StreamName.IsOfRegistration(e.Stream)));
        var account = History.Empty(new(negotiation), registry).With(entries.Where(e => e.Stream == negotiation), registry).Through(lens);
        return told["view"]!.GetValue<string>() switch
        {
            "status" => Json(View.Of<TalksStatus>(account), ViewJson.Default.TalksStatus),
            "demands" => Json(View.Of<PartyDemands>(account), ViewJson.Default.PartyDemands),
            "proposals" => Json(View.Of<ProposalBook>(account), ViewJson.Default.ProposalBook),
            _ => Json(View.Of<IssueMatrix>(account), ViewJson.Default.IssueMatrix),
        };
    }

    private static string Json<T>(T view, JsonTypeInfo<T> shape) => JsonSerializer.Serialize(view, shape);

    private async Task<IReadOnlyList<string>> Describe(string schema) => (string[])(await Ledger.AsAdmin(SchemaDescription.Of(schema)))!;

    private static async Task<string> Fixture(string name)
    {
        await using var file = typeof(OldLedgerTests).Assembly.GetManifestResourceStream(name)!;
        await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);
        return await reader.ReadToEndAsync(Cancellation);
    }
}
