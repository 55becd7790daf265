using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.RandomHistories;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

/// <summary>Who sits at the table: whoever was seated, until the talks leave the session or it is over.</summary>
public sealed class TableLawsTests
{
    private static readonly int[] OfTheTable = [.. KindsOf("talks", "team", "party_left", "agreement", "deadlock", "negotiation_closed")];

    private static readonly Arbitrary<Told[]> Sessions = Arb.From(
        from length in Gen.Choose(2, 10)
        from told in (from kind in Gen.Elements(OfTheTable) from record in Records select record with { Kind = kind }).ArrayOf(length)
        select told,
        told => told.Select((_, i) => told.Where((_, j) => j != i).ToArray()).Where(shorter => shorter.Length > 0)
    );

    [Fact]
    public void Nobody_is_at_the_table_again_without_being_seated_anew() =>
        Laws.ForAll(
            Sessions,
            told =>
            {
                var account = Ledger(told).History.Through(Lens.Everything);
                var (frame, status) = (Frame.Of(account), TalksStatus.Start);
                foreach (var step in account.Steps)
                {
                    var (before, now) = (status, step.Place.At.Instant);
                    status = status.Apply(step);
                    if (AtTable(status, frame, now).Except(AtTable(before, frame, now)).Except(Seated(step.Data)).Any())
                        return false;
                }

                return true;
            },
            rounds: 300
        );

    [Fact]
    public void Whoever_sat_in_a_session_that_is_over_sits_there_no_more_whatever_the_talks_came_to() =>
        Laws.ForAll(
            Sessions,
            told =>
            {
                var account = Ledger(told).History.Through(Lens.Everything);
                var last = account.Steps.LastOrDefault(s => s.IsOverall && (IsSession(s.Data) || LeavesSession(s.Data)));
                if (last.Occurrence is null || !IsSession(last.Data) || PeriodEnd.Of(last)?.At is not { } said)
                    return true;
                var end = said < last.Place.At.Instant ? last.Place.At.Instant : said;
                var status = View.Of<TalksStatus>(account, end.AddYears(1));
                return status.Parties.Values.All(p => p.Presence is not { Value: Presence.AtTable } presence || presence.Since > end);
            },
            rounds: 300
        );

    [Theory]
    [InlineData("agreement_reached", "'scope':'whole'")]
    [InlineData("deadlock_declared", "'by':'alpha'")]
    [InlineData("talks_announced", "")]
    [InlineData("talks_resumed", "'parties':['beta']")]
    [InlineData("negotiation_closed", "")]
    public void What_comes_after_a_session_was_over_seats_nobody_again(string type, string payload)
    {
        var status = Given(Said("talks_convened", "'parties':['alpha']", "2025-07-01/2025-07-03"), Said(type, payload, "2025-07-10"))
            .View<TalksStatus>();

        var alpha = status.Parties["alpha"].Presence!;
        (alpha.Value, alpha.Since).ShouldBe((Presence.WasAtTable, Edtf.Parse("2025-07-03").Latest));
        alpha.Contested.ShouldBeNull();
        alpha.History!.ShouldHaveSingleItem().Value.ShouldBe(Presence.AtTable);
    }

    [Theory]
    [InlineData("agreement_reached", "'scope':'whole'", Phase.Agreed)]
    [InlineData("deadlock_declared", "'by':'alpha'", Phase.Deadlocked)]
    public void A_session_that_an_agreement_or_a_deadlock_falls_into_seats_its_parties_until_its_end(
        string type,
        string payload,
        Phase phase
    )
    {
        var status = Given(Said("talks_convened", "'parties':['alpha']", "2025-07-01/2025-07-05"), Said(type, payload, "2025-07-03"))
            .View<TalksStatus>();
        var end = Edtf.Parse("2025-07-05").Latest;

        (status.At(end).Phase!.Value, status.At(end).Parties["alpha"].Presence!.Value).ShouldBe((phase, Presence.AtTable));
        status.NextChangeAt(end).ShouldBe(end.AddMicroseconds(1));
        status = status.At(end.AddDays(1));
        (status.Phase!.Value, status.Parties["alpha"].Presence!.Value).ShouldBe((phase, Presence.WasAtTable));
    }

    [Fact]
    public void A_team_that_came_after_the_session_was_over_is_at_the_table()
    {
        var status = Given(
                Said("talks_convened", "'parties':['alpha','beta']", "2025-07-01/2025-07-03"),
                Said("team_dispatched", "'party':'beta'", "2025-07-08")
            )
            .View<TalksStatus>()
            .At(Edtf.Parse("2025-07-20").Latest);

        status.Parties["alpha"].Presence!.Value.ShouldBe(Presence.WasAtTable);
        status.Parties["beta"].Presence!.Value.ShouldBe(Presence.AtTable);
    }

    private static IEnumerable<string> AtTable(TalksStatus status, Frame frame, DateTimeOffset asOf) =>
        status.Finish(frame, []).At(asOf).Parties.Where(p => p.Value.Presence?.Value is Presence.AtTable).Select(p => p.Key);

    private static bool IsSession(Development data) => data is TalksConvened or TalksResumed;

    private static bool LeavesSession(Development data) => data is TalksAdjourned or TalksSuspended or TalksCollapsed or NegotiationClosed;

    private static IEnumerable<string> Seated(Development data) =>
        data switch
        {
            TalksConvened e => (e.Parties ?? []).Select(p => p.Value),
            TalksResumed e => (e.Parties ?? []).Select(p => p.Value),
            TeamDispatched e => [e.Party.Value],
            _ => [],
        };
}
