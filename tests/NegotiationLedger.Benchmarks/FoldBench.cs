using System.Diagnostics;

namespace NegotiationLedger.Benchmarks;

/// <summary>Folding from memory: what a view costs for an entry, and what a whole answer costs a node that holds the entries.</summary>
internal static class FoldBench
{
    private static readonly string[] Parties = ["red", "blue", "green", "mediator"];

    public static void Run()
    {
        foreach (var count in new[] { 100, 10_000, 100_000 })
        {
            var history = History
                .Empty(new("bench"), Registry.Empty)
                .With(Enumerable.Range(1, count).Select(n => EntryOf(n)).ToList(), Registry.Empty);
            Console.WriteLine($"{count:N0} entries of one negotiation; medians of 5 rounds");
            Print("resolve, order, filter", count, () => history.Through(Lens.Everything));
            var account = history.Through(Lens.Everything);
            Print("fold status", count, () => View.Of<TalksStatus>(account));
            Print("fold demands", count, () => View.Of<PartyDemands>(account));
            Print("fold proposals", count, () => View.Of<ProposalBook>(account));
            Print("fold matrix", count, () => View.Of<IssueMatrix>(account));
            Print("fold timeline", count, () => View.Of<Timeline>(account));
            Console.WriteLine();
        }
    }

    private static void Print(string work, int count, Func<object> run)
    {
        // Until the runtime has compiled what is hot for good.
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1); )
            run();
        var rounds = Enumerable.Range(0, 5).Select(_ => Time(run)).Order().ToList();
        Console.WriteLine($"  {work, -24} {rounds[2].TotalMilliseconds, 10:N2} ms {count / rounds[2].TotalSeconds, 14:N0} entries/s");
    }

    private static TimeSpan Time(Func<object> run)
    {
        var start = Stopwatch.GetTimestamp();
        GC.KeepAlive(run());
        return Stopwatch.GetElapsedTime(start);
    }

    // A mix as it occurs: mostly statements and positions, some offers and answers, now and then the talks themselves.
    /// <summary>An entry that tells of so many days before its turn.</summary>
    internal static Entry EntryOf(int n, int late = 0)
    {
        var day = new DateOnly(2020, 1, 1).AddDays(n / 20 - late);
        var on = Edtf.Day(day.Year, day.Month, day.Day);
        var by = new PartyId(Parties[n % Parties.Length]);
        var who = new Attribution(new("wire"), Mode.Attributed, on, SpeakerRef.Of(by));
        var proposal = new ProposalId($"proposal-{n / 500}");
        LedgerEvent data = (n % 20) switch
        {
            0 => new TalksConvened(n / 20, "Doha") { Occurred = on, Attribution = who },
            1 => new TalksAdjourned() { Occurred = on, Attribution = who },
            2 or 3 => new DemandStated(new($"demand-{n % 50}"), by, "A demand in a sentence.", new IssueId($"issue-{n % 8}"))
            {
                Occurred = on,
                Attribution = who,
            },
            4 => new ProposalOffered(proposal, By: by, Terms: new Dictionary<IssueId, Term> { [new("issue-1")] = new("A term.") })
            {
                Occurred = on,
                Attribution = who,
            },
            5 or 6 => new ProposalRejected(proposal, by) { Occurred = on, Attribution = who },
            7 => new ProposalAccepted(proposal, by) { Occurred = on, Attribution = who },
            8 => new FigureReported("hostages", n % 100) { Occurred = on, Attribution = who },
            9 => new MilitaryOperationsBegun(by) { Occurred = on, Attribution = who },
            10 => new IntentDeclared(by, "Will consider alternatives.") { Occurred = on, Attribution = who },
            11 or 12 => new AccusationMade(new("red"), "Bad faith.", by) { Occurred = on, Attribution = who },
            _ => new StatementMade("A statement in a sentence.", by) { Occurred = on, Attribution = who },
        };
        return new(new(Guid.CreateVersion7()), n, "bench", n, DateTimeOffset.UnixEpoch.AddSeconds(n), "bench", data);
    }
}
