using FsCheck;
using FsCheck.Fluent;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Support;

/// <summary>One record of a random history; its numbers choose, modulo what there is to choose from.</summary>
/// <param name="Kind">Of development or annotation; a negative one of a reply that may be refused.</param>
/// <param name="Voice">Who says so.</param>
/// <param name="On">When it occurred.</param>
/// <param name="Asserted">When it was said.</param>
/// <param name="Occurrence">The name shared with others; none when 0; from <see cref="OfType"/> on that of all of its type.</param>
/// <param name="After">What it came after; nothing when 0.</param>
/// <param name="Claim">What is claimed; mostly that it happened.</param>
/// <param name="Target">The earlier record it is about, and the choice within its kind.</param>
public sealed record Told(int Kind, int Voice, int On, int Asserted, int Occurrence, int After, int Claim, int Target)
{
    internal const int OfType = 6;
}

/// <summary>Small valid ledgers: few parties, proposals and viewpoints, vague dates, shared occurrences, and records about records.</summary>
public static class RandomHistories
{
    private static readonly string[] Dates =
    [
        "2025-07-01",
        "2025-07-03",
        "2025-07-03~",
        "2025-07-05",
        "2025-07",
        "2025-07-01/2025-07-04",
        "2025-07-02/..",
        "2025-07-04T12:00:00Z",
        "2025-07-06?",
        "2025-XX",
        "2025-07-04T22:00:00-07:00",
        "2025-07-05T01:30:00",
        "[2025-07-02,2025-07-05]",
    ];

    private static readonly string[] Asserted = ["2025-07-02", "2025-07-05", "2025-07-07", "2025-07"];
    private static readonly string?[] Voices = [null, "party:alpha", "party:beta", "envoy", "official", null];
    private static readonly string[] Sources = ["gazette", "wire", "memo"];
    private static readonly string?[] Claims = [null, null, null, null, null, "denied", "planned", "conditional"];

