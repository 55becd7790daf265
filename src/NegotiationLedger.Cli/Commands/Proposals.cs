using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger proposals</c>: what each says, what was answered, whose move it is.</summary>
internal static class Proposals
{
    private const int RoomForTerms = 80;
    private const int RoomForAnswers = 60;

    private static readonly Column[] TermColumns = [new("issue"), new("term"), new("accepted by"), new("rejected by")];
    private static readonly Column[] AnswerColumns = [new("when", IsShort: true), new("who"), new("answer"), new("of")];

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell) =>
        Question.OfView(
            shell,
            new(
                "proposals",
                "Shows every proposal: its terms, who accepted or rejected them, the answers in order, and whose move it is.",
                "ledger proposals doha-2025",
                "ledger proposals doha-2025 --undisputed"
            ),
            Show
        );

    /// <summary>Shows an answer.</summary>
    public static void Show(Page page, Answer answer)
    {
        answer.ShowHead(page);
        var proposals = answer.View.Map("proposals").ToList();
        if (proposals.Count == 0)
            page.Gap().Line(Phrase.Of("No proposal is known in this lens."));
        var titles = proposals.ToDictionary(p => p.Name, p => Said.Of(p.Value, "title")?.Value ?? p.Name);
        foreach (var proposal in proposals)
            ShowOne(page, proposal, titles, answer.Names);
        answer.ShowFoot(page);
    }

    /// <summary>A proposal by its title and id; a stub says that it is one.</summary>
    public static Phrase TitleOf(JsonProperty proposal)
    {
        if (proposal.Value.Flag("isStub"))
            return Phrase.Of(proposal.Name, Ink.Strong)
                + Phrase.Of("(stub: nothing in this lens says who tabled it or what it contains)", Ink.Faint);
        return Said.Of(proposal.Value, "title") is { } title
            ? title.As(title.Value, Ink.Strong) + Phrase.Of($"({proposal.Name})", Ink.Faint)
            : Phrase.Of(proposal.Name, Ink.Strong);
    }

    /// <summary>Where a party stands: its latest answer and how often it gave it.</summary>
    public static Phrase StandOf(JsonProperty response, Names names)
    {
        var latest = Said.Of(response.Value, "latest");
        if (latest is null)
            return Phrase.None;
        return Phrase.Lines([
            Phrase.Of($"{names.Party(response.Name)}:", Ink.Strong)
                + latest
                    .As(Saying.Words(latest.Value) + Saying.Times(response.Value.Number("times")), InkOf(latest.Value))
                    .On(latest.Occurred)
                + latest.By(names),
            .. latest.Otherwise(names),
        ]);
    }

    /// <summary>Whose move it is; no words when nobody's, or when that is unknown.</summary>
    public static Phrase MoveOf(JsonElement proposal, Names names)
    {
        var (move, awaiting) = (proposal.Texts("move"), proposal.Texts("awaiting"));
        if (move.Count == 0)
            return Phrase.None;
        return Phrase.Of("next move", Ink.Faint)
            + Phrase.Of(names.AllParties(move))
            + Phrase.Of(awaiting.Count > 0 ? "(has yet to answer)" : "", Ink.Faint);
    }

    private static void ShowOne(Page page, JsonProperty proposal, Dictionary<string, string> titles, Names names)
    {
        page.Heading(TitleOf(proposal)).Facts(FactsOf(proposal.Value, titles, names));
        page.ShowApart(TermsOf(proposal.Value, names));
        var answers = AnswersOf(proposal.Value, names);
        if (!answers.IsEmpty)
            page.Gap().Line(Phrase.Of("Answers", "underline")).Show(answers);
        foreach (var told in proposal.Value.Items("characterizations"))
            page.Line(
                Phrase.Of(
                    $"The answer of {names.Party(told.Text("of") ?? "")} was called \"{told.Text("words")}\" by {names.Viewpoint(told.Text("viewpoint"))}."
                )
            );
    }

    private static IEnumerable<(string Label, Phrase Value)> FactsOf(JsonElement proposal, Dictionary<string, string> titles, Names names)
    {
        if (proposal.Flag("isStub"))
            yield break;
        var state = Said.Of(proposal, "state");
        yield return ("state", state.Whole(names, state?.Value == "agreed" ? Ink.Good : Ink.Strong));
        yield return ("offered by", PartyOf(proposal, "by", names));
        yield return ("drafted by", PartyOf(proposal, "drafter", names));
        yield return (
            "in reply to",
            Phrase.Of(proposal.Text("inReplyTo") is { } answered ? titles.GetValueOrDefault(answered, answered) : null)
        );
        yield return ("answered by", Phrase.Of(string.Join(", ", proposal.Texts("counters").Select(c => titles.GetValueOrDefault(c, c)))));
        yield return ("version", proposal.Number("version") is > 1 and var version ? Phrase.Of($"{version}") : Phrase.None);
        yield return ("stands", Phrase.Lines(proposal.Map("responses").Select(r => StandOf(r, names))));
        yield return ("yet to answer", Phrase.Of(names.AllParties(proposal.Texts("awaiting"))));
        yield return (
            "next move",
            Phrase.Of(proposal.Texts("move") is { Count: > 0 } move ? names.AllParties(move) : "nobody's, or unknown")
        );
    }

    private static Phrase PartyOf(JsonElement proposal, string name, Names names) =>
        Said.Of(proposal, name) is { } party ? Phrase.Lines([party.As(names.Party(party.Value)), .. party.Otherwise(names)])
        : name == "by" ? Phrase.Of("unknown")
        : Phrase.None;

    private static Sheet TermsOf(JsonElement proposal, Names names)
    {
        var sheet = new Sheet(RoomForTerms, TermColumns);
        foreach (var term in proposal.Map("terms"))
        {
            var text = Said.Of(term.Value, "text");
            sheet.Add(
                Phrase.Of(names.Issue(term.Name), Ink.Strong),
                Phrase.Lines([
                    text.Worded(),
                    term.Value.Flag("isAgreed") ? Phrase.Of("agreed", Ink.Good) : Phrase.None,
                    .. text.Otherwise(names),
                ]),
                Phrase.Lines([
                    Phrase.Of(names.AllParties(term.Value.Texts("acceptedBy")), Ink.Good),
                    term.Value.Texts("conditionallyAcceptedBy") is { Count: > 0 } conditional
                        ? Phrase.Of($"on conditions: {names.AllParties(conditional)}", Ink.Doubt)
                        : Phrase.None,
                ]),
                Phrase.Of(names.AllParties(term.Value.Texts("rejectedBy")), Ink.Bad)
            );
        }

        return sheet;
    }

    private static Sheet AnswersOf(JsonElement proposal, Names names)
    {
        var sheet = new Sheet(RoomForAnswers, AnswerColumns);
        foreach (var answer in proposal.Items("answers"))
        {
            var response = answer.Text("response") ?? "";
            sheet.Add(
                Phrase.Of(answer.Text("occurred")),
                Phrase.Of(names.Party(answer.Text("by") ?? "unknown"), Ink.Strong),
                Phrase.Of(Saying.Words(response), InkOf(response)),
                Phrase.Of(string.Join(", ", answer.Texts("terms").Select(names.Issue)))
            );
        }

        return sheet;
    }

    private static string? InkOf(string response) =>
        response switch
        {
            "accepted" => Ink.Good,
            "rejected" => Ink.Bad,
            _ => null,
        };
}
