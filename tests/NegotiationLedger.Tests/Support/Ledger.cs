using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Tests.Support;

/// <summary>A ledger in memory: it decides as the real one does and numbers entries as the log does.</summary>
public sealed class Ledger
{
    private readonly Dictionary<SourceId, string> _texts = [];
    private Registry _registry = Registry.Empty;
    private History _history;
    private long _sequence;
    private long _ids;
    private DateTimeOffset _clock = new(2025, 8, 1, 0, 0, 0, TimeSpan.Zero);

    public Ledger(string negotiation = "talks") => _history = History.Empty(new(negotiation), Registry.Empty);

    public History History => _history;

    /// <summary>A ledger that holds the same and goes its own way.</summary>
    public Ledger Copy()
    {
        var copy = new Ledger
        {
            _registry = _registry,
            _history = _history,
            _sequence = _sequence,
            _ids = _ids,
            _clock = _clock,
        };
        foreach (var (source, text) in _texts)
            copy._texts[source] = text;
        return copy;
    }

    /// <summary>The position after everything recorded so far: <c>@n</c>.</summary>
    public string Position => $"@{_sequence}";

    public Ledger Source(string body)
    {
        var decision = Register.Source(Json(body));
        decision.Problems.ShouldBeEmpty();
        var source = (SourceRegistered)decision.Data!;
        if (decision.Text is not null)
            _texts[source.Source] = decision.Text;
        return Registered(source, StreamName.Of(source.Source));
    }

    public Ledger Speaker(string body)
    {
        var decision = Register.Speaker(Json(body));
        decision.Problems.ShouldBeEmpty();
        return Registered(decision.Data!, StreamName.Of(((SpeakerRegistered)decision.Data!).Speaker));
    }

    public Ledger Role(string speaker, string body)
    {
        var decision = Register.Role(new(speaker), Json(body));
        decision.Problems.ShouldBeEmpty();
        return Registered(decision.Data!, StreamName.Of(new SpeakerId(speaker)));
    }

    public Ledger CorrectSource(string source, string body)
    {
        var decision = Register.Correction(_registry.Sources[new(source)], Json(body));
        decision.Problems.ShouldBeEmpty();
        return Registered(decision.Data!, StreamName.Of(new SourceId(source)));
    }

    public Ledger Open(string body)
    {
        var (_, drafts, problems) = OpenNegotiation.Read(Json(body), NextId);
        problems.ShouldBeEmpty();
        return Append(Decide(drafts));
    }

    /// <summary>Records bodies; a body without an id gets one.</summary>
    public Ledger Record(params IEnumerable<string> bodies) => Append(Decide([.. bodies.Select(b => Draft(Json(b)))]));

    public Ledger Record(out EventId id, string body)
    {
        Record(body);
        id = _history.Entries[^1].Id;
        return this;
    }

    public Decision Decide(params IEnumerable<string> bodies) =>
        new RecordDevelopments(_history, _texts).Decide([.. bodies.Select(b => Draft(Json(b)))]);

    /// <summary>Decides on a body that is sent at a time, after which it may say that something is to happen.</summary>
    public Decision Decide(DateTimeOffset now, string body) => new RecordDevelopments(_history, _texts, now).Decide([Draft(Json(body))]);

    /// <summary>Decides on bodies sent as one array, so that pointers begin with the place of the body in it.</summary>
    public Decision DecideArray(params IReadOnlyList<string> bodies) =>
        Decide([.. bodies.Select((body, i) => Draft(Json(body)) with { Pointer = $"/{i}" })]);

    public T View<T>(
        string? occurredUntil = null,
        string? assertedUntil = null,
        string? recordedUntil = null,
        string? accordingTo = null,
        string? standing = null
    )
        where T : IView<T> =>
        NegotiationLedger.Views.View.Of<T>(Through(occurredUntil, assertedUntil, recordedUntil, accordingTo, standing));

    public Account Through(
        string? occurredUntil = null,
        string? assertedUntil = null,
        string? recordedUntil = null,
        string? accordingTo = null,
        string? standing = null
    )
    {
        var (lens, problems) = Lens.Parse(
            occurredUntil,
            assertedUntil,
            recordedUntil,
            accordingTo is null ? [] : accordingTo.Split(','),
            standing
        );
        problems.ShouldBeEmpty();
        return _history.Through(lens);
    }

    public static JsonElement Json(string body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }

    private Decision Decide(IReadOnlyList<Draft> drafts) => new RecordDevelopments(_history, _texts).Decide(drafts);

    private Draft Draft(JsonElement body) =>
        new(body.TryGetProperty("id", out var id) && EventId.TryParse(id.GetString(), out var given) ? given : NextId(), body);

    private Ledger Append(Decision decision)
    {
        decision.Problems.ShouldBeEmpty();
        _clock += TimeSpan.FromSeconds(1);
        var entries = decision
            .Records.Select(
                (r, i) =>
                    new Entry(
                        r.Id,
                        _sequence + i + 1,
                        _history.Negotiation.Value,
                        _history.Version + i + 1,
                        _clock,
                        "tester",
                        Reread(r.Data)
                    )
            )
            .ToImmutableList();
        _sequence += entries.Count;
        _history = _history.With(entries, _registry);
        return this;
    }

    private Ledger Registered(Registration data, string stream)
    {
        _clock += TimeSpan.FromSeconds(1);
        _registry = _registry.With([new Entry(NextId(), ++_sequence, stream, 1, _clock, "tester", Reread(data))]);
        _history = _history.With([], _registry);
        return this;
    }

    // As a log would give it back.
    private static T Reread<T>(T data)
        where T : LedgerEvent => (T)EventFormat.Read(EventFormat.Write(data));

    // Its own ids, so that two ledgers told the same hold the same.
    private EventId NextId() => new(Guid.Parse($"01980000-0000-7000-9000-{++_ids:x12}"));
}

/// <summary>The Doha talks as the seed holds them.</summary>
public static class Doha
{
    public static Ledger Ledger() => Seed.Ledger("doha-2025");
}

/// <summary>A negotiation as a seed holds it.</summary>
public static class Seed
{
    public static Ledger Ledger(string seed)
    {
        var ledger = new Ledger(seed);
        foreach (var source in Read(seed, "sources.json").AsArray())
            ledger.Source(source!.ToJsonString());
        foreach (var speaker in Read(seed, "speakers.json").AsArray())
            ledger.Speaker(speaker!.ToJsonString());
        return ledger
            .Open(Read(seed, "negotiation.json").ToJsonString())
            .Record(Read(seed, "developments.json").AsArray().Select(d => d!.ToJsonString()));
    }

    private static JsonNode Read(string seed, string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seeds", seed, file)))!;
}