    // Developments first: a correction chooses its patch by them.
    private static readonly (string Type, string Payload)[] Kinds =
    [
        ("talks_convened", "'venue':'Doha','round':1,'parties':['alpha','beta']"),
        ("talks_adjourned", ""),
        ("talks_suspended", "'by':'beta'"),
        ("talks_resumed", "'venue':'Cairo'"),
        ("deadlock_declared", "'by':'alpha'"),
        ("talks_collapsed", "'by':'beta'"),
        ("team_dispatched", "'party':'beta'"),
        ("team_recalled", "'party':'alpha'"),
        ("party_left", "'party':'beta'"),
        ("mediator_engaged", "'mediator':'gamma'"),
        ("mediator_withdrawn", "'mediator':'gamma'"),
        ("proposal_offered", "'proposal':'plan','by':'beta','terms':{'land':{'text':'All'}}"),
        ("proposal_amended", "'proposal':'plan','terms':{'arms':{'text':'Few'}}"),
        ("counter_proposal_offered", "'proposal':'answer','inReplyTo':'plan','by':'beta','terms':{'land':{'text':'A third'}}"),
        ("counter_proposal_offered", "'proposal':'second','inReplyTo':'plan','by':'alpha'"),
        ("proposal_accepted", "'proposal':'plan','by':'beta'"),
        ("proposal_accepted", "'proposal':'plan','by':'beta','extent':'partial','terms':['land']"),
        ("proposal_rejected", "'proposal':'plan','by':'beta'"),
        ("response_submitted", "'proposal':'plan','by':'beta'"),
        ("proposal_withdrawn", "'proposal':'plan'"),
        ("proposal_expired", "'proposal':'plan'"),
        ("demand_stated", "'demand':'border','party':'alpha','text':'A border','issue':'land','redLine':true"),
        ("demand_stated", "'demand':'guns','party':'beta','text':'Guns','issue':'arms'"),
        ("demand_revised", "'demand':'border','party':'alpha','text':'Another border'"),
        ("demand_met", "'demand':'border','party':'alpha'"),
        ("demand_dropped", "'demand':'border','party':'alpha'"),
        ("concession_offered", "'party':'beta','text':'Some land','issue':'land'"),
        ("ultimatum_issued", "'ultimatum':'by-friday','by':'alpha','to':'beta','text':'Leave','deadline':'2025-07-04'"),
        ("ultimatum_ended", "'ultimatum':'by-friday','outcome':'answered'"),
        ("figure_reported", "'subject':'held','value':50,'unit':'persons'"),
        ("figure_reported", "'subject':'held','value':48.5,'unit':'people'"),
        ("military_operations_begun", "'party':'alpha','area':'North','objectives':['land']"),
        ("military_operations_halted", "'party':'alpha'"),
        ("ceasefire_began", "'parties':['alpha','beta']"),
        ("agreement_reached", "'proposal':'plan','terms':{'land':{'text':'Half'}}"),
        ("agreement_breached", "'by':'beta','text':'Crossed','issue':'land'"),
        ("agreement_reached", "'parties':['alpha','beta']"),
        ("agreement_signed", "'parties':['alpha']"),
        ("agreement_rejected", "'by':'beta','body':'the members','votesAgainst':3"),
        ("agreement_ratified", "'by':'beta'"),
        ("agreement_entered_into_force", "'until':'2025-07-06'"),
        ("commitment_made", "'commitment':'leave','by':'beta','text':'To leave','deadline':'2025-07-05'"),
        ("hostages_taken", "'by':'beta','count':3"),
        ("ceasefire_ended", ""),
        ("ceasefire_extended", "'until':'2025-07-06'"),
        ("intent_declared", "'by':'alpha','text':'To leave'"),
        ("venue_changed", "'venue':'Geneva'"),
        ("statement_made", "'text':'Words'"),
        ("negotiation_opened", "'title':'Talks about talks'"),
        ("negotiation_opened", "'title':'The talks','zone':'America/Los_Angeles'"),
        ("negotiation_opened", "'title':'The talks','zone':'Asia/Tokyo'"),
        ("persons_released", "'by':'beta','count':12"),
        ("persons_released", "'by':'beta','count':13,'who':'hostages'"),
        ("proposal_rejected", "'proposal':'plan','by':'alpha'"),
        ("party_joined", "'party':'beta','name':'Beta again','role':'observer'"),
        ("issue_tabled", "'issue':'land','title':'The land'"),
        ("negotiation_closed", ""),
        ("response_characterized", "'proposal':'plan','of':'beta','words':'not serious','tone':'negative'"),
        ("accusation_made", "'against':'beta','of':'breaking its word','by':'alpha','wrong':'aggression'"),
        ("agreement_breached", "'by':'beta','text':'Crossed','issue':'land','agreement':'accord'"),
        ("agreement_entered_into_force", "'agreement':'accord','until':'2025-07-05'"),
        ("agreement_expired", "'agreement':'accord'"),
        ("agreement_extended", "'agreement':'accord','until':'2025-08'"),
        ("agreement_ratified", "'agreement':'accord','by':'alpha','body':'Cabinet','proposal':'plan','votesFor':24,'votesAgainst':8"),
        (
            "agreement_reached",
            "'agreement':'accord','title':'Accord','scope':'partial','parties':['alpha','beta'],'terms':{'land':{'text':'A phase'}},'until':'2025-09-22'"
        ),
        ("agreement_rejected", "'agreement':'accord','by':'alpha','body':'Cabinet','votesFor':8,'votesAgainst':24"),
        ("agreement_signed", "'agreement':'accord','parties':['alpha','beta'],'venue':'Doha','proposal':'plan'"),
        ("agreement_terminated", "'agreement':'accord','by':'alpha','reason':'No list'"),
        ("aid_delivered", "'by':'gamma','kind':'humanitarian','to':'beta','text':'Flour'"),
        ("appeal_made", "'text':'Let aid in','by':'gamma','to':'alpha','matter':'humanitarian_aid'"),
        ("arbitration_ordered", "'by':'gamma','body':'A board','parties':['alpha','beta'],'on':'Pay','deadline':'2025-07-05'"),
        ("assurance_given", "'by':'gamma','text':'That talks go on','to':'beta','issue':'land'"),
        ("ceasefire_began", "'parties':['alpha','beta'],'until':'2025-07-05'"),
        ("ceasefire_ended", "'parties':['alpha','beta'],'by':'alpha','reason':'No list'"),
        ("ceasefire_extended", "'parties':['alpha','beta'],'until':'2025-09-22'"),
        ("ceasefire_violated", "'by':'beta','text':'Shots'"),
        (
            "commitment_made",
            "'commitment':'list','by':'beta','text':'A list','to':'alpha','issue':'land','agreement':'accord','matter':'release'"
        ),
        ("commitment_met", "'commitment':'leave','by':'beta','text':'They left'"),
        ("commitment_met", "'commitment':'list','by':'beta'"),
        ("commitment_missed", "'commitment':'leave','by':'beta','reason':'Too far'"),
        ("concession_offered", "'party':'alpha','text':'Ten','issue':'arms','granted':true"),
        (
            "counter_proposal_offered",
            "'proposal':'third','inReplyTo':'plan','by':'alpha','to':['beta'],'title':'Third','terms':{'arms':{'text':'One'}}"
        ),
        ("deadline_set", "'deadline':'2025-07-05','text':'An answer','by':'gamma'"),
        ("deadline_extended", "'deadline':'2025-08-07','from':'2025-07-05','text':'An answer','by':'gamma'"),
        ("declaration_made", "'by':'beta','text':'That it governs no more'"),
        ("demand_dropped", "'demand':'guns','party':'beta','reason':'Met'"),
        ("demand_met", "'demand':'guns','party':'beta','by':'alpha'"),
        ("demand_revised", "'demand':'guns','party':'beta','text':'Half the guns','redLine':true"),
        ("envoy_appointed", "'party':'alpha','name':'An Envoy','envoy':'envoy','title':'Special envoy'"),
        ("intent_declared", "'by':'beta','text':'To strike','threat':'military_force'"),
        ("lockout_begun", "'party':'alpha','against':'beta','text':'Closed','until':'2025-07-05'"),
        ("lockout_ended", "'party':'alpha'"),
        ("mediator_engaged", "'mediator':'delta','until':'2025-07-05'"),
        ("mediator_withdrawn", "'mediator':'delta','reason':'No progress'"),
        ("meeting_held", "'parties':['gamma','alpha'],'venue':'Rome','means':'in_person','text':'On maps'"),
        ("military_operations_begun", "'party':'alpha','area':'South','objectives':['arms'],'operation':'one','until':'2025-07-05'"),
        ("military_operations_begun", "'party':'alpha','operation':'one','objectives':['land','arms']"),
        ("military_operations_begun", "'party':'beta'"),
        ("military_operations_halted", "'party':'alpha','operation':'one'"),
        ("military_operations_halted", "'party':'alpha','area':'North'"),
        ("military_operations_halted", "'party':'beta'"),
        ("party_joined", "'party':'epsilon','name':'Epsilon','role':'supporter','supports':'beta'"),
        ("party_left", "'party':'alpha','reason':'No progress'"),
        (
            "prisoners_exchanged",
            "'sides':[{'by':'alpha','count':90,'who':'prisoners'},{'by':'beta','count':3,'who':'hostages'}],'venue':'A bridge'"
        ),
        ("proposal_amended", "'proposal':'plan','by':'gamma','terms':{'land':{'text':'A phase'},'aid':{'text':'Flour'}}"),
        (
            "proposal_offered",
            "'proposal':'bridge','title':'Bridge','by':'gamma','drafter':'delta','to':['alpha','beta'],'terms':{'aid':{'text':'Flour'}}"
        ),
        ("recognition_granted", "'of':'The interim government','by':'gamma','to':'beta'"),
        ("ruling_given", "'on':'Access','body':'A court','by':'gamma','kind':'advisory_opinion','for':'beta','text':'Let it in'"),
        ("sanctions_imposed", "'by':'gamma','against':'beta','text':'On accounts','until':'2025-07-05'"),
        ("sanctions_eased", "'by':'gamma','against':'beta'"),
        ("sanctions_reinstated", "'by':'gamma','against':'beta','text':'Those eased'"),
        ("statement_made", "'text':'Progress','by':'alpha','stance':'optimistic'"),
        ("strike_begun", "'party':'beta','against':'alpha','text':'No work','until':'2025-07-05','count':1200"),
        ("strike_ended", "'party':'beta'"),
        ("talks_adjourned", "'until':'2025-07-06','reason':'Consultations'"),
        ("talks_announced", "'opening':'2025-07-06','venue':'Doha','parties':['alpha','beta']"),
        ("talks_convened", "'round':'Second','venue':'Rome','format':'indirect','parties':['alpha','beta'],'until':'2025-07-05'"),
        ("talks_resumed", "'round':3,'venue':'Cairo','format':'proximity','parties':['alpha','beta'],'until':'2025-07-06'"),
        ("talks_scheduled", "'opening':'2025-07-28','round':'Fourth','venue':'Doha'"),
        ("team_recalled", "'party':'beta','from':'Doha','reason':'Consultations'"),
        ("team_dispatched", "'party':'alpha','to':'Doha'"),
        ("ultimatum_issued", "'ultimatum':'last','by':'beta','to':'alpha','text':'Agree','deadline':'2025-07-31'"),
        ("ultimatum_ended", "'ultimatum':'last','outcome':'withdrawn','by':'beta','text':'Taken back'"),
        ("unrest_reported", "'text':'A road is blocked','kind':'obstruction','area':'North','by':'alpha','count':300"),
        ("venue_changed", "'venue':'Cairo','from':'Doha'"),
        ("veto_cast", "'on':'A resolution','by':'gamma','body':'A council','proposal':'plan'"),
        (
            "vote_held",
            "'on':'the plan','by':'alpha','body':'Cabinet','votesFor':24,'votesAgainst':8,'outcome':'carried','agreement':'accord','proposal':'plan'"
        ),
        ("figure_reported", "'subject':'held','value':51"),
        // The same subjects told otherwise.
        ("demand_stated", "'demand':'border','party':'alpha','text':'Another border','issue':'arms'"),
        ("demand_revised", "'demand':'border','party':'alpha','text':'A border','redLine':false"),
        ("demand_stated", "'demand':'guns','party':'beta','text':'Guns','redLine':true"),
        ("ultimatum_issued", "'ultimatum':'by-friday','by':'beta','to':'alpha','text':'Stay','deadline':'2025-07-08'"),
        ("ultimatum_ended", "'ultimatum':'by-friday','outcome':'withdrawn'"),
        ("intent_declared", "'by':'alpha','text':'To stay'"),
        ("commitment_made", "'commitment':'leave','by':'beta','text':'To go','to':'gamma','issue':'arms','deadline':'2025-07-09'"),
        ("military_operations_begun", "'party':'alpha','area':'north','objectives':['arms','land'],'until':'2025-07-09'"),
        ("military_operations_halted", "'party':'beta','area':'West'"),
        ("ceasefire_began", "'parties':['beta'],'until':'2025-07-08'"),
        ("hostages_taken", "'by':'beta','who':'soldiers'"),
        ("persons_released", "'who':'detainees'"),
        ("prisoners_exchanged", "'sides':[{'by':'alpha','who':'detainees'},{'by':'beta','count':4}]"),
        ("figure_reported", "'subject':' Held ','value':51.0,'unit':'persons'"),
        (
            "agreement_reached",
            "'agreement':'accord','title':'The accord','scope':'whole','parties':['gamma'],'terms':{'land':{'text':'All'}}"
        ),
        ("agreement_reached", "'agreement':'accord','proposal':'plan'"),
        ("agreement_ratified", "'agreement':'accord','by':'beta','votesFor':12"),
        ("agreement_rejected", "'agreement':'accord','by':'beta'"),
        ("agreement_extended", "'until':'2025-07-07/..'"),
        ("agreement_entered_into_force", "'agreement':'accord'"),
        ("response_characterized", "'proposal':'plan','of':'beta','words':'a way forward','tone':'positive'"),
        ("proposal_amended", "'proposal':'plan','by':'beta','terms':{'land':{'text':'A third'},'arms':{'text':'Few'}}"),
        ("proposal_offered", "'proposal':'plan','by':'alpha','drafter':'gamma','to':['beta','delta'],'title':'The plan'"),
        ("proposal_rejected", "'proposal':'plan','by':'beta','terms':['land'],'reasons':'Too much'"),
        ("proposal_accepted", "'proposal':'plan','by':'beta','extent':'conditional','conditions':'Once home'"),
        ("proposal_accepted", "'proposal':'plan','by':'delta'"),
        ("issue_tabled", "'issue':'aid','title':'Aid','by':'gamma'"),
        ("party_joined", "'party':'gamma','name':'Gamma anew','role':'guarantor'"),
        ("talks_collapsed", ""),
        ("deadlock_declared", "'by':'beta'"),
        ("negotiation_closed", "'outcome':'Nothing'"),
        ("talks_convened", "'round':2,'format':'proximity','parties':['beta']"),
    ];

