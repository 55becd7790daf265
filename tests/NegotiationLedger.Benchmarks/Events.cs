using NegotiationLedger.Store;

namespace NegotiationLedger.Benchmarks;

/// <summary>The records that are made up for measuring.</summary>
internal static class Events
{
    private static readonly string[] Parties = ["red", "blue", "green", "mediator"];

    /// <summary>What a quotation, a claim and an attribution come to: about 600 bytes of JSON.</summary>
    public static NewEvent Statement() =>
        new(
            new(Guid.CreateVersion7()),
            new StatementMade(new string('s', 300), new PartyId("united-states"))
            {
                Occurred = Edtf.Parse("2025-07-24"),
                Attribution = new(
                    new SourceId("reuters-2025-07-24"),
                    Mode.OnRecord,
                    Edtf.Parse("2025-07-24"),
                    Quote: new("We will now consider alternative options", "he wrote: ", " to bring the hostages home")
                ),
            }
        );

    /// <summary>Entries of a mix as it occurs, as new records.</summary>
    public static IReadOnlyList<NewEvent> Mixed(int from, int count) =>
        [.. Enumerable.Range(from, count).Select(n => EntryOf(n)).Select(e => new NewEvent(e.Id, e.Data))];

    /// <summary>An entry that tells of so many days before its turn.</summary>
    // A mix as it occurs: mostly statements and positions, some offers and answers, now and then the talks themselves.
    public static Entry EntryOf(int n, int late = 0)
    {
        var day = new DateOnly(2020, 1, 1).AddDays(n / 20 - late);
        var on = Edtf.Day(day.Year, day.Month, day.Day);
        var by = new PartyId(Parties[n % Parties.Length]);
        var who = new Attribution(new("wire"), Mode.Attributed, on, SpeakerRef.Of(by));
        var proposal = new ProposalId($"proposal-{n / 500}");
        LedgerEvent data = (n % 20) switch
        {
            0 => new TalksConvened(Round.Of(n / 20), "Doha") { Occurred = on, Attribution = who },
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
