using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

public sealed class ChangeWordsTests
{
    [Theory]
    [MemberData(nameof(DevelopmentSentences.All), MemberType = typeof(DevelopmentSentences))]
    public void A_development_is_told_in_sentences(string type, string payload, string[] sentences)
    {
        var ledger = Opened();
        var before = ledger.Through();

        ledger.Record(Said(type, payload));

        All(before, ledger.Through()).ShouldBe(sentences);
    }

    [Fact]
    public void Every_type_of_development_is_among_them() =>
        EventNames
            .All.Where(n => n.Type.IsSubclassOf(typeof(Development)))
            .Select(n => n.Name)
            .ShouldBe(DevelopmentSentences.All.Select(row => row.Data.Item1), ignoreOrder: true);

    [Fact]
    public void An_answer_given_again_is_counted_and_one_taken_back_is_counted_down()
    {
        var ledger = Given(Said("proposal_rejected", "'proposal':'plan','by':'beta'", on: "2025-07-01"));
        var once = ledger.Through();
        ledger.Record(Said("proposal_rejected", "'proposal':'plan','by':'beta'", on: "2025-07-02", id: Id(2)));
        var twice = ledger.Through();
        ledger.Record(Retracted(Id(2)));

        Status(once, twice).ShouldBe(["Beta: plan rejected, second time"]);
        Status(twice, ledger.Through()).ShouldBe(["Beta: plan rejected once, no longer twice"]);
    }

    [Fact]
    public void A_demand_stated_again_is_counted_and_one_taken_back_is_counted_down()
    {
        var ledger = Opened();
        var never = ledger.Through();
        var once = ledger.Record(Demanded("2025-07-01")).Through();
        var twice = ledger.Record(Demanded("2025-07-02", Id(2))).Through();
        var thrice = ledger.Record(Demanded("2025-07-03", Id(3))).Through();

        Words<PartyDemands>(once, twice)
            .ShouldBe(["Alpha's demand border: A border, now dated 2025-07-02", "Alpha's demand border stated again, second time"]);
        Words<PartyDemands>(never, thrice).ShouldBe(["Alpha demands: A border"]);
        Words<PartyDemands>(thrice, never).ShouldBe(["No longer on record: Alpha's demand border (A border)"]);
        Words<PartyDemands>(thrice, ledger.Record(Retracted(Id(3))).Through())
            .ShouldBe(["Alpha's demand border: A border, now dated 2025-07-02", "Alpha's demand border: stated twice, no longer 3 times"]);
        Words<PartyDemands>(twice, ledger.Record(Retracted(Id(2))).Through())
            .ShouldBe(["Alpha's demand border: A border, now dated 2025-07-01", "Alpha's demand border: stated once, no longer twice"]);

        static string Demanded(string on, EventId? id = null) =>
            Said("demand_stated", "'demand':'border','party':'alpha','text':'A border'", on, id: id);
    }

    [Fact]
    public void A_changed_mind_counts_from_its_first_time()
    {
        var ledger = Given(Said("proposal_rejected", "'proposal':'plan','by':'beta'", on: "2025-07-01"));
        var before = ledger.Through();

        ledger.Record(Said("proposal_accepted", "'proposal':'plan','by':'beta','extent':'conditional'", on: "2025-07-02"));

        Status(before, ledger.Through())
            .ShouldBe(["plan: conditionally accepted, no longer on the table", "Beta: plan accepted on conditions"]);
    }

    [Fact]
    public void Who_says_otherwise_and_who_denies_is_told()
    {
        var ledger = Given(Said("talks_adjourned", on: "2025-07-10/2025-07-20", by: "party:beta"));
        var before = ledger.Through();
        ledger.Record(Said("talks_collapsed", on: "2025-07-12", occurrence: "collapse"));
        var contested = ledger.Through();
        ledger.Record(Said("talks_collapsed", on: "2025-07-12", by: "party:alpha", occurrence: "collapse", claim: "denied"));

        Status(before, contested).ShouldBe(["The talks: collapsed, no longer adjourned", "The talks: Beta says otherwise: adjourned"]);
        Status(contested, ledger.Through()).ShouldBe(["The talks: Alpha denies it"]);
        Status(ledger.Through(), contested).ShouldBe(["The talks: Alpha no longer says otherwise"]);
    }

