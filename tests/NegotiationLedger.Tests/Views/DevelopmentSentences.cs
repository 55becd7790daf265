namespace NegotiationLedger.Tests.Views;

/// <summary>Each type of development with a payload, and what it is told as after the frame of <see cref="Support.Talks"/>.</summary>
public static class DevelopmentSentences
{
    /// <summary>What each type is told as, in the views together, each sentence once.</summary>
    public static TheoryData<string, string, string[]> All =>
        new()
        {
            {
                "negotiation_opened",
                "'title':'Talks about talks','subject':'Peace'",
                [
                    "Title: Talks about talks, no longer The talks",
                    "Subject: Peace, no longer Land and arms",
                    "Talks about talks, no longer: The talks",
                    "Talks about talks: now dated 2025-07-10, no longer 2025-05-01",
                ]
            },
            {
                "party_joined",
                "'party':'epsilon','name':'Epsilon','role':'supporter','supports':'beta'",
                ["New party: Epsilon, supporter of Beta", "Epsilon joins as supporter, 2025-07-10 (The Gazette)"]
            },
            {
                "party_left",
                "'party':'beta','reason':'Tired'",
                ["Beta: out of the negotiation", "Beta leaves the negotiation, 2025-07-10 (The Gazette)"]
            },
            { "mediator_engaged", "'mediator':'gamma'", ["Gamma: mediating", "Gamma mediates, 2025-07-10 (The Gazette)"] },
            { "mediator_withdrawn", "'mediator':'gamma'", ["Gamma: not mediating", "Gamma stops mediating, 2025-07-10 (The Gazette)"] },
            {
                "issue_tabled",
                "'issue':'water','title':'Water'",
                ["On the agenda: Water", "Water on the agenda, 2025-07-10 (The Gazette)"]
            },
            {
                "talks_announced",
                "'venue':'Doha'",
                ["The talks: announced", "Venue: Doha", "Talks announced in Doha, 2025-07-10 (The Gazette)"]
            },
            {
                "talks_scheduled",
                "'opening':'2025-08-01','venue':'Doha'",
                ["Talks scheduled for 2025-08-01 in Doha, 2025-07-10 (The Gazette)"]
            },
            {
                "talks_convened",
                "'round':2,'venue':'Doha','format':'indirect','parties':['alpha','beta']",
                [
                    "The talks: in session",
                    "Round: 2",
                    "Venue: Doha",
                    "Format of the talks: indirect",
                    "Alpha: at the table",
                    "Beta: at the table",
                    "Talks in session in Doha, 2025-07-10 (The Gazette)",
                ]
            },
            { "talks_adjourned", "", ["The talks: adjourned", "Talks adjourned, 2025-07-10 (The Gazette)"] },
            { "talks_suspended", "'by':'beta'", ["The talks: suspended", "Talks suspended by Beta, 2025-07-10 (The Gazette)"] },
            {
                "talks_resumed",
                "'round':3,'venue':'Cairo'",
                ["The talks: in session", "Round: 3", "Venue: Cairo", "Talks resumed in Cairo, 2025-07-10 (The Gazette)"]
            },
            {
                "meeting_held",
                "'parties':['alpha','beta','gamma'],'means':'video','text':'On the maps'",
                ["Alpha, Beta and Gamma meet by video link: On the maps, 2025-07-10 (The Gazette)"]
            },
            { "venue_changed", "'venue':'Geneva'", ["Venue: Geneva", "Talks moved to Geneva, 2025-07-10 (The Gazette)"] },
            {
                "deadline_set",
                "'deadline':'2025-08-01','text':'An answer','by':'gamma'",
                ["Deadline 2025-08-01 set by Gamma: An answer, 2025-07-10 (The Gazette)"]
            },
            {
                "deadline_extended",
                "'deadline':'2025-09','from':'2025-08-01'",
                ["Deadline extended from 2025-08-01 to 2025-09, 2025-07-10 (The Gazette)"]
            },
            {
                "deadlock_declared",
                "'by':'alpha'",
                ["The talks: deadlocked", "Deadlock declared by Alpha", "Alpha declares deadlock, 2025-07-10 (The Gazette)"]
            },
            {
                "talks_collapsed",
                "'by':'beta'",
                ["The talks: collapsed", "Broken off by: Beta", "Talks collapsed by Beta, 2025-07-10 (The Gazette)"]
            },
            {
                "negotiation_closed",
                "",
                [
                    "The talks: closed for good",
                    "No longer on the table: plan",
                    "plan: lapsed, no longer on the table",
                    "Arms: open, no longer one-sided",
                    "Land: open, no longer one-sided",
                    "Alpha on Arms: no longer offers “None”",
                    "Alpha on Land: no longer offers “Half”",
                    "Negotiation closed, 2025-07-10 (The Gazette)",
                ]
            },
            {
                "team_dispatched",
                "'party':'beta','to':'Doha'",
                ["Beta: at the table", "Beta sends its team to Doha, 2025-07-10 (The Gazette)"]
            },
            {
                "team_recalled",
                "'party':'beta','from':'Doha'",
                ["Beta: team recalled", "Beta recalls its team from Doha, 2025-07-10 (The Gazette)"]
            },
            { "envoy_appointed", "'party':'alpha','name':'A. Person'", ["Alpha appoints A. Person, 2025-07-10 (The Gazette)"] },
            {
                "proposal_offered",
                "'proposal':'bridge','title':'A bridge','by':'gamma','to':['alpha','beta'],'terms':{'land':{'text':'A third'}}",
                [
                    "On the table: A bridge (bridge), offered by Gamma",
                    "“A bridge”, Land: A third",
                    "Land: conflicting, no longer one-sided",
                    "Gamma on Land: offers “A third”",
                    "“A bridge” offered by Gamma, 2025-07-10 (The Gazette)",
                ]
            },
            {
                "proposal_amended",
                "'proposal':'plan','terms':{'land':{'text':'Two thirds'}}",
                [
                    "plan, Land: Two thirds, no longer Half",
                    "Alpha on Land: offers “Two thirds”",
                    "Alpha on Land: no longer offers “Half”",
                    "Plan amended, 2025-07-10 (The Gazette)",
                ]
            },
            {
                "counter_proposal_offered",
                "'proposal':'answer','inReplyTo':'plan','by':'beta','title':'The answer','terms':{'arms':{'text':'Few'}}",
                [
                    "On the table: The answer (answer), offered by Beta, in reply to plan",
                    "“The answer”, Arms: Few",
                    "No longer on the table: plan",
                    "plan: superseded, no longer on the table",
                    "Beta: plan answered by another proposal",
                    "plan: answered by “The answer”",
                    "Alpha on Arms: no longer offers “None”",
                    "Beta on Arms: offers “Few”",
                    "“The answer” offered by Beta in reply to plan, 2025-07-10 (The Gazette)",
                ]
            },
            {
                "response_submitted",
                "'proposal':'plan','by':'beta'",
                ["Beta: plan answered", "Beta answers plan, 2025-07-10 (The Gazette)"]
            },
            {
                "response_characterized",
                "'proposal':'plan','of':'beta','words':'not serious','tone':'negative'",
                [
                    "The Gazette on Beta's answer to plan: “not serious”",
                    "Beta's answer to plan called not serious, 2025-07-10 (The Gazette)",
                ]
            },
            {
                "proposal_accepted",
                "'proposal':'plan','by':'beta'",
                [
                    "plan: accepted, no longer on the table",
                    "plan, Arms: agreed by all who are to answer",
                    "plan, Land: agreed by all who are to answer",
                    "Beta: plan accepted",
                    "Arms: agreed, no longer one-sided",
                    "Land: agreed, no longer one-sided",
                    "Beta on Arms: accepts “None”",
                    "Beta on Land: accepts “Half”",
                    "Beta accepts plan, 2025-07-10 (The Gazette)",
                ]
            },
            {
                "proposal_rejected",
                "'proposal':'plan','by':'beta'",
                [
                    "Beta: plan rejected",
                    "Arms: conflicting, no longer one-sided",
                    "Land: conflicting, no longer one-sided",
                    "Beta on Arms: rejects “None”",
                    "Beta on Land: rejects “Half”",
                    "Beta rejects plan, 2025-07-10 (The Gazette)",
                ]
            },
            {
                "proposal_withdrawn",
                "'proposal':'plan'",
                [
                    "No longer on the table: plan",
                    "plan: withdrawn, no longer on the table",
                    "Arms: open, no longer one-sided",
                    "Land: open, no longer one-sided",
                    "Alpha on Arms: no longer offers “None”",
                    "Alpha on Land: no longer offers “Half”",
                    "Plan withdrawn, 2025-07-10 (The Gazette)",
                ]
            },
            {
                "proposal_expired",
                "'proposal':'plan'",
                [
                    "No longer on the table: plan",
                    "plan: expired, no longer on the table",
                    "Arms: open, no longer one-sided",
                    "Land: open, no longer one-sided",
                    "Alpha on Arms: no longer offers “None”",
                    "Alpha on Land: no longer offers “Half”",
                    "Plan expired, 2025-07-10 (The Gazette)",
                ]
            },
            {
                "demand_stated",
                "'demand':'border','party':'alpha','text':'A border','issue':'land','redLine':true",
                [
                    "Alpha demands: A border, a red line",
                    "Alpha on Land: demands “A border”, a red line",
                    "Alpha demands: A border, 2025-07-10 (The Gazette)",
                ]
            },
            {
                "demand_revised",
                "'demand':'border','party':'alpha','text':'Another border'",
                ["Alpha demands: Another border", "Alpha revises its demand border: Another border, 2025-07-10 (The Gazette)"]
            },
            {
                "demand_met",
                "'demand':'border','party':'alpha','by':'beta'",
                ["Alpha's demand border (no wording on record): met", "Alpha's demand border is met by Beta, 2025-07-10 (The Gazette)"]
            },
            {
                "demand_dropped",
                "'demand':'border','party':'alpha'",
                ["Alpha's demand border (no wording on record): dropped", "Alpha drops its demand border, 2025-07-10 (The Gazette)"]
            },
            {
                "concession_offered",
                "'party':'beta','text':'Some land','issue':'land'",
                [
                    "Land: conflicting, no longer one-sided",
                    "Beta on Land: concedes “Some land”",
                    "Beta concedes: Some land, 2025-07-10 (The Gazette)",
                ]
            },
            {
                "assurance_given",
                "'by':'alpha','text':'Safe passage','to':'beta'",
                ["Alpha gives an assurance: Safe passage, 2025-07-10 (The Gazette)"]
            },
            { "statement_made", "'text':'No crisis','by':'alpha'", ["No crisis, 2025-07-10 (The Gazette)"] },
            {
                "accusation_made",
                "'against':'beta','of':'bad faith','by':'alpha'",
                ["Beta accused by Alpha: bad faith, 2025-07-10 (The Gazette)"]
            },
            {
                "intent_declared",
                "'by':'alpha','text':'To consider other options'",
                ["Alpha intends: To consider other options", "Alpha intends: To consider other options, 2025-07-10 (The Gazette)"]
            },
            {
                "ultimatum_issued",
                "'ultimatum':'by-friday','by':'alpha','to':'beta','text':'Leave','deadline':'2025-07-14'",
                ["Alpha's ultimatum (Leave): running, deadline 2025-07-14", "Alpha sets an ultimatum: Leave, 2025-07-10 (The Gazette)"]
            },
            {
                "ultimatum_ended",
                "'ultimatum':'by-friday','outcome':'answered','by':'beta'",
                ["Ultimatum by-friday: answered", "Ultimatum by-friday answered by Beta, 2025-07-10 (The Gazette)"]
            },
            { "appeal_made", "'text':'Stop','by':'gamma','to':'alpha'", ["Appeal by Gamma: Stop, 2025-07-10 (The Gazette)"] },
            { "declaration_made", "'by':'beta','text':'Its independence'", ["Beta declares: Its independence, 2025-07-10 (The Gazette)"] },
            { "recognition_granted", "'of':'Beta','by':'gamma','to':'beta'", ["Beta recognized by Gamma, 2025-07-10 (The Gazette)"] },
            {
                "veto_cast",
                "'on':'The resolution','by':'gamma','body':'the Council'",
                ["Veto cast by Gamma in the Council: The resolution, 2025-07-10 (The Gazette)"]
            },
            {
                "ruling_given",
                "'on':'the border','body':'the Court','kind':'advisory_opinion','for':'beta'",
                ["Advisory opinion by the Court on the border, for Beta, 2025-07-10 (The Gazette)"]
            },
            {
                "military_operations_begun",
                "'party':'alpha','area':'the North','objectives':['land','arms']",
                [
                    "Alpha: military operations under way",
                    "Alpha, area of operations: the North",
                    "Alpha, aims of its operations: land; arms",
                    "Alpha begins military operations in the North, 2025-07-10 (The Gazette)",
                ]
            },
            {
                "military_operations_halted",
                "'party':'alpha'",
                ["Alpha: military operations halted", "Alpha halts military operations, 2025-07-10 (The Gazette)"]
            },
            {
                "ceasefire_began",
                "'parties':['alpha','beta']",
                ["Alpha: bound by a ceasefire", "Beta: bound by a ceasefire", "Ceasefire begins, 2025-07-10 (The Gazette)"]
            },
            { "ceasefire_extended", "'until':'2025-08-01'", ["Ceasefire extended until 2025-08-01, 2025-07-10 (The Gazette)"] },
            { "ceasefire_ended", "'by':'beta'", ["Beta ends the ceasefire, 2025-07-10 (The Gazette)"] },
            { "ceasefire_violated", "'by':'beta'", ["Ceasefire violated by Beta, 2025-07-10 (The Gazette)"] },
            {
                "hostages_taken",
                "'by':'beta','count':2,'who':'soldiers','area':'the North'",
                ["Soldiers taken by Beta: 2", "2 soldiers taken hostage in the North by Beta, 2025-07-10 (The Gazette)"]
            },
            {
                "prisoners_exchanged",
                "'sides':[{'by':'alpha','count':30},{'by':'beta','who':'soldiers'}],'venue':'Geneva'",
                [
                    "Persons released by Alpha: 30",
                    "Soldiers released by Beta: some",
                    "Prisoners exchanged in Geneva: 30 prisoners by Alpha, some soldiers by Beta, 2025-07-10 (The Gazette)",
                ]
            },
            {
                "unrest_reported",
                "'text':'A march for peace','kind':'demonstration','area':'the capital'",
                ["Unrest in the capital: A march for peace, 2025-07-10 (The Gazette)"]
            },
            {
                "persons_released",
                "'by':'beta','count':8,'who':'hostages'",
                ["Hostages released by Beta: 8", "8 hostages released by Beta, 2025-07-10 (The Gazette)"]
            },
            { "aid_delivered", "'by':'gamma','text':'Flour'", ["Aid delivered by Gamma, 2025-07-10 (The Gazette)"] },
            { "sanctions_imposed", "'by':'gamma','against':'beta'", ["Sanctions imposed by Gamma, 2025-07-10 (The Gazette)"] },
            { "sanctions_eased", "'by':'gamma','against':'beta'", ["Sanctions eased by Gamma, 2025-07-10 (The Gazette)"] },
            { "sanctions_reinstated", "'by':'gamma','against':'beta'", ["Sanctions reinstated by Gamma, 2025-07-10 (The Gazette)"] },
            {
                "strike_begun",
                "'party':'beta','against':'alpha','text':'The ports','until':'2025-07-12'",
                ["Beta goes on strike until 2025-07-12: The ports, 2025-07-10 (The Gazette)"]
            },
            { "strike_ended", "'party':'beta'", ["Beta ends its strike, 2025-07-10 (The Gazette)"] },
            { "lockout_begun", "'party':'alpha','against':'beta'", ["Alpha locks out Beta, 2025-07-10 (The Gazette)"] },
            { "lockout_ended", "'party':'alpha','reason':'A deal'", ["Alpha ends its lockout: A deal, 2025-07-10 (The Gazette)"] },
            {
                "arbitration_ordered",
                "'body':'the Board','on':'pay','deadline':'2025-09'",
                ["Arbitration ordered by the Board on pay, by 2025-09, 2025-07-10 (The Gazette)"]
            },
            {
                "figure_reported",
                "'subject':'hostages held','value':50,'unit':'persons'",
                ["Hostages held: 50 persons", "Hostages held: 50 persons, 2025-07-10 (The Gazette)"]
            },
            {
                "agreement_reached",
                "'proposal':'plan','parties':['alpha','beta'],'terms':{'land':{'text':'Half'}}",
                [
                    "No longer on the table: plan",
                    "Agreement plan: reached",
                    "Agreement plan, Land: Half",
                    "plan: agreed, no longer on the table",
                    "Arms: open, no longer one-sided",
                    "Land: agreed, no longer one-sided",
                    "Alpha on Arms: no longer offers “None”",
                    "Alpha on Land: agrees “Half”",
                    "Alpha on Land: no longer offers “Half”",
                    "Beta on Land: agrees “Half”",
                    "Agreement reached, 2025-07-10 (The Gazette)",
                ]
            },
            {
                "agreement_signed",
                "'venue':'Doha'",
                ["The talks: concluded by an agreement", "The agreement: signed", "Agreement signed in Doha, 2025-07-10 (The Gazette)"]
            },
            {
                "agreement_ratified",
                "'by':'alpha'",
                [
                    "The talks: concluded by an agreement",
                    "The agreement: reached",
                    "Alpha ratified the agreement",
                    "Alpha ratifies the agreement, 2025-07-10 (The Gazette)",
                ]
            },
            {
                "agreement_rejected",
                "'by':'beta','body':'the members','votesFor':40,'votesAgainst':60",
                [
                    "The agreement: rejected",
                    "Beta rejected the agreement (the members, 40 for, 60 against)",
                    "Beta rejects the agreement (the members, 40 for, 60 against), 2025-07-10 (The Gazette)",
                ]
            },
            {
                "agreement_entered_into_force",
                "'agreement':'accord','until':'2026'",
                [
                    "The talks: concluded by an agreement",
                    "Agreement accord: in force",
                    "Agreement accord lasts until: 2026",
                    "Agreement accord enters into force until 2026, 2025-07-10 (The Gazette)",
                ]
            },
            {
                "agreement_extended",
                "'until':'2027'",
                ["The agreement lasts until: 2027", "Agreement extended until 2027, 2025-07-10 (The Gazette)"]
            },
            { "agreement_terminated", "'by':'alpha'", ["Agreement terminated by Alpha, 2025-07-10 (The Gazette)"] },
            { "agreement_expired", "'agreement':'accord'", ["Agreement accord expired, 2025-07-10 (The Gazette)"] },
            {
                "agreement_breached",
                "'by':'beta','text':'Crossed','issue':'land'",
                ["Beta breached the agreement: Crossed", "Beta breaches the agreement: Crossed, 2025-07-10 (The Gazette)"]
            },
            {
                "vote_held",
                "'on':'the plan','by':'beta','body':'Parliament','votesFor':12,'votesAgainst':10,'outcome':'carried'",
                ["Vote by Beta on the plan carried (Parliament, 12 for, 10 against), 2025-07-10 (The Gazette)"]
            },
            {
                "commitment_made",
                "'commitment':'maps','by':'alpha','text':'To hand over the maps','deadline':'2025-08-01'",
                ["Alpha commits itself: To hand over the maps, by 2025-08-01, 2025-07-10 (The Gazette)"]
            },
            {
                "commitment_met",
                "'commitment':'maps','by':'alpha','text':'All of them'",
                ["Alpha meets its commitment maps: All of them, 2025-07-10 (The Gazette)"]
            },
            { "commitment_missed", "'commitment':'maps','by':'alpha'", ["Alpha misses its commitment maps, 2025-07-10 (The Gazette)"] },
        };
}