    // What is about a proposal that another of these offers, and is refused before it is.
    private static readonly (string Type, string Payload)[] Replies =
    [
        ("proposal_accepted", "'proposal':'answer','by':'alpha','conditions':'Once home'"),
        ("proposal_rejected", "'proposal':'bridge','by':'alpha','terms':['aid'],'reasons':'Too little'"),
        ("proposal_accepted", "'proposal':'bridge','by':'beta'"),
        ("proposal_rejected", "'proposal':'answer','by':'alpha'"),
        ("proposal_withdrawn", "'proposal':'answer','by':'beta','reason':'No answer'"),
        ("response_submitted", "'proposal':'bridge','by':'alpha','content':'With remarks'"),
    ];

    private static readonly string[] Patches =
    [
        "'occurred':'2025-07-02'",
        "'claim':'denied'",
        "'claim':null",
        "'occurrence':'one'",
        "'after':['two']",
        "'attribution':{'assertedOn':'2025-07-01'}",
        "'attribution':{'speaker':null,'mode':'observed'}",
        "'attribution':{'mode':'on_record'}",
        "'attribution':{'source':'wire'}",
        "'occurred':'2025-07-06','claim':'actual'",
    ];

    /// <summary>How many kinds of development there are that are never refused; a kind beyond them is an annotation.</summary>
    public static int Developments => Kinds.Length;

