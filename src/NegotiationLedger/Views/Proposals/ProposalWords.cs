using System.Globalization;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Views;

/// <summary>What changes of proposals are called: on the table, answered, changed, off it.</summary>
internal static class ProposalWords
{
    /// <summary>The rules, for the state of the talks and for the proposals alike.</summary>
    internal static ChangeRule[] Rules { get; } =
    [
        new("proposals/*", Whole),
        new("proposals/*/isStub", Stub),
        new(
            "proposals/*/title",
            (telling, change) =>
                OfKnown(change, () => telling.Field($"{telling.Proposal(change.Names[0])}, title", change, Verbatim, isDetail: true))
        ),
        new(
            "proposals/*/by",
            (telling, change) =>
                OfKnown(
                    change,
                    () => telling.Field($"{telling.Proposal(change.Names[0])}, offered by", change, telling.Party, isDetail: true)
                )
        ),
        new(
            "proposals/*/drafter",
            (telling, change) =>
                OfKnown(
                    change,
                    () => telling.Field($"{telling.Proposal(change.Names[0])}, drafted by", change, telling.Party, isDetail: true)
                )
        ),
        new("proposals/*/state", State),
        new(
            "proposals/*/terms/*/text",
            (telling, change) =>
                telling.Field($"{telling.Proposal(change.Names[0])}, {telling.Issue(change.Names[1])}", change, Verbatim, isDetail: true)
        ),
        new("proposals/*/terms/*/isAgreed", Agreed),
        new("proposals/*/responses/*", Response),
        new("proposals/*/characterizations/*", Characterization) { ItemKey = "event" },
        new("proposals/*/counters/*", Counter) { ItemKey = "" },
        new("proposals/*/move", Move, IsNews: false),
    ];

    private static string Verbatim(string text) => text;

    // When a proposal comes or goes as a whole, that is told once.
    private static IEnumerable<string> OfKnown(ChangedField change, Func<IEnumerable<string>> say) =>
        change.IsOwnerNew || change.IsOwnerGone ? [] : say();

    private static IEnumerable<string> Whole(Telling telling, ChangedField change)
    {
        if (change.Before is not null && change.After is not null)
            return [];
        var proposal = (change.After ?? change.Before)!;
        if (Telling.Text(proposal, "isStub") == "true")
            return [$"{change.Names[0]} is {(change.After is null ? "no longer " : "")}known by its id alone"];
        var title = Telling.Text(proposal["title"], "value") is { } known ? $"{known} ({change.Names[0]})" : change.Names[0];
        var by = Telling.Text(proposal["by"], "value") is { } party ? $", offered by {telling.Party(party)}" : "";
        var reply = Telling.Text(proposal, "inReplyTo") is { } other ? $", in reply to {telling.Proposal(other)}" : "";
        var state = Telling.Text(proposal["state"], "value") is { } left and not "on_the_table" ? Telling.Words(left) : "on the table";
        return change.After is null
            ? [$"No longer {state}: {title}"]
            : [$"{char.ToUpperInvariant(state[0])}{state[1..]}: {title}{by}{reply}"];
    }

    private static IEnumerable<string> Stub(Telling telling, ChangedField change) =>
        change.IsOwnerNew || change.IsOwnerGone ? []
        : change.After is null ? [$"{telling.Proposal(change.Names[0])}: its tabling is now on record"]
        : [$"{telling.Proposal(change.Names[0])}: who tabled it is no longer on record"];

    private static IEnumerable<string> State(Telling telling, ChangedField change) =>
        OfKnown(change, () => telling.Field(telling.Proposal(change.Names[0]), change));

    private static IEnumerable<string> Agreed(Telling telling, ChangedField change) =>
        (Telling.Flag(change.Before), Telling.Flag(change.After)) switch
        {
            (false, true) => [$"{telling.Proposal(change.Names[0])}, {telling.Issue(change.Names[1])}: agreed by all who are to answer"],
            (true, false) => [$"{telling.Proposal(change.Names[0])}, {telling.Issue(change.Names[1])}: no longer agreed"],
            _ => [],
        };

    private static IEnumerable<string> Response(Telling telling, ChangedField change)
    {
        var (party, proposal) = (telling.Party(change.Names[1]), telling.Proposal(change.Names[0]));
        var latest = change.Inner("latest");
        var (was, now) = (Telling.Text(latest.Before, "value"), Telling.Text(latest.After, "value"));
        var (timesBefore, times) = (Times(change.Before), Times(change.After));
        if (now is null)
            return [$"{party}: answer to {proposal} no longer on record ({Said(was!)})"];
        var said = $"{party}: {proposal} {Said(now)}";
        if (was != now)
            return [$"{said}{Telling.Time(times)}", .. telling.Field(said, latest).Skip(1)];
        return times > timesBefore ? [$"{said}{Telling.Time(times)}"]
            : times < timesBefore ? [$"{said} {Telling.Often(times)}, no longer {Telling.Often(timesBefore)}"]
            : telling.Field($"{party} on {proposal}", latest, Said);
    }

    private static int Times(JsonNode? stand) =>
        int.TryParse(Telling.Text(stand, "times"), NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? times : 0;

    private static string Said(string response) =>
        response switch
        {
            "submitted" => "answered",
            "partly_accepted" => "accepted in part",
            "conditionally_accepted" => "accepted on conditions",
            "countered" => "answered by another proposal",
            _ => response,
        };

    private static IEnumerable<string> Characterization(Telling telling, ChangedField change)
    {
        var told = (change.After ?? change.Before)!;
        var sentence =
            $"{telling.Viewpoint(Telling.Text(told, "viewpoint")!)} on {telling.Party(Telling.Text(told, "of")!)}'s answer to {telling.Proposal(change.Names[0])}: “{Telling.Text(told, "words")}”";
        return [change.After is null ? $"No longer on record: {sentence}" : sentence];
    }

    private static IEnumerable<string> Counter(Telling telling, ChangedField change) =>
        change.IsOwnerGone || change.After?.ToString() == change.Before?.ToString() ? []
        : change.After is null
            ? [$"{telling.Proposal(change.Names[0])}: no longer answered by {telling.Proposal(change.Before!.ToString())}"]
        : [$"{telling.Proposal(change.Names[0])}: answered by {telling.Proposal(change.After.ToString())}"];

    private static IEnumerable<string> Move(Telling telling, ChangedField change)
    {
        if (change.IsOwnerNew || change.IsOwnerGone)
            return [];
        var (was, now) = (telling.Parties(change.Before), telling.Parties(change.After));
        return was == now ? []
            : now.Length == 0 ? [$"{telling.Proposal(change.Names[0])}, next move: nobody's, or unknown"]
            : [$"{telling.Proposal(change.Names[0])}, next move: {now}"];
    }
}
