using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.RandomHistories;

namespace NegotiationLedger.Tests.Accounts;

/// <summary>Nobody's word is put into another's mouth, and nothing vanishes.</summary>
public sealed class AccountsLawsTests
{
    private static readonly Arbitrary<(Told[] Told, Lens Lens)> Seen = Arb.From(
        from told in Histories.Generator
        from lens in RandomLenses.Any.Generator
        select (told, lens)
    );

    [Fact]
    public void Whoever_is_named_beside_a_happening_said_just_that_of_it() =>
        ForAllSeen(
            (account, frame) =>
                View.Of<Timeline>(account)
                    .Items.All(item =>
                    {
                        var accounts = account.Visible.Where(a => item.Events.Contains(a.Id)).ToList();
                        return item.Viewpoints.All(v =>
                                accounts.Any(a =>
                                    a.Viewpoint == v && a.Data.Headline(frame) == item.What && a.Data.Occurred.Equals(item.Occurred)
                                )
                            )
                            && (item.Accounts ?? []).All(told =>
                                account.Visible.Single(a => a.Id == told.Event) is var a
                                && (a.Viewpoint, a.Data.Headline(frame), a.Data.Occurred) == (told.Viewpoint, told.What, told.Occurred)
                            );
                    })
        );

    [Fact]
    public void Whoever_is_named_beside_a_value_said_that_value() =>
        ForAllSeen(
            (account, _) =>
            {
                var said = account.Visible.ToDictionary(a => a.Id);
                return View.Of<TalksStatus>(account)
                    .Parties.Values.Select(p => p.Presence)
                    .OfType<Field<Presence>>()
                    .All(field =>
                        Says(field.Value, field.Viewpoints, field.Events)
                        && (field.Contested ?? [])
                            .Where(r => r.Kind is RivalKind.Value or RivalKind.Date)
                            .All(r => Says(r.Value, [r.Viewpoint], r.Events))
                        && (field.History ?? []).All(w => Says(w.Value, [w.Viewpoint], w.Events))
                    );

                bool Says(Presence presence, IEnumerable<Viewpoint> viewpoints, IReadOnlyList<EventId> events) =>
                    events.All(e => viewpoints.Contains(said[e].Viewpoint) && IsSaidBy(said[e].Data, presence))
                    && viewpoints.All(v => events.Any(e => said[e].Viewpoint == v));
            }
        );

    [Fact]
    public void Every_assertion_that_a_lens_lets_through_is_on_its_timeline_as_an_item_or_an_account() =>
        ForAllSeen(
            (account, _) =>
            {
                var timeline = View.Of<Timeline>(account);
                var shown = timeline
                    .Items.SelectMany(i => i.Accounts is { } accounts ? accounts.Select(a => a.Event) : i.Events)
                    .ToHashSet();
                return account.Visible.All(a => shown.Contains(a.Id));
            }
        );

    [Fact]
    public void Every_assertion_that_bears_on_a_view_is_in_it() =>
        ForAllSeen(
            (account, _) =>
            {
                var status = Answers.Of<TalksStatus>(account);
                var demands = Answers.Of<PartyDemands>(account);
                var book = Answers.Of<ProposalBook>(account);
                var agreements = Answers.Of<Agreements>(account);
                return account
                    .Visible.Where(a => a.Data.Claim is NegotiationLedger.Vocabulary.Claim.Actual)
                    .All(a =>
                        (
                            ViewOf(a.Data) switch
                            {
                                "status" => status,
                                "demands" => demands,
                                "proposals" => book,
                                "agreements" => agreements,
                                _ => null,
                            }
                        )?.Contains(a.Id.ToString(), StringComparison.Ordinal)
                            is not false
                    );
            }
        );

    private static string ViewOf(NegotiationLedger.Vocabulary.Development data) =>
        data switch
        {
            TalksConvened or TalksAdjourned or TalksSuspended or TalksResumed or TalksCollapsed or DeadlockDeclared => "status",
            TeamDispatched or TeamRecalled or PartyLeft or MediatorEngaged or MediatorWithdrawn or VenueChanged => "status",
            IntentDeclared or MilitaryOperationsBegun or MilitaryOperationsHalted or CeasefireBegan => "status",
            UltimatumIssued or UltimatumEnded or FigureReported or PersonsReleased or HostagesTaken or NegotiationClosed => "status",
            AgreementReached or AgreementSigned or AgreementRatified or AgreementRejected or AgreementBreached or CommitmentMade =>
                "agreements",
            DemandStated or DemandRevised or DemandMet or DemandDropped => "demands",
            ProposalOffered or ProposalAmended or CounterProposalOffered or ProposalAccepted or ProposalRejected => "proposals",
            ResponseSubmitted or ResponseCharacterized or ProposalWithdrawn or ProposalExpired => "proposals",
            _ => "",
        };

    private static bool IsSaidBy(NegotiationLedger.Vocabulary.Development data, Presence presence) =>
        data switch
        {
            TeamDispatched => presence is Presence.AtTable,
            // Who says until when they sit says as well that they sat there until then.
            TalksConvened or TalksResumed => presence is Presence.AtTable or Presence.WasAtTable,
            TalksAdjourned or TalksSuspended or TalksCollapsed or NegotiationClosed => presence is Presence.WasAtTable,
            TeamRecalled => presence is Presence.Recalled,
            PartyLeft => presence is Presence.Left,
            _ => false,
        };

    private static void ForAllSeen(Func<Account, Frame, bool> law) =>
        Laws.ForAll(
            Seen,
            seen =>
            {
                var account = Ledger(seen.Told).History.Through(seen.Lens);
                return law(account, Frame.Of(account));
            },
            rounds: 150
        );
}