    /// <summary>The kinds of development whose type begins with one of some words.</summary>
    public static IReadOnlyList<int> KindsOf(params IEnumerable<string> words) =>
        [
            .. Enumerable
                .Range(0, Kinds.Length)
                .Where(kind => words.Any(word => Kinds[kind].Type.StartsWith(word, StringComparison.Ordinal))),
        ];

    /// <summary>A kind of development: its type and its payload, with single quotes.</summary>
    public static (string Type, string Payload) Kind(int kind) => Kinds[kind];

    /// <summary>Whether a record says where the talks are at home: of two, the one recorded last counts.</summary>
    public static bool SaysZone(Told record) => Kinds[record.Kind % Kinds.Length].Payload.Contains("'zone'", StringComparison.Ordinal);

    /// <summary>One record, of any kind.</summary>
    public static Gen<Told> Records { get; } =
        from kind in Gen.Frequency((7, Gen.Choose(0, Kinds.Length - 1)), (4, Gen.Choose(Kinds.Length, Kinds.Length + 4)))
        from voice in Gen.Choose(0, 17)
        from day in Gen.Choose(0, Dates.Length - 1)
        from asserted in Gen.Choose(0, Asserted.Length - 1)
        from occurrence in Gen.Choose(0, 5)
        from after in Gen.Choose(0, 12)
        from claim in Gen.Choose(0, Claims.Length - 1)
        from target in Gen.Choose(0, 1000)
        select new Told(kind, voice, day, asserted, occurrence, after, claim, target);

