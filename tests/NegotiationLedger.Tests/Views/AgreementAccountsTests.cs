using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

/// <summary>What accounts of one agreement, or of one commitment, tell of it differently stands side by side.</summary>
public sealed class AgreementAccountsTests
{
    private static readonly string[] Sources = ["gazette", "wire", "memo"];

    // Of each fact what an account may say; the first says nothing of it.
    private static readonly string[][] Facts =
    [
        ["", "'title':'The accord'", "'title':'The truce'"],
        ["", "'proposal':'plan'", "'proposal':'answer'"],
        ["", "'parties':['alpha','beta']", "'parties':['beta','gamma']", "'parties':['gamma']"],
        ["", "'scope':'whole'", "'scope':'partial'"],
        ["", "'terms':{'land':{'text':'Half'},'arms':{'text':'Few'}}", "'terms':{'land':{'text':'All'},'arms':{'text':'None'}}"],
        ["", "'until':'2025-08'", "'until':'2025-09-30'"],
    ];

    private static readonly Arbitrary<(bool HasMet, string Payload, int Asserted)[]> Told = Arb.From(
        (
            from hasMet in Gen.Elements(true, false)
            from payload in Facts.Aggregate(
                Gen.Constant("'agreement':'accord'"),
                (payload, fact) => payload.SelectMany(said => Gen.Elements(fact).Select(more => more.Length > 0 ? $"{said},{more}" : said))
            )
            from asserted in Gen.Choose(10, 20)
            select (hasMet, payload, asserted)
        ).ArrayOf(Sources.Length)
    );

    [Fact]
    public void Whatever_an_account_states_of_an_agreement_is_the_answer_or_contests_it() =>
        Laws.ForAll(
            Told,
            told =>
            {
                var talks = Recorded(told);
                var view = talks.View<Agreements>();
                var agreement = view.ById["accord"];
                foreach (var said in talks.Through().Visible)
                {
                    if (said.Data is not AgreementReached e)
                        continue;
                    if (e.Title is { } title)
                        Holds(agreement.Title, said, title);
                    if (e.Proposal is { } proposal)
                        Holds(agreement.Proposal, said, proposal);
                    foreach (var party in e.Parties ?? [])
                        Holds(agreement.PartyTo[party.Value], said, true);
                    foreach (var (issue, term) in e.Terms ?? new Dictionary<IssueId, Term>())
                        Holds(agreement.Terms[issue.Value], said, term.Text);
                    if (e.Scope is { } scope)
                        Holds(agreement.Scope, said, scope);
                    if (e.Until is { } until)
                        Holds(agreement.Until, said, new(until, until.Latest));
                }

                var parties = agreement.PartyTo.Where(p => p.Value.Value).Select(p => p.Key).ToList();
                if (parties.Count > 0)
                    agreement.Parties.ShouldBe(parties);
                return true;
            },
            rounds: 200
        );

    [Fact]
    public void Who_says_otherwise_of_the_phase_says_what_it_is_by_their_account_alone() =>
        Laws.ForAll(
            Told,
            told =>
            {
                var talks = Recorded(told);
                var phase = talks.View<TalksStatus>().Phase;
                foreach (var viewpoint in talks.Through().Visible.Where(a => a.Data is AgreementReached).Select(a => a.Viewpoint))
                {
                    var alone = talks.View<TalksStatus>(accordingTo: viewpoint.ToString()).Phase;
                    if (alone is null)
                        phase?.Contested?.Any(r => r.Viewpoint == viewpoint).ShouldBeFalse();
                    else if (alone.Value == phase!.Value)
                        phase.Viewpoints.ShouldContain(viewpoint);
                    else
                        phase.Contested!.Single(r => r.Viewpoint == viewpoint).Value.ShouldBe(alone.Value);
                }

                return true;
            },
            rounds: 200
        );

    [Fact]
    public void Two_accounts_of_one_agreement_that_differ_in_its_end_scope_and_parties_contest_each()
    {
        var view = Given(
                Reached("'scope':'partial','parties':['alpha','gamma'],'until':'2025-08'", "gazette", 10),
                Reached("'scope':'whole','parties':['alpha','beta'],'until':'2025-09-30'", "wire", 11)
            )
            .View<Agreements>();

        view.ById["accord"].Parties.ShouldBe(["alpha", "beta"]);
        view.Contested.Select(c => (c.Field, c.Value, c.Rivals.Single().Value))
            .ShouldBe([
                ("/byId/accord/partyTo/beta", "true", "false"),
                ("/byId/accord/partyTo/gamma", "false", "true"),
                ("/byId/accord/scope", "whole", "partial"),
                ("/byId/accord/until", "2025-09-30", "2025-08"),
            ]);
    }

    [Fact]
    public void By_who_calls_an_agreement_partial_the_talks_stand_as_they_stood()
    {
        string Met(string source) => Said("talks_convened", "", "2025-07-01", source: source);
        string[] told = [Met("wire"), Reached("'scope':'partial'", "wire", 10), Reached("'scope':'whole'", "gazette", 11)];

        var phase = Given(told).View<TalksStatus>().Phase!;
        (phase.Value, phase.Contested!.Single().Value, phase.Contested!.Single().Viewpoint.ToString()).ShouldBe(
            (Phase.Agreed, Phase.InSession, "publisher:The Wire")
        );
        var refused = Given([
                .. told,
                Said("agreement_rejected", "'agreement':'accord','by':'beta'", "2025-07-08", source: "wire", asserted: "2025-07-12"),
            ])
            .View<TalksStatus>();
        (refused.Phase!.Value, refused.Phase.Words.Single(w => w.Viewpoint.ToString() == "publisher:The Wire").Value).ShouldBe(
            (Phase.AgreementRefused, Phase.InSession)
        );
    }

    [Fact]
    public void By_who_calls_an_agreement_whole_its_end_ends_it_though_all_together_call_it_partial()
    {
        var phase = Given(
                Said("talks_convened", "", "2025-07-01"),
                Reached("'scope':'whole'", "wire", 10),
                Reached("'scope':'partial'", "gazette", 11),
                Said("agreement_terminated", "'agreement':'accord'", "2025-07-08", source: "wire", asserted: "2025-07-12")
            )
            .View<TalksStatus>()
            .Phase!;

        (phase.Value, phase.Contested!.Single().Value).ShouldBe((Phase.InSession, Phase.AgreementEnded));
    }

    // What comes from the proposal is its account's word of that.
    private static void Holds<T>(Field<T>? field, Assertion said, T value) =>
        (field!.Contested ?? [])
            .Where(r => r.Viewpoint == said.Viewpoint)
            .Select(r => (r.Value, r.Events))
            .Append((field.Value, field.Events))
            .ShouldContain(word => Equals(word.Item1, value) && word.Item2.Contains(said.Id));

    private static Ledger Recorded((bool HasMet, string Payload, int Asserted)[] told) =>
        Given([
            Said("counter_proposal_offered", "'proposal':'answer','inReplyTo':'plan','by':'beta'", "2025-06-02"),
            .. told.SelectMany(
                (account, i) =>
                    (string[])
                        [
                            .. account.HasMet ? [Said("talks_convened", "", "2025-07-01", source: Sources[i])] : (string[])[],
                            Said(
                                "agreement_reached",
                                account.Payload,
                                "2025-07-05",
                                source: Sources[i],
                                asserted: $"2025-07-{account.Asserted}"
                            ),
                        ]
            ),
        ]);

    private static string Reached(string payload, string source, int asserted) =>
        Said("agreement_reached", $"'agreement':'accord',{payload}", "2025-07-05", source: source, asserted: $"2025-07-{asserted}");
}
