using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger agreements</c>: what was agreed, who signed, ratified or refused it, and what became of it.</summary>
internal static class Agreements
{
    private const int RoomForTerms = 60;

    private static readonly Column[] TermColumns = [new("issue"), new("term")];

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell) =>
        Question.OfView(
            shell,
            new(
                "agreements",
                "Shows every agreement: its terms, where it stands, who signed, ratified or refused it with which vote, breaches and commitments.",
                "ledger agreements doha-2025",
                "ledger agreements doha-2025 --occurred-until 2025-07-21"
            ),
            Show
        );

    /// <summary>Shows an answer.</summary>
    public static void Show(Page page, Answer answer)
    {
        answer.ShowHead(page);
        var agreements = answer.View.Map("byId").ToList();
        var commitments = answer.View.Map("commitments").ToList();
        if (agreements.Count == 0 && commitments.Count == 0)
            page.Gap().Line(Phrase.Of("No agreement is known in this lens."));
        foreach (var agreement in agreements)
            ShowOne(page, agreement, answer.Names);
        if (commitments.Count > 0)
            page.Heading("Commitments").Facts(commitments.Select(c => CommitmentOf(c.Value, answer.Names)));
        answer.ShowFoot(page);
    }

    /// <summary>An agreement by its title and id.</summary>
    public static Phrase TitleOf(JsonProperty agreement) =>
        Said.Of(agreement.Value, "title") is { } title
            ? title.As(title.Value, Ink.Strong) + Phrase.Of($"({agreement.Name})", Ink.Faint)
            : Phrase.Of(agreement.Name, Ink.Strong);

    /// <summary>How an agreement's state is inked.</summary>
    public static string? InkOf(string? state) =>
        state switch
        {
            "reached" or "signed" or "in_force" => Ink.Good,
            "rejected" or "terminated" => Ink.Bad,
            _ => null,
        };

    /// <summary>Where an agreement stands, and what each party made of it.</summary>
    public static Phrase StandOf(JsonElement agreement, Names names)
    {
        var state = Said.Of(agreement, "state");
        return Phrase.Lines([
            state.Whole(names, InkOf(state?.Value)),
            .. agreement.Map("decisions").Select(d => Phrase.Of($"{names.Party(d.Name)}:", Ink.Strong) + DecisionOf(d.Value, names)),
            .. agreement.Items("breaches").Select(b => BreachOf(b, names)),
        ]);
    }

    private static void ShowOne(Page page, JsonProperty agreement, Names names)
    {
        page.Heading(TitleOf(agreement)).Facts(FactsOf(agreement.Value, names));
        var sheet = new Sheet(RoomForTerms, TermColumns);
        foreach (var term in agreement.Value.Map("terms"))
            sheet.Add(
                Phrase.Of(names.Issue(term.Name), Ink.Strong),
                Said.Of(agreement.Value.Member("terms")!.Value, term.Name).Whole(names)
            );
        page.ShowApart(sheet);
        foreach (var breach in agreement.Value.Items("breaches"))
            page.Line(BreachOf(breach, names));
    }

    private static Phrase BreachOf(JsonElement breach, Names names) =>
        Phrase.Of("breach", Ink.Bad)
        + Phrase.Of($"by {names.Party(breach.Text("by") ?? "unknown")}: \"{breach.Text("text")}\"").On(breach.Text("occurred"))
        + Phrase.Of($"says {names.Viewpoint(breach.Text("viewpoint"))}", Ink.Faint);

    private static IEnumerable<(string Label, Phrase Value)> FactsOf(JsonElement agreement, Names names)
    {
        var state = Said.Of(agreement, "state");
        yield return ("state", state.Whole(names, InkOf(state?.Value) ?? Ink.Strong));
        yield return ("scope", Said.Of(agreement, "scope").Whole(names));
        yield return (
            "parties",
            Phrase.Lines([
                Phrase.Of(names.AllParties(agreement.Texts("parties"))),
                .. agreement.Map("partyTo").SelectMany(p => Doubted(p, agreement, names)),
            ])
        );
        yield return ("from proposal", Said.Of(agreement, "proposal").Whole(names));
        yield return ("until", Said.Of(agreement, "until").Whole(names));
        foreach (var decision in agreement.Map("decisions"))
            yield return (names.Party(decision.Name), DecisionOf(decision.Value, names));
    }

    // Who says otherwise of a party: that it is one, or that it is not.
    private static IEnumerable<Phrase> Doubted(JsonProperty party, JsonElement agreement, Names names) =>
        (Said.Of(agreement.Member("partyTo")!.Value, party.Name)?.Rivals ?? []).Select(rival =>
            Phrase.Of($"{names.Party(party.Name)}:", Ink.Strong)
            + (rival with { Value = rival.Value == "true" ? "a party" : "not a party" }).Against(names)
        );

    private static Phrase DecisionOf(JsonElement decision, Names names)
    {
        if (decision.Member("value") is not { } decided)
            return Phrase.None;
        var kind = decided.Text("kind");
        var vote = decided.Number("votesFor") is { } votes ? $", {votes} to {decided.Number("votesAgainst") ?? 0}" : "";
        var body = decided.Text("body") is { } by ? $" by {by}" : "";
        return Phrase.Of($"{Saying.Words(kind)}{body}{vote}", InkOf(kind == "ratified" ? "signed" : kind)).On(decision.Text("occurred"))
            + Phrase.Of($"says {string.Join(", ", decision.Texts("viewpoints").Select(names.Viewpoint))}", Ink.Faint);
    }

    private static Phrase DueOf(Said? deadline) => deadline is null ? Phrase.None : Phrase.Of("by", Ink.Faint) + deadline.Worded();

    private static (string Label, Phrase Value) CommitmentOf(JsonElement commitment, Names names)
    {
        Said? deadline = Said.Of(commitment, "deadline"),
            state = Said.Of(commitment, "state");
        return (
            names.Party(commitment.Text("by") ?? "unknown"),
            Phrase.Lines([Said.Of(commitment, "text").Whole(names), DueOf(deadline), .. deadline.Otherwise(names), state.Whole(names)])
        );
    }
}
