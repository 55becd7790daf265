using FsCheck;
using FsCheck.Fluent;

namespace NegotiationLedger.Tests.Support;

/// <summary>Every kind of lens over a random history.</summary>
public static class RandomLenses
{
    private static readonly string?[] Occurred = [null, "2025-07-03", "2025-07", "2025-07-04T12:00:00Z", "2025-06-30"];
    private static readonly string?[] Asserted = [null, "2025-07-02", "2025-07-05", "2025-07-06T00:00:00Z"];
    private static readonly string?[] Recorded = [null, "@6", "@19", "@22", "@0", "2025-08-01T00:00:14Z"];

    private static readonly string[][] According =
    [
        [],
        ["party:alpha"],
        ["party:beta", "publisher:The Gazette"],
        ["speaker:envoy"],
        ["source:wire"],
        ["publisher:The Wire", "source:memo"],
        ["speaker:official", "party:nobody"],
    ];

    public static Arbitrary<Lens> Any { get; } =
        Arb.From(
            from occurred in Gen.Elements(Occurred)
            from asserted in Gen.Elements(Asserted)
            from recorded in Gen.Elements(Recorded)
            from according in Gen.Elements(According)
            from standing in Gen.Elements(null, "undisputed")
            select Of(occurred, asserted, recorded, according, standing)
        );

    /// <summary>One of them.</summary>
    public static Lens Some(Random random)
    {
        return Of(One(Occurred), One(Asserted), One(Recorded), One(According), random.Next(4) == 0 ? "undisputed" : null);

        T One<T>(T[] values) => values[random.Next(values.Length)];
    }

    private static Lens Of(string? occurred, string? asserted, string? recorded, string[] according, string? standing)
    {
        var (lens, problems) = Lens.Parse(occurred, asserted, recorded, according, standing);
        problems.ShouldBeEmpty();
        return lens;
    }
}
