namespace NegotiationLedger.Accounts;

/// <summary>One happening of one subject: the visible assertions of the same type, occurrence name and subject.</summary>
/// <param name="Members">Those that claim it is actual, in fold order; never empty.</param>
/// <param name="Denials">Those that deny it, in fold order; none that is itself disputed.</param>
/// <param name="Others">Those of the same type and occurrence name that tell it of another subject, in fold order: another party, another proposal.</param>
public sealed record Occurrence(IReadOnlyList<Assertion> Members, IReadOnlyList<Assertion> Denials, IReadOnlyList<Assertion> Others)
{
    /// <summary>Those that deny a happening like it and may mean this one or another, in fold order.</summary>
    public IReadOnlyList<Assertion> PerhapsDenials { get; init; } = [];

    /// <summary>The first effect of the happening, overall.</summary>
    public Assertion First => Members[0];

    /// <summary>The distinct viewpoints that assert it, in whichever words, sorted.</summary>
    public IReadOnlyList<Viewpoint> Viewpoints =>
        Members.Count == 1 ? [First.Viewpoint] : [.. Members.Select(m => m.Viewpoint).Distinct().Order()];

    /// <summary>How many distinct publishers carry it at first hand: an account that came through another outlet adds none.</summary>
    public int PublisherCount =>
        Members.Count == 1
            ? (IsAtFirstHand(First) ? 1 : 0)
            : Members.Where(IsAtFirstHand).Select(m => m.Publisher).Distinct(StringComparer.Ordinal).Count();

    /// <summary>What tells it from every other happening of its type: its name, and its subject where the name speaks of more than one.</summary>
    internal string Key => Others.Count == 0 ? First.Occurrence : $"{First.Occurrence} {First.Subject.Replace('\n', ' ')}";

    /// <summary>The assertion whose payload counts among some: the latest by (asserted on, sequence).</summary>
    public static Assertion Latest(IEnumerable<Assertion> assertions) =>
        assertions.MaxBy(a => (a.Data.Attribution.AssertedOn.Earliest, a.Entry.Sequence))!;

    /// <summary>Whether it is an assertion of which nothing else is known: no other account, and nobody who denies it.</summary>
    internal bool IsOf(Assertion assertion) =>
        Members.Count == 1 && ReferenceEquals(First, assertion) && Denials.Count == 0 && Others.Count == 0 && PerhapsDenials.Count == 0;

    /// <summary>Whether a later account of the same viewpoint takes a member's place.</summary>
    internal bool IsRevised(Assertion member) =>
        Members.Count > 1
        && Told.TryGetValue(member.Viewpoint, out var told)
        && !ReferenceEquals(told.Latest, member)
        && !told.Latest.SaysTheSameAs(member)
        && member.Subject == First.Subject;

    /// <summary>What one viewpoint asserts of it.</summary>
    /// <returns>Its first and its latest account, and all of them in fold order.</returns>
    internal (Assertion First, Assertion Latest, IReadOnlyList<Assertion> All) ToldBy(Viewpoint viewpoint) =>
        Members.Count == 1 ? (First, First, Members) : Told[viewpoint];

    // Worked out once, however many ask: a happening may have hundreds of accounts.
    private Dictionary<Viewpoint, (Assertion First, Assertion Latest, IReadOnlyList<Assertion> All)> Told =>
        field ??= Members.GroupBy(m => m.Viewpoint).ToDictionary(g => g.Key, g => (g.First(), Latest(g), (IReadOnlyList<Assertion>)[.. g]));

    /// <summary>The members that say what an assertion of it says, and that no later account of their viewpoint revises; in fold order.</summary>
    internal IReadOnlyList<Assertion> SayingThe(Assertion same) =>
        Members.Count == 1 ? Members : [.. Members.Where(m => m.SaysTheSameAs(same) && !IsRevised(m))];

    private static bool IsAtFirstHand(Assertion member) =>
        member.Publisher is not null && member.Data.Attribution.RelayedBy?.Any(r => r.Publisher is not null) != true;
}

/// <summary>One effect of an occurrence, as a view applies it.</summary>
/// <param name="Assertion">The assertion whose payload counts.</param>
/// <param name="Occurrence">The happening.</param>
/// <param name="IsOverall">Whether it takes effect for everyone's account here.</param>
/// <param name="Viewpoint">Whose own account it takes effect for here; null for none.</param>
public readonly record struct Step(Assertion Assertion, Occurrence Occurrence, bool IsOverall, Viewpoint? Viewpoint)
{
    /// <summary>The assertion at whose place in fold order it takes effect.</summary>
    public Assertion Place
    {
        get => field ?? Assertion;
        init;
    }

    /// <summary>Whether the viewpoint has since told the happening otherwise: the words are kept as what it said before, and take no effect.</summary>
    public bool IsRevised { get; init; }

    /// <summary>The payload.</summary>
    public Development Data => Assertion.Data;
}