    [Fact]
    public void What_a_retraction_takes_away_is_no_longer_on_record()
    {
        var ledger = Given(
            Said("team_recalled", "'party':'beta'", id: Id(1)),
            Said("figure_reported", "'subject':'hostages held','value':50,'unit':'persons'", id: Id(2)),
            Said("demand_stated", "'demand':'border','party':'alpha','text':'A border'", id: Id(3))
        );
        var before = ledger.Through();

        ledger.Record(Retracted(Id(1))).Record(Retracted(Id(2))).Record(Retracted(Id(3)));

        All(before, ledger.Through())
            .ShouldBe([
                "Beta: no longer on record: team recalled",
                "Hostages held: no longer on record: 50 persons",
                "No longer on record: Alpha's demand border (A border)",
                "No longer on record: Beta recalls its team",
                "No longer on record: Hostages held: 50 persons",
                "No longer on record: Alpha demands: A border",
            ]);
    }

    [Fact]
    public void A_correction_tells_what_it_changed()
    {
        var ledger = Given(Said("venue_changed", "'venue':'Geneva'", on: "2025-07-10", id: Id(1)));
        var before = ledger.Through();
        ledger.Record(Corrected(Id(1), "'venue':'Genoa'"));
        var corrected = ledger.Through();
        ledger.Record(Corrected(Id(1), "'occurred':'2025-07-11'"));

        All(before, corrected).ShouldBe(["Venue: Genoa, no longer Geneva", "Talks moved to Genoa, no longer: Talks moved to Geneva"]);
        All(corrected, ledger.Through())
            .ShouldBe(["Venue: Genoa, now dated 2025-07-11", "Talks moved to Genoa: now dated 2025-07-11, no longer 2025-07-10"]);
    }

    [Fact]
    public void A_claim_that_is_not_actual_is_told_as_what_it_is()
    {
        var before = Opened().Through();

        All(before, Opened().Record(Said("military_operations_begun", "'party':'alpha'", claim: "planned")).Through())
            .ShouldBe(["Planned: Alpha begins military operations, 2025-07-10 (The Gazette)"]);
    }

    [Fact]
    public void A_disputed_happening_is_told_as_disputed()
    {
        var ledger = Given(Said("team_recalled", "'party':'beta'", id: Id(1)));
        var before = ledger.Through();

        All(before, ledger.Record(Disputed(Id(1))).Through()).ShouldBe(["Beta recalls its team: disputed"]);
    }

    [Fact]
    public void A_late_report_in_the_middle_of_the_timeline_is_told_alone()
    {
        var ledger = Given(
            Said("statement_made", "'text':'First'", on: "2025-07-01"),
            Said("statement_made", "'text':'Third'", on: "2025-07-03")
        );
        var before = ledger.Through();

        All(before, ledger.Record(Said("statement_made", "'text':'Second'", on: "2025-07-02")).Through())
            .ShouldBe(["Second, 2025-07-02 (The Gazette)"]);
    }

