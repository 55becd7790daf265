namespace NegotiationLedger.Tests.Support;

/// <summary>
/// Talks that are the same in each run and for ever: a number makes them, three lenses on them, and the time of a request. Some are about
/// anything; the others are each about one thing, of which much is said and
/// the same by several.
/// </summary>
internal sealed class MadeUpTalks
{
    /// <summary>How many there are.</summary>
    internal const int All = Broad + 48;

    private const int Broad = 80;

    // What chooses among more would choose anew for each kind that is added, and no answer could be compared with what it was.
    private const int Developments = 128;
    private const int DevelopmentsOfOneThing = 160;
    private const int Replies = 6;

    private static readonly string[][] Things =
    [
        ["demand", "concession", "issue"],
        ["proposal", "counter", "response"],
        ["agreement", "proposal_a"],
        ["talks", "deadlock", "venue", "negotiation", "team"],
        ["military", "ceasefire", "intent"],
        ["figure", "hostages", "persons", "prisoners", "ultimatum"],
        ["commitment", "agreement_reached", "negotiation_closed", "intent"],
        ["party", "mediator", "team", "talks_c"],
    ];

    private readonly IReadOnlyList<int> _developments;

    internal MadeUpTalks(int number)
    {
        // The numbers that follow from a seed are documented to stay.
        var random = new Random(number);
        IsOfOneThing = number >= Broad;
        _developments = IsOfOneThing
            ? [.. RandomHistories.KindsOf(Things[number % Things.Length]).Where(kind => kind < DevelopmentsOfOneThing)]
            : [.. Enumerable.Range(0, Developments)];
        var told = Enumerable.Range(0, random.Next(6, 22)).Select(_ => Record(random)).ToList();
        Lenses = [Lens.Everything, RandomLenses.Some(random), RandomLenses.Some(random)];
        Request = new DateTimeOffset(2025, 7, 1, 12, 0, 0, TimeSpan.Zero).AddDays(random.Next(90));
        var ledger = Talks.Opened();
        Decisions = [.. RandomHistories.Bodies(told).Select(body => Take(ledger, body))];
        History = ledger.History;
    }

    internal bool IsOfOneThing { get; }

    /// <summary>What was decided on each record, refused ones among them.</summary>
    internal IReadOnlyList<Decision> Decisions { get; }

    internal History History { get; }

    internal IReadOnlyList<Lens> Lenses { get; }

    internal DateTimeOffset Request { get; }

    internal ViewChange Changes(NamedView view) => view.Difference(History.Through(Lenses[1]), History.Through(Lenses[2]), Request);

    internal IReadOnlyList<Difference> Differences(NamedView view) => view.Diff(History, Lenses[0], Lenses[1], Request);

    internal IEnumerable<ReplayFrame> Frames(NamedView view) =>
        view.Replay(History, Lenses[0], new(ReplayOrder.Occurred), Request)
            .Concat(view.Replay(History, Lenses[1] with { RecordedUntil = null }, new(ReplayOrder.Recorded), Request));

    /// <summary>What each record changes for whoever sees everything.</summary>
    internal IEnumerable<ReplayFrame> Steps(NamedView view) => view.Replay(History, Lenses[0], new(ReplayOrder.Recorded), Request);

    // What cannot be recorded yet is not.
    private Decision Take(Ledger ledger, string body)
    {
        var decision = ledger.Decide(Request, body);
        if (decision.Problems.Count == 0)
            ledger.Record(body);
        return decision;
    }

    private Told Record(Random random) =>
        new(
            random.Next(10) switch
            {
                < 6 => _developments[random.Next(_developments.Count)],
                6 => -random.Next(Replies),
                _ => RandomHistories.Developments + random.Next(5),
            },
            random.Next(18),
            random.Next(1000),
            random.Next(1000),
            random.Next(IsOfOneThing ? 2 * Told.OfType : Told.OfType),
            random.Next(13),
            random.Next(1000),
            random.Next(1001)
        );
}
