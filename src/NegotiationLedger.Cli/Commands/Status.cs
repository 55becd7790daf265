using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger status</c>: the current state of the talks.</summary>
internal static class Status
{
    private const int RoomForParties = 112;

    private static readonly Column[] PartyColumns =
    [
        new("party"),
        new("role", IsShort: true),
        new("team", IsShort: true),
        new("fighting", IsShort: true),
        new("where"),
        new("intent"),
        new("contested"),
    ];

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell) =>
        Question.OfView(
            shell,
            new(
                "status",
                "Shows the state of the talks: phase, parties, what is on the table, and where accounts differ.",
                "ledger status doha-2025",
                "ledger status doha-2025 --occurred-until 2025-07-21",
                "ledger status doha-2025 --according-to party:israel --according-to party:hamas"
            ),
            Show
        );

    /// <summary>Shows an answer.</summary>
    public static void Show(Page page, Answer answer)
    {
        var (view, names) = (answer.View, answer.Names);
        answer.ShowHead(page);
        if (view.Member("frame") is { } frame && Said.Of(frame, "subject") is { } subject)
            page.Line(Phrase.Of(subject.Value));
        page.Gap().Facts(TalksFacts(view, names));
        ShowParties(page, view, names);
        ShowProposals(page, view, names);
        ShowAgreements(page, view, names);
        ShowUltimatums(page, view, names);
        ShowPersons(page, view, names);
        ShowFigures(page, view, names);
        answer.ShowFoot(page);
    }

    private static IEnumerable<(string Label, Phrase Value)> TalksFacts(JsonElement view, Names names)
    {
        var phase = Said.Of(view, "phase");
        yield return ("phase", phase is null ? Phrase.Of("unknown: no account in this lens says") : phase.Whole(names, InkOf(phase.Value)));
        yield return ("deadlock by", Phrase.Of(names.AllParties(view.Map("deadlockDeclaredBy").Select(p => p.Name))));
        yield return ("broken off by", Said.Of(view, "collapsedBy") is { } by ? by.As(names.Party(by.Value)) + by.By(names) : Phrase.None);
        yield return ("outcome", Said.Of(view, "outcome").Whole(names));
        yield return ("session until", Said.Of(view, "session").Whole(names));
        yield return ("round", Said.Of(view, "round").Whole(names));
        yield return ("venue", Said.Of(view, "venue").Whole(names));
        yield return ("format", Said.Of(view, "format").Whole(names));
        yield return ("mediators", Phrase.Of(names.AllParties(view.Texts("mediators"))));
        yield return ("last movement", LastMovement(view, names));
    }

    private static Phrase LastMovement(JsonElement view, Names names) =>
        view.Member("lastMovement") is not { } last
            ? Phrase.None
            : Phrase.Of(last.Text("what")).On(last.Text("occurred"))
                + Phrase.Of($"({names.Viewpoints(last.Texts("viewpoints"))})", Ink.Faint);

    private static string InkOf(string phase) =>
        phase switch
        {
            "collapsed" or "deadlocked" or "suspended" => $"bold {Ink.Bad}",
            "agreed" or "in_session" => $"bold {Ink.Good}",
            _ => Ink.Strong,
        };

    private static void ShowParties(Page page, JsonElement view, Names names)
    {
        var known = view.Map("parties").ToDictionary(p => p.Name, p => p.Value);
        var sheet = new Sheet(RoomForParties, PartyColumns);
        foreach (var id in names.Parties.Union(known.Keys))
            sheet.Add(PartyRow(id, known.GetValueOrDefault(id), RoleOf(view, id, names), names));
        if (!sheet.IsEmpty)
            page.Heading("Parties").Show(sheet);
    }

    private static Phrase[] PartyRow(string id, JsonElement party, string role, Names names)
    {
        Said? presence = Said.Of(party, "presence"),
            fighting = Said.Of(party, "hostilities"),
            area = Said.Of(party, "area"),
            intent = Said.Of(party, "intent");
        var aims = party.Texts("objectives");
        return
        [
            Phrase.Of(names.Party(id), Ink.Strong),
            Phrase.Of(role),
            Phrase.Lines([presence.Worded(), Phrase.Of(presence?.Occurred, Ink.Faint)]),
            Phrase.Lines([
                fighting.Worded(fighting?.Value == "under_way" ? Ink.Bad : null),
                Phrase.Of(fighting?.Occurred, Ink.Faint),
                Said.Of(party, "ceasefireUntil") is { } end ? Phrase.Of($"until {end.Value}", Ink.Faint) : Phrase.None,
                .. party.Map("ceasefires").Select(c => CeasefireOf(c, id, names)),
            ]),
            Phrase.Lines([
                area.Worded(),
                .. party.Map("operations").Select(OperationOf),
                aims.Count == 0 ? Phrase.None : Phrase.Of($"aims: {string.Join("; ", aims)}"),
            ]),
            intent is null ? Phrase.None : Phrase.Lines([intent.Worded(), Phrase.Of(intent.Occurred, Ink.Faint) + intent.By(names)]),
            Phrase.Lines([
                .. presence.Otherwise(names),
                .. fighting.Otherwise(names),
                .. area.Otherwise(names),
                .. intent.Otherwise(names),
            ]),
        ];
    }

    // Of one that binds the party's own fields tell, but for with whom.
    private static Phrase CeasefireOf(JsonProperty ceasefire, string party, Names names)
    {
        var with = string.Join(", ", ceasefire.Name.Split(' ').Where(other => other != party).Select(names.Party));
        if (with.Length == 0 || Said.Of(ceasefire.Value, "holds") is not { } holds)
            return Phrase.None;
        var ended = Said.Of(ceasefire.Value, "endedBy") is { } by ? $"ended by {names.Party(by.Value)}" : "over";
        return Phrase.Of($"with {with}{(holds.Value == "true" ? "" : $": {ended}")}, {holds.Occurred}", Ink.Faint);
    }

    // Of a single one the party's own fields tell.
    private static Phrase OperationOf(JsonProperty operation) =>
        Said.Of(operation.Value, "state") is { Value: not "under_way" } state
            ? Phrase.Of(
                $"{Said.Of(operation.Value, "area")?.Value ?? operation.Name}: {Saying.Words(state.Value)}, {state.Occurred}",
                Ink.Faint
            )
            : Phrase.None;

    private static string RoleOf(JsonElement view, string id, Names names)
    {
        if (view.Member("frame")?.Member("parties")?.Member(id) is not { } framed || Said.Of(framed, "role") is not { } role)
            return "";
        return Said.Of(framed, "supports") is { } supported ? $"{role.Value} of {names.Party(supported.Value)}" : Saying.Words(role.Value);
    }

    private static void ShowAgreements(Page page, JsonElement view, Names names)
    {
        var agreements = view.Map("agreements").ToList();
        if (agreements.Count == 0)
            return;
        page.Heading("Agreements");
        foreach (var agreement in agreements)
            page.Line(Agreements.TitleOf(agreement)).Below(Agreements.StandOf(agreement.Value, names));
    }

    private static void ShowProposals(Page page, JsonElement view, Names names)
    {
        foreach (
            var (state, heading) in new[]
            {
                ("on_the_table", "On the table"),
                ("conditionally_accepted", "Accepted on conditions"),
                ("accepted", "Accepted"),
            }
        )
        {
            var proposals = view.Map("proposals").Where(p => (Said.Of(p.Value, "state")?.Value ?? "on_the_table") == state).ToList();
            if (proposals.Count > 0)
                page.Heading(heading);
            foreach (var proposal in proposals)
                ShowProposal(page, proposal, names);
        }
    }

    private static void ShowProposal(Page page, JsonProperty proposal, Names names)
    {
        page.Line(Proposals.TitleOf(proposal));
        if (!proposal.Value.Flag("isStub"))
            page.Below(
                Phrase.Lines([
                    .. proposal.Value.Map("responses").Select(r => Proposals.StandOf(r, names)),
                    Proposals.MoveOf(proposal.Value, names),
                ])
            );
    }

    private static void ShowUltimatums(Page page, JsonElement view, Names names)
    {
        var ultimatums = view.Map("ultimatums").ToList();
        if (ultimatums.Count == 0)
            return;
        page.Heading("Ultimatums");
        foreach (var (id, ultimatum) in ultimatums.Select(u => (u.Name, u.Value)))
        {
            Said? state = Said.Of(ultimatum, "state"),
                text = Said.Of(ultimatum, "text"),
                deadline = Said.Of(ultimatum, "deadline");
            var sides =
                Phrase.Of(ultimatum.Text("by") is { } by ? names.Party(by) : "unknown", Ink.Strong)
                + Phrase.Of(ultimatum.Text("to") is { } to ? $"to {names.Party(to)}:" : ":");
            page.Line(sides + (text?.As(text.Value) ?? Phrase.Of(id)));
            page.Below(
                Phrase.Lines([
                    Phrase.Join(page.Dot, [state.Worded(Ink.Strong), deadline?.As($"deadline {deadline.Value}") ?? Phrase.None]),
                    .. state.Otherwise(names),
                    .. text.Otherwise(names),
                    .. deadline.Otherwise(names),
                ])
            );
        }
    }

    private static void ShowPersons(Page page, JsonElement view, Names names)
    {
        var persons = new[] { ("taken", "takenCount"), ("released", "releasedCount") }
            .Select(p => (p.Item1, Each: view.Map(p.Item1).ToList(), Sum: view.Number(p.Item2)))
            .Where(p => p.Each.Count > 0)
            .Select(p =>
                (p.Item1, Phrase.Lines([Phrase.Of($"{p.Sum} in all", Ink.Strong), .. p.Each.Select(e => PersonsOf(e.Value, names))]))
            )
            .ToList();
        if (persons.Count > 0)
            page.Heading("Persons").Facts(persons);
    }

    private static Phrase PersonsOf(JsonElement persons, Names names)
    {
        var by = persons.Text("by") is { } party ? Phrase.Of($"by {names.Party(party)}:") : Phrase.None;
        Said? count = Said.Of(persons, "count"),
            who = Said.Of(persons, "who");
        var told = count ?? Said.Of(persons, "happened");
        return Phrase.Lines([
            by
                + (count?.As(count.Value) ?? Phrase.Of("some"))
                + (who?.As(who.Value) ?? Phrase.None).On(told?.Occurred)
                + (told?.By(names) ?? Phrase.None),
            .. told.Otherwise(names),
            .. who.Otherwise(names),
        ]);
    }

    private static void ShowFigures(Page page, JsonElement view, Names names)
    {
        var figures = view.Map("figures").Select(f => (f.Name, Value: FigureOf(f.Value, names))).ToList();
        if (figures.Count > 0)
            page.Heading("Figures").Facts(figures);
    }

    private static Phrase FigureOf(JsonElement figure, Names names) =>
        Said.Of(figure, "value") is not { } value
            ? Phrase.None
            : Phrase.Lines([value.As(value.Value).On(value.Occurred) + value.By(names), .. value.Otherwise(names)]);
}