    [Fact]
    public void What_a_corrected_date_moves_is_told_with_its_date_and_what_it_passes_is_not_told() =>
        Laws.ForAll(
            Arb.From(
                from told in RandomHistories.Histories.Generator
                from target in Gen.Choose(0, 11)
                from day in Gen.Choose(1, 8)
                select (told, target, day)
            ),
            seen =>
            {
                var ledger = RandomHistories.Ledger(seen.told);
                var target = Id(seen.target % seen.told.Length);
                if (ledger.History.Entries.Single(e => e.Id == target).Data is not Development)
                    return true;
                var before = View.Of<Timeline>(ledger.Through());
                var after = View.Of<Timeline>(ledger.Record(Corrected(target, $"'occurred':'2025-07-0{seen.day}'")).Through());
                return ChangeWords
                    .ByField(ViewDifference.Of(before, after), before, after)
                    .Where(f => f.Field.Rule.Segments[0] == "items")
                    .All(f =>
                        f.Field is { Before: { } was, After: { } now } && Telling.Text(was, "occurrence") == Telling.Text(now, "occurrence")
                    );
            },
            rounds: 150
        );

    [Fact]
    public void A_happening_that_is_dated_past_others_is_told_alone()
    {
        var ledger = Given(
            Said("statement_made", "'text':'First'", on: "2025-07-01", id: Id(1)),
            Said("statement_made", "'text':'Second'", on: "2025-07-02"),
            Said("statement_made", "'text':'Third'", on: "2025-07-03")
        );
        var before = ledger.Through();

        All(before, ledger.Record(Corrected(Id(1), "'occurred':'2025-07-05'")).Through())
            .ShouldBe(["First: now dated 2025-07-05, no longer 2025-07-01"]);
    }

    [Fact]
    public void What_a_correction_turns_into_a_denial_or_a_plan_is_told_as_changed()
    {
        var ledger = Given(
            Said("statement_made", "'text':'First'", on: "2025-07-01", id: Id(1)),
            Said("statement_made", "'text':'Second'", on: "2025-07-02")
        );
        var before = ledger.Through();

        All(before, ledger.Record(Corrected(Id(1), "'claim':'denied','occurred':'2025-07-03'")).Through())
            .ShouldBe(["Denied: First, no longer: First", "Denied: First: now dated 2025-07-03, no longer 2025-07-01"]);
    }

    [Fact]
    public void A_role_or_a_publisher_that_changes_makes_it_another_account_and_nobody_says_more()
    {
        var ledger = Given(Said("team_recalled", "'party':'beta'", by: "envoy"), Said("intent_declared", "'by':'beta','text':'To leave'"));
        var before = ledger.Through();
        var role = ledger.Role("envoy", Quotes("{'title':'Turncoat','party':'beta'}")).Through();
        var renamed = ledger
            .CorrectSource("gazette", Quotes("{'patch':{'publisher':'The Gazette and Post'},'reason':'renamed'}"))
            .Through();

        All(before, role)
            .ShouldBe([
                "Beta: team recalled, now the account of Beta, no longer of Alpha",
                "Beta recalls its team: now the account of Beta, no longer of Alpha",
            ]);
        Words<TalksStatus>(role, renamed)
            .ShouldContain("Beta intends: To leave, now the account of The Gazette and Post, no longer of The Gazette");
    }

    [Fact]
    public void What_is_corrected_of_a_proposal_is_told_with_what_it_was()
    {
        var ledger = Given(
            Said(
                "proposal_offered",
                "'proposal':'bridge','title':'Bridge','by':'gamma','drafter':'delta','to':['beta']",
                on: "2025-07-01",
                id: Id(1)
            )
        );
        var before = ledger.Through();
        var after = ledger.Record(Corrected(Id(1), "'title':'The bridge','by':'alpha','drafter':'gamma'")).Through();

        Words<ProposalBook>(before, after)
            .ShouldBe([
                "“The bridge”, title: The bridge, no longer Bridge",
                "“The bridge”, offered by: Alpha, no longer Gamma",
                "“The bridge”, drafted by: Gamma, no longer Delta",
            ]);
        Words<ProposalBook>(after, before)
            .ShouldBe([
                "“Bridge”, title: Bridge, no longer The bridge",
                "“Bridge”, offered by: Gamma, no longer Alpha",
                "“Bridge”, drafted by: Delta, no longer Gamma",
            ]);
    }