    /// <summary>Histories of up to a dozen records; a counterexample is shortened record by record.</summary>
    public static Arbitrary<Told[]> Histories { get; } =
        Arb.From(
            Gen.Choose(1, 12).SelectMany(length => Records.ArrayOf(length)),
            told => told.Select((_, i) => told.Where((_, j) => j != i).ToArray()).Where(shorter => shorter.Length > 0)
        );

    /// <summary>The bodies, each with the id of its place.</summary>
    public static IReadOnlyList<string> Bodies(IReadOnlyList<Told> told) => [.. told.Select((_, i) => Body(told, i))];

    public static Ledger Ledger(IReadOnlyList<Told> told) => Bodies(told).Aggregate(Opened(), (ledger, body) => ledger.Record(body));

    /// <summary>A ledger of them in which roles and publishers change between the records, and with them whose account a record belongs to.</summary>
    public static Ledger LedgerWithRegistrations(IReadOnlyList<Told> told)
    {
        var ledger = Opened();
        foreach (var (body, i) in Bodies(told).Select((body, i) => (body, i)))
        {
            ledger.Record(body);
            if (i % 4 == 1)
                ledger.Role("envoy", Quotes("{'title':'Turncoat','party':'beta'}"));
            else if (i % 4 == 3)
                ledger.CorrectSource("gazette", Quotes($"{{'patch':{{'publisher':'The Gazette {i}'}},'reason':'renamed'}}"));
        }

        return ledger;
    }

