using System.Text.Json;
using NegotiationLedger.Store;

namespace NegotiationLedger.Benchmarks.Reading;

/// <summary>
/// Made-up records over ten years: negotiations of 250 records each, that go on side by side; words as frequent as words are (Zipf), in four
/// languages; of a hundred records three dispute, correct or retract others. The same for the same size.
/// </summary>
/// <param name="records">How many records of negotiations to make, roughly.</param>
internal sealed class AuditCorpus(int records)
{
    private const int PerNegotiation = 250;
    private const int AtOnce = 25;
    private const int Sources = 3000;
    private const int Speakers = 1500;
    private const int Vocabulary = 20_000;

    private static readonly string[] Languages = ["en", "en", "en", "fr", "ar", "he"];
    private static readonly string[] Principals = ["anna", "boris", "chen", "dalia", "emre"];
    private static readonly string[] Known = ["ceasefire", "hostages", "withdrawal", "border", "good", "faith", "aid", "corridor"];
    private static readonly DateOnly Begin = new(2015, 1, 1);

    private readonly Random _random = new(20250724);
    private readonly int _negotiations = records / PerNegotiation;

    /// <summary>Kinds of questions, each with a maker of addresses.</summary>
    public IReadOnlyList<(string Name, Func<string> Path)> Questions =>
        [
            ("first page of everything", () => "/assertions"),
            ("speaker", () => $"/assertions?speaker=speaker-{Skewed(Speakers)}"),
            ("source", () => $"/assertions?source=source-{Skewed(Sources)}"),
            ("party", () => $"/assertions?party={Party()}"),
            ("negotiation", () => $"/assertions?negotiation={Negotiation()}"),
            ("type", () => $"/assertions?type={(_random.Next(2) == 0 ? "demand_stated" : "proposal_rejected")}"),
            ("mode", () => $"/assertions?mode={(_random.Next(2) == 0 ? "inferred" : "on_record")}"),
            ("recorded by", () => $"/assertions?recordedBy={Principals[_random.Next(Principals.Length)]}"),
            ("fate", () => $"/assertions?fate={(_random.Next(2) == 0 ? "disputed" : "retracted")}"),
            ("a week of occurrence", () => $"/assertions?{Week()}"),
            ("a year of occurrence", () => $"/assertions?occurredFrom={Begin.Year + _random.Next(10)}&occurredTo={Begin.Year + 9}"),
            ("party and a week of occurrence", () => $"/assertions?party={Party()}&{Week()}"),
            ("speaker, type and mode", () => $"/assertions?speaker=speaker-{Skewed(Speakers)}&type=statement_made&mode=on_record"),
            ("party, disputed", () => $"/assertions?party={Party()}&fate=disputed"),
            ("text: a rare word", () => $"/assertions?text={Word(_random.Next(Vocabulary / 2, Vocabulary))}"),
            ("text: a common word", () => $"/assertions?text={Word(_random.Next(50))}"),
            ("text: two words", () => $"/assertions?text={Word(_random.Next(200))} {Word(_random.Next(2000))}"),
            ("text: words in a row", () => $"/assertions?text=\"{Word(_random.Next(100))} {Word(_random.Next(100))}\""),
            ("text: one word and not another", () => $"/assertions?text={Word(_random.Next(200, 5000))} -{Word(_random.Next(20))}"),
            ("text: one word or another", () => $"/assertions?text={Word(_random.Next(1000, 9000))} or {Word(_random.Next(1000, 9000))}"),
            ("text: a word in Arabic", () => $"/assertions?text={Foreign("ar", _random.Next(300, 3000))}"),
            ("text: a word, and a party", () => $"/assertions?text={Word(_random.Next(3000))}&party={Party()}"),
            ("text: a common word, and a speaker", () => $"/assertions?text={Word(_random.Next(50))}&speaker=speaker-{Skewed(Speakers)}"),
        ];

    /// <summary>Records everything.</summary>
    public async Task Record(LedgerLog log)
    {
        var registrations = Enumerable
            .Range(0, Sources)
            .Select(i => ($"source:source-{i}", (LedgerEvent)Source(i)))
            .Concat(Enumerable.Range(0, Speakers).Select(i => ($"speaker:speaker-{i}", (LedgerEvent)Speaker(i))));
        foreach (var some in registrations.Chunk(200))
            await Task.WhenAll(some.Select(r => Append(log, r.Item1, [new(NewId(), r.Item2)])));
        var known = new Dictionary<int, List<EventId>>();
        // Each negotiation lasts for a fortieth of the time; those of one time go on in turns.
        foreach (var together in Enumerable.Range(0, _negotiations).Chunk(Math.Max(1, _negotiations / 40)))
        {
            foreach (var n in together)
                known[n] = [];
            for (var turn = 0; turn < PerNegotiation / AtOnce; turn++)
            {
                foreach (var some in together.Chunk(40))
                    await Task.WhenAll(some.Select(n => Append(log, Name(n), Turn(n, turn, known[n]))));
            }

            foreach (var n in together)
                known.Remove(n);
        }
    }

    private List<NewEvent> Turn(int negotiation, int turn, List<EventId> known)
    {
        var events = new List<NewEvent>();
        if (turn == 0)
            events.AddRange(Frame(negotiation).Select(data => new NewEvent(NewId(), data)));
        while (events.Count < AtOnce)
        {
            LedgerEvent data = known.Count > 5 && _random.Next(100) < 3 ? About(known) : Said(negotiation, turn);
            events.Add(new(NewId(), data));
            if (data is Development)
                known.Add(events[^1].Id);
        }

        return events;
    }