    [Fact]
    public void A_counter_that_is_not_on_record_any_more_no_longer_answers_and_whose_move_it_is_is_told()
    {
        var ledger = Given();
        var offered = ledger.Through();
        var answered = ledger.Record(Said("proposal_accepted", "'proposal':'plan','by':'beta'", on: "2025-07-01", id: Id(1))).Through();
        var countered = ledger
            .Record(Said("counter_proposal_offered", "'proposal':'second','inReplyTo':'plan','by':'beta'", on: "2025-07-02", id: Id(2)))
            .Through();
        var withdrawn = ledger.Record(Retracted(Id(2))).Through();

        Words<ProposalBook>(offered, answered)
            .ShouldBe([
                "plan: accepted, no longer on the table",
                "plan, Arms: agreed by all who are to answer",
                "plan, Land: agreed by all who are to answer",
                "Beta: plan accepted",
            ]);
        Words<ProposalBook>(answered, offered)
            .ShouldBe([
                "plan: on the table, no longer accepted",
                "plan, Arms: no longer agreed",
                "plan, Land: no longer agreed",
                "Beta: answer to plan no longer on record (accepted)",
            ]);
        Words<ProposalBook>(answered, countered)
            .ShouldBe([
                "On the table: second, offered by Beta, in reply to plan",
                "plan: superseded, no longer accepted",
                "Beta: plan answered by another proposal",
                "plan: answered by second",
            ]);
        Words<ProposalBook>(countered, withdrawn)
            .ShouldBe([
                "No longer on the table: second",
                "plan: accepted, no longer superseded",
                "Beta: plan accepted",
                "plan: no longer answered by second",
            ]);
    }

    [Fact]
    public void A_characterization_that_is_corrected_is_told_as_it_is_and_one_taken_back_as_it_was()
    {
        var ledger = Given(
            Said("response_characterized", "'proposal':'plan','of':'beta','words':'not serious','tone':'negative'", id: Id(1))
        );
        var before = ledger.Through();
        var corrected = ledger.Record(Corrected(Id(1), "'words':'no answer'")).Through();

        Words<ProposalBook>(before, corrected).ShouldBe(["The Gazette on Beta's answer to plan: “no answer”"]);
        Words<ProposalBook>(corrected, ledger.Record(Retracted(Id(1))).Through())
            .ShouldBe(["No longer on record: The Gazette on Beta's answer to plan: “no answer”"]);
    }

    [Fact]
    public void Of_an_ultimatum_are_told_its_deadline_what_became_of_it_and_what_was_corrected()
    {
        var ledger = Opened();
        var never = ledger.Through();
        var issued = ledger
            .Record(
                Said(
                    "ultimatum_issued",
                    "'ultimatum':'last','by':'beta','to':'alpha','text':'Agree','deadline':'2025-07-31'",
                    on: "2025-07-01",
                    id: Id(1)
                )
            )
            .Through();
        var corrected = ledger.Record(Corrected(Id(1), "'deadline':'2025-08-01'")).Through();
        var ended = ledger
            .Record(Said("ultimatum_ended", "'ultimatum':'last','outcome':'withdrawn'", on: "2025-07-02", id: Id(2)))
            .Through();

        Words<TalksStatus>(never, issued).ShouldBe(["Beta's ultimatum (Agree): running, deadline 2025-07-31"]);
        Words<TalksStatus>(issued, corrected).ShouldBe(["Beta's ultimatum (Agree), deadline: 2025-08-01, no longer 2025-07-31"]);
        Words<TalksStatus>(corrected, ended).ShouldBe(["Beta's ultimatum (Agree): withdrawn, no longer running"]);
        Words<TalksStatus>(ended, never)
            .ShouldBe([
                "Beta's ultimatum (Agree): no longer on record: withdrawn",
                "Beta's ultimatum (Agree), deadline: no longer on record: 2025-08-01",
            ]);
        At(issued, "2025-07-31", "2025-08-02").ShouldBe(["Beta's ultimatum (Agree): its deadline 2025-07-31 has passed"]);
        At(issued, "2025-08-02", "2025-07-31").ShouldBe(["Beta's ultimatum (Agree): its deadline 2025-07-31 has not passed"]);
    }