    public static void ForAll(Func<Told[], bool> law, int rounds = 100) => Laws.ForAll(Histories, law, rounds);

    private static string Body(IReadOnlyList<Told> told, int i)
    {
        var record = told[i];
        var target = i == 0 ? 0 : record.Target % i;
        if (record.Kind < Kinds.Length || i == 0)
            return Development(told, i);
        var asserted = record.Voice % 3 == 0 ? Asserted[record.Asserted % Asserted.Length] : null;
        return (record.Kind - Kinds.Length) switch
        {
            0 => Retracted(Id(target), asserted, Id(i)),
            1 or 4 => Corrected(Id(target), PatchOf(told, target, record.Target), asserted, Id(i)),
            2 => Disputed(Id(target), asserted, Id(i)),
            _ => About("assertion_corroborated", Id(target), "'grounds':'heard too'", asserted, Id(i)),
        };
    }

    private static string Development(IReadOnlyList<Told> told, int i)
    {
        var record = told[i];
        var after = record.After switch
        {
            1 => "one",
            2 => "two",
            3 => "nothing-known",
            4 or 5 => Id(record.Target % told.Count).ToString(),
            _ => null,
        };
        return Development(record, Id(i), Dates[record.On % Dates.Length], Asserted[record.Asserted % Asserted.Length], after);
    }

    /// <summary>The body of a record's development, with dates and edge given from outside.</summary>
    public static string Development(Told record, EventId id, string on, string asserted, string? after)
    {
        var (type, payload) = record.Kind < 0 ? Replies[-record.Kind % Replies.Length] : Kinds[record.Kind % Kinds.Length];
        return Said(
            type,
            PossibleOn(on, payload),
            on,
            Voices[record.Voice % Voices.Length],
            Sources[record.Voice % Sources.Length],
            asserted,
            record.Occurrence switch
            {
                1 or 2 => "one",
                3 => "two",
                >= Told.OfType => type.Replace('_', '-'),
                _ => null,
            },
            after,
            Claims[record.Claim % Claims.Length],
            id
        );
    }

    /// <summary>A payload as it may be on a date: what it names to come is not over before that, which could not be recorded.</summary>
    public static string PossibleOn(string on, string payload)
    {
        var said = Json($"{{{payload}}}");
        return
            new[] { "until", "deadline", "opening" }.FirstOrDefault(name => said.TryGetProperty(name, out _)) is { } member
            && said.GetProperty(member).GetString()! is var named
            && Edtf.Parse(named).IsOverBefore(Edtf.Parse(on))
            ? payload.Replace($"'{member}':'{named}'", $"'{member}':'2025-08-01'", StringComparison.Ordinal)
            : payload;
    }

    // What a correction changes must be a field of what it corrects in the end.
    private static string PatchOf(IReadOnlyList<Told> told, int target, int choice)
    {
        while (target > 0 && (told[target].Kind - Kinds.Length) is 1 or 4)
            target = told[target].Target % target;
        return target == 0 || told[target].Kind < Kinds.Length ? Patches[choice % Patches.Length]
            : (told[target].Kind - Kinds.Length) is 0 ? "'reason':'another'"
            : "'grounds':'others'";
    }
}
