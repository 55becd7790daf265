namespace NegotiationLedger.Tests.Support;

/// <summary>Talks that are the same in each run and for ever: a number makes them, three lenses on them, and the time of a request.</summary>
internal sealed class MadeUpTalks
{
    // What chooses among more would choose anew for each kind that is added, and no answer could be compared with what it was.
    private const int Kinds = 128;
    private const int Replies = 6;

    internal MadeUpTalks(int number)
    {
        // The numbers that follow from a seed are documented to stay.
        var random = new Random(number);
        var told = Enumerable.Range(0, random.Next(6, 22)).Select(_ => Record(random)).ToList();
        History = RandomHistories.Bodies(told).Aggregate(Talks.Opened(), Take).History;
        Lenses = [Lens.Everything, RandomLenses.Some(random), RandomLenses.Some(random)];
        Request = new DateTimeOffset(2025, 7, 1, 12, 0, 0, TimeSpan.Zero).AddDays(random.Next(90));
    }

    internal History History { get; }

    internal IReadOnlyList<Lens> Lenses { get; }

    internal DateTimeOffset Request { get; }

    internal ViewChange Changes(NamedView view) => view.Difference(History.Through(Lenses[1]), History.Through(Lenses[2]), Request);

    internal IReadOnlyList<Difference> Differences(NamedView view) => view.Diff(History, Lenses[0], Lenses[1], Request);

    internal IEnumerable<ReplayFrame> Frames(NamedView view) =>
        view.Replay(History, Lenses[0], new(ReplayOrder.Occurred), Request)
            .Concat(view.Replay(History, Lenses[1] with { RecordedUntil = null }, new(ReplayOrder.Recorded), Request));

    // What cannot be recorded yet is not.
    private static Ledger Take(Ledger ledger, string body) => ledger.Decide(body).Problems.Count == 0 ? ledger.Record(body) : ledger;

    private static Told Record(Random random) =>
        new(
            random.Next(10) switch
            {
                < 6 => random.Next(Kinds),
                6 => -random.Next(Replies),
                _ => RandomHistories.Developments + random.Next(5),
            },
            random.Next(18),
            random.Next(1000),
            random.Next(1000),
            random.Next(6),
            random.Next(13),
            random.Next(1000),
            random.Next(1001)
        );
}