    [Fact]
    public void An_intent_ends_with_the_negotiation_and_the_last_movement_with_its_record()
    {
        var ledger = Given(Said("intent_declared", "'by':'alpha','text':'To stay'", on: "2025-07-01"));
        var before = ledger.Through();
        var closed = ledger.Record(Said("negotiation_closed", on: "2025-07-02", id: Id(1))).Through();

        Words<TalksStatus>(before, closed)
            .ShouldBe(["The talks: closed for good", "Alpha: its intent ended with the negotiation", "No longer on the table: plan"]);
        Words<TalksStatus>(closed, ledger.Record(Retracted(Id(1))).Through())
            .ShouldBe([
                "The talks: no longer on record: closed for good",
                "On the table: plan, offered by Alpha",
                "plan, Arms: None",
                "plan, Land: Half",
            ]);
    }

    [Fact]
    public void What_is_corrected_of_the_talks_is_told_by_its_name()
    {
        var ledger = Given(
            Said(
                "talks_convened",
                "'round':1,'venue':'Doha','format':'indirect','parties':['alpha'],'until':'2025-07-05'",
                on: "2025-07-01",
                id: Id(1)
            ),
            Said("talks_collapsed", "'by':'beta'", on: "2025-07-06", id: Id(2)),
            Said("military_operations_begun", "'party':'alpha','area':'North','objectives':['land']", on: "2025-07-07", id: Id(3))
        );
        var before = ledger.Through();
        ledger.Record(Corrected(Id(2), "'by':'alpha'"));
        ledger.Record(Corrected(Id(3), "'area':'South','objectives':['arms']"));
        ledger.Record(Corrected(Id(1), "'round':2,'format':'direct'"));

        Words<TalksStatus>(before, ledger.Through())
            .ShouldBe([
                "Broken off by: Alpha, no longer Beta",
                "Round: 2, no longer 1",
                "Format of the talks: direct, no longer indirect",
                "Alpha, area of operations: South, no longer North",
                "Alpha, aims of its operations: arms",
            ]);
    }

    [Fact]
    public void A_session_and_a_deadlock_are_told_with_what_is_corrected_of_them()
    {
        var ledger = Given(Said("talks_convened", "'parties':['alpha'],'until':'2025-07-05'", on: "2025-07-01", id: Id(1)));
        var before = ledger.Through();
        var corrected = ledger.Record(Corrected(Id(1), "'until':'2025-07-06'")).Through();
        var locked = ledger.Record(Said("deadlock_declared", "'by':'beta'", on: "2025-07-02", id: Id(2))).Through();
        var later = ledger.Record(Corrected(Id(2), "'occurred':'2025-07-03'")).Through();

        Words<TalksStatus>(before, corrected).ShouldBe(["The session is to end: 2025-07-06, no longer 2025-07-05"]);
        Words<TalksStatus>(corrected, locked).ShouldBe(["The talks: deadlocked, no longer in session", "Deadlock declared by Beta"]);
        Words<TalksStatus>(locked, later).ShouldBe(["The talks: deadlocked, now dated 2025-07-03"]);
        Words<TalksStatus>(later, corrected)
            .ShouldBe(["The talks: in session, no longer deadlocked", "Deadlock no longer declared by Beta"]);
        At(corrected, "2025-07-06", "2025-07-08")
            .ShouldBe([
                "The talks: out of session, no longer in session",
                "Alpha: at the table until the session ended, no longer at the table",
            ]);
    }