    private IEnumerable<LedgerEvent> Frame(int negotiation)
    {
        var (on, who) = (Day(negotiation, 0), new Attribution(new("source-0"), Mode.Observed, Day(negotiation, 0)));
        yield return new NegotiationOpened($"Talks {negotiation}", "A border and what follows") { Occurred = on, Attribution = who };
        for (var i = 0; i < 4; i++)
        {
            var party = PartyOf(negotiation, i);
            yield return new PartyJoined(new(party), party.ToUpperInvariant(), i < 2 ? Role.Principal : Role.Mediator)
            {
                Occurred = on,
                Attribution = who,
            };
        }
    }

    private Development Said(int negotiation, int turn)
    {
        var on = Day(negotiation, turn);
        var who = Attribution(on);
        var by = new PartyId(PartyOf(negotiation, _random.Next(4)));
        return _random.Next(10) switch
        {
            0 or 1 => new DemandStated(new($"demand-{_random.Next(20)}"), by, Words(8, "en")) { Occurred = on, Attribution = who },
            2 => new ProposalRejected(new("plan"), by, Reasons: Words(6, "en")) { Occurred = on, Attribution = who },
            3 or 4 => new AccusationMade(new(PartyOf(negotiation, _random.Next(4))), Words(8, "en"), by)
            {
                Occurred = on,
                Attribution = who,
            },
            5 => new IntentDeclared(by, Words(10, "en")) { Occurred = on, Attribution = who },
            _ => new StatementMade(Words(14, "en"), by) { Occurred = on, Attribution = who },
        };
    }

    private Attribution Attribution(Edtf on)
    {
        var source = Skewed(Sources);
        var mode = _random.Next(100) switch
        {
            < 40 => Mode.OnRecord,
            < 70 => Mode.Attributed,
            < 98 => Mode.Observed,
            _ => Mode.Inferred,
        };
        SpeakerRef? speaker = mode is Mode.OnRecord or Mode.Attributed ? SpeakerRef.Of(new SpeakerId($"speaker-{Skewed(Speakers)}")) : null;
        return new(
            new($"source-{source}"),
            mode,
            on,
            speaker,
            Quote: mode is Mode.OnRecord ? new(Words(15, Languages[source % Languages.Length])) : null
        );
    }

    private Annotation About(List<EventId> known)
    {
        var target = known[_random.Next(known.Count)];
        return _random.Next(3) switch
        {
            0 => new AssertionDisputed(Words(6, "en")) { Assertion = target },
            1 => new AssertionRetracted(Words(4, "en")) { Assertion = target },
            _ => new AssertionCorrected(JsonSerializer.Deserialize<JsonElement>("""{"claim":"planned"}"""), Words(4, "en"))
            {
                Assertion = target,
            },
        };
    }

    private static SourceRegistered Source(int i) =>
        new(new($"source-{i}"), SourceKind.Article, $"Report {i}", $"Publisher {i % 200}", Language: Languages[i % Languages.Length]);

    private SpeakerRegistered Speaker(int i) =>
        new(new($"speaker-{i}"), Identity.Named, $"Speaker {i}", "Envoy", i % 3 == 0 ? null : new PartyId(PartyOf(_random.Next(), i % 4)));

    private string Words(int count, string language) =>
        string.Join(' ', Enumerable.Range(0, count).Select(_ => language == "en" ? Word(Zipf()) : Foreign(language, Zipf())));

    private static string Word(int n) => n < Known.Length ? Known[n] : "w" + Syllables(n, "aeiou", "bdfgklmnprstvz");

    private static string Foreign(string language, int n) =>
        language switch
        {
            "ar" => Syllables(n, "اوي", "بتجدرسعفقكلمنه"),
            "he" => Syllables(n, "אוי", "בגדזטכלמנספקרשת"),
            _ => Syllables(n, "éàèiou", "bcdfglmnprstv"),
        };

    private static string Syllables(int n, string vowels, string consonants)
    {
        var word = "";
        for (var rest = n + 7; rest > 0; rest /= vowels.Length * consonants.Length)
            word += $"{consonants[rest % consonants.Length]}{vowels[rest / consonants.Length % vowels.Length]}";
        return word + consonants[n % consonants.Length];
    }

    // Roughly: the n-th word is as frequent as 1/n.
    private int Zipf() => (int)Math.Min(Vocabulary - 1, Math.Exp(_random.NextDouble() * Math.Log(Vocabulary)) - 1);

    private int Skewed(int count) => (int)(count * Math.Pow(_random.NextDouble(), 2));

    private string Week()
    {
        var day = Begin.AddDays(_random.Next(3600));
        return $"occurredFrom={day:yyyy-MM-dd}&occurredTo={day.AddDays(6):yyyy-MM-dd}";
    }

    private string Party() => PartyOf(_random.Next(), _random.Next(4));

    private string Negotiation() => Name(_random.Next(_negotiations));

    private static string Name(int negotiation) => $"talks-{negotiation}";

    // Two hundred parties, some of them at many tables.
    private static string PartyOf(int negotiation, int place) =>
        $"party-{(uint)(negotiation * 31 + place * 7) % (place == 0 ? 12u : 200u)}";

    private Edtf Day(int negotiation, int turn)
    {
        var day = Begin.AddDays((int)(3600L * negotiation / _negotiations) + turn * 3 + _random.Next(3));
        return Edtf.Day(day.Year, day.Month, day.Day);
    }

    private static async Task Append(LedgerLog log, string stream, IReadOnlyList<NewEvent> events)
    {
        var by = Principals[stream.Sum(c => c) % Principals.Length];
        if (await log.Append(new(stream, events, by), CancellationToken.None) is not AppendOutcome.Appended { IsReplay: false })
            throw new InvalidOperationException("An append was refused.");
    }

    private static EventId NewId() => new(Guid.CreateVersion7());
}
