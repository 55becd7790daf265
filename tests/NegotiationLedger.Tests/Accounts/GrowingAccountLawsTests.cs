using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.RandomHistories;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Accounts;

/// <summary>
/// An account that grows entry by entry is that of the prefix: the same assertions in the same order with the same effects, and what it calls
/// unchanged is. Here without a view, and so over many more histories than where views are compared (FoldingLawsTests).
/// </summary>
public sealed class GrowingAccountLawsTests
{
    // What moves others: openings and their answers, homes, names that others came after.
    private static readonly int[] Moving =
    [
        .. KindsOf(
            "negotiation_opened",
            "proposal_offered",
            "proposal_accepted",
            "counter_",
            "ultimatum_",
            "military_",
            "agreement_reached"
        ),
        .. KindsOf("agreement_signed", "team_", "statement_made", "demand_"),
    ];

    private static readonly Arbitrary<(Told[] Told, Lens Lens, int Registered)> Seen = Arb.From(
        (
            from length in Gen.Choose(2, 14)
            from told in Gen.Frequency((1, Records), (3, Tangled)).ArrayOf(length)
            from lens in Gen.Frequency((1, Gen.Constant(Lens.Everything)), (2, RandomLenses.Any.Generator))
            from registered in Gen.Choose(1, 9)
            select (told, lens, registered)
        ),
        seen => Histories.Shrinker(seen.told).Select(shorter => (shorter, seen.lens, seen.registered))
    );

    // Many records about records, few happenings, denials.
    private static Gen<Told> Tangled =>
        from record in Records
        from kind in Gen.Frequency((3, Gen.Elements(Moving)), (2, Gen.Choose(Developments, Developments + 4)))
        from occurrence in Gen.Choose(0, 3)
        from after in Gen.Choose(0, 7)
        from target in Gen.Choose(0, 1000)
        select record with
        {
            Kind = kind,
            Occurrence = occurrence,
            After = after,
            Target = target,
        };

    [Fact]
    public void Entry_by_entry_it_is_the_account_of_the_prefix() =>
        Laws.ForAll(
            Seen,
            seen =>
            {
                var history = Recorded(seen.Told, seen.Registered).History;
                var lens = seen.Lens with { RecordedUntil = null };
                var growing = new AccountByRecording(lens);
                var registry = new KnownRegistry();
                List<string> before = [];
                foreach (var entry in history.Entries)
                {
                    growing.Add(entry, registry.Before(entry.Sequence, history.Registry));
                    var prefix = history.Through(lens with { RecordedUntil = new($"@{entry.Sequence}", Position: entry.Sequence) });
                    List<string> effects = [.. Effects(growing.Account)];
                    growing.Account.Zone.ShouldBe(prefix.Zone);
                    growing.Account.Visible.Select(Text).ShouldBe(prefix.Visible.Select(Text));
                    effects.SelectMany(e => e.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ShouldBe(prefix.Steps.Select(Text));
                    FrameEffects(growing.Account).ShouldBe(prefix.FrameSteps.Select(Text));
                    growing.Account.Claimed.Select(Text).ShouldBe(prefix.Claimed.Select(Text));
                    var isChanged = growing.Account.IsChanged;
                    var unchanged = growing.Account.TakeChange().Unchanged;
                    effects.Take(unchanged).ShouldBe(before.Take(unchanged));
                    (isChanged || effects.SequenceEqual(before)).ShouldBeTrue();
                    before = effects;
                }

                return true;
            },
            rounds: 250
        );

    // Roles and publishers change between the records.
    private static Ledger Recorded(Told[] told, int registered)
    {
        var ledger = Opened();
        foreach (var (body, i) in Bodies(told).Select((body, i) => (body, i)))
        {
            ledger.Record(body);
            _ = (i % registered) switch
            {
                3 => ledger.Role("envoy", Quotes($"{{'title':'Turncoat','party':'{(i % 2 == 0 ? "alpha" : "beta")}'}}")),
                5 => ledger.CorrectSource("wire", Quotes($"{{'patch':{{'publisher':'The Wire {i}'}},'reason':'renamed'}}")),
                _ => ledger,
            };
        }

        return ledger;
    }

    // At the place of each visible assertion, a line each.
    private static IEnumerable<string> Effects(GrowingAccount account) =>
        Enumerable.Range(0, account.Visible.Count).Select(i => string.Join('\n', account.StepsAt(i).Select(Text)));

    private static IEnumerable<string> FrameEffects(GrowingAccount account) =>
        Enumerable.Range(0, account.Framed.Count).SelectMany(i => account.FrameStepsAt(i).Select(Text));

    private static string Text(Assertion assertion) =>
        $"{assertion.Id} {assertion.At} {assertion.Latest} {assertion.Viewpoint} {assertion.Publisher} {assertion.Data.Occurred} {assertion.Data.Claim} "
        + $"{assertion.Occurrence} {string.Join(',', assertion.CorrectedBy)};{string.Join(',', assertion.DisputedBy)};{string.Join(',', assertion.CorroboratedBy)}";

    private static string Text(Step step) =>
        $"{Text(step.Assertion)} {step.Place.Id} {step.IsOverall} {step.Viewpoint} {step.IsRevised} {step.Occurrence.Key} "
        + string.Join(
            ' ',
            step.Occurrence.Members.Concat(step.Occurrence.Denials)
                .Concat(step.Occurrence.Others)
                .Concat(step.Occurrence.PerhapsDenials)
                .Select(a => a.Id)
        );
}