    [Fact]
    public void What_goes_with_the_state_of_the_talks_is_not_said_to_be_off_the_record()
    {
        var ledger = Given(Said("talks_collapsed", "'by':'beta'", on: "2025-07-01", id: Id(1)));
        var collapsed = ledger.Through();
        var closed = ledger.Record(Said("negotiation_closed", "'outcome':'Nothing'", on: "2025-07-02", id: Id(2))).Through();
        var resumed = ledger.Record(Said("talks_resumed", on: "2025-07-03", id: Id(3))).Through();

        Words<TalksStatus>(collapsed, closed)
            .ShouldBe([
                "The talks: closed for good, no longer collapsed",
                "Broken off by: no longer Beta",
                "Outcome: Nothing",
                "No longer on the table: plan",
            ]);
        Words<TalksStatus>(closed, resumed)
            .ShouldBe([
                "The talks: in session, no longer closed for good",
                "Outcome: no longer Nothing",
                "On the table: plan, offered by Alpha",
                "plan, Arms: None",
                "plan, Land: Half",
            ]);

        var fighting = Given(
            Said("military_operations_begun", "'party':'alpha','operation':'one'", on: "2025-07-01"),
            Said(
                "military_operations_begun",
                "'party':'alpha','operation':'two','area':'North','objectives':['land','arms']",
                on: "2025-07-02"
            )
        );
        var both = fighting.Through();
        var one = fighting.Record(Said("military_operations_halted", "'party':'alpha','operation':'two'", on: "2025-07-03")).Through();
        Words<TalksStatus>(both, one)
            .ShouldBe([
                "Alpha, area of operations: no longer North",
                "Alpha, aims of its operations: no longer land; arms",
                "Alpha, operations (two): halted, no longer under way",
            ]);
    }

    [Fact]
    public void A_text_that_ends_with_a_full_stop_is_gone_on_after_without_it()
    {
        var ledger = Given(
            Said("statement_made", "'text':'We go home.'", on: "2025-07-01", occurrence: "word"),
            Said("intent_declared", "'by':'alpha','text':'To leave.'", on: "2025-07-02", occurrence: "leave"),
            Said("venue_changed", "'venue':'St. Moritz...'", on: "2025-07-03")
        );
        var before = ledger.Through();
        ledger.Record(
            Said("statement_made", "'text':'We go home.'", on: "2025-07-01", source: "wire", occurrence: "word"),
            Said("intent_declared", "'by':'alpha','text':'To leave.'", on: "2025-07-02", source: "wire", occurrence: "leave"),
            Said("venue_changed", "'venue':'Rome.'", on: "2025-07-04")
        );

        All(before, ledger.Through())
            .ShouldBe([
                "Venue: Rome, no longer St. Moritz...",
                "Alpha intends: To leave, also according to The Wire",
                "We go home: also according to The Wire",
                "Alpha intends: To leave: also according to The Wire",
                "Talks moved to Rome, 2025-07-04 (The Gazette)",
            ]);
    }

    private static IReadOnlyList<string> At(Account account, string from, string to)
    {
        var view = View.Of<TalksStatus>(account);
        var (before, after) = (view.At(Edtf.Parse(from).Earliest), view.At(Edtf.Parse(to).Earliest));
        return ChangeWords.Of(ViewDifference.Of(before, after), before, after);
    }

    private static IReadOnlyList<string> Status(Account from, Account to) => Words<TalksStatus>(from, to);

    private static IReadOnlyList<string> All(Account from, Account to) =>
        [
            .. new[]
            {
                Words<TalksStatus>(from, to),
                Words<PartyDemands>(from, to),
                Words<ProposalBook>(from, to),
                Words<IssueMatrix>(from, to),
                Words<Timeline>(from, to),
            }
                .SelectMany(sentences => sentences)
                .Distinct(),
        ];

    private static IReadOnlyList<string> Words<T>(Account from, Account to)
        where T : IView<T>
    {
        var (before, after) = (View.Of<T>(from), View.Of<T>(to));
        return ChangeWords.Of(ViewDifference.Of(before, after), before, after);
    }
}
