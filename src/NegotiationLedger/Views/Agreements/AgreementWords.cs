using System.Text.Json.Nodes;

namespace NegotiationLedger.Views;

/// <summary>What changes of agreements are called.</summary>
internal static class AgreementWords
{
    /// <summary>The rules of the view of agreements.</summary>
    internal static ChangeRule[] Rules { get; } =
    [
        .. Under("byId"),
        new("commitments/*/state", (telling, change) => telling.Field(Commitment(telling, change), change)),
        new(
            "commitments/*/deadline",
            (telling, change) => telling.Field($"{Commitment(telling, change)} is due", change, text => text, isDetail: true)
        ),
    ];

    /// <summary>The rules of agreements as the state of the talks shows them.</summary>
    internal static ChangeRule[] InStatus { get; } = Under("agreements");

    private static ChangeRule[] Under(string member) =>
        [
            new($"{member}/*/state", (telling, change) => telling.Field(Name(telling, change), change)),
            new($"{member}/*/terms/*", Term),
            new($"{member}/*/decisions/*", Decision),
            new(
                $"{member}/*/until",
                (telling, change) => telling.Field($"{Name(telling, change)} lasts until", change, text => text, isDetail: true)
            ),
            new($"{member}/*/scope", (telling, change) => telling.Field($"{Name(telling, change)}, scope", change, isDetail: true))
            {
                IsOfKnown = true,
            },
            new(
                $"{member}/*/proposal",
                (telling, change) =>
                    telling.Field($"{Name(telling, change)} came from the proposal", change, telling.Proposal, isDetail: true)
            )
            {
                IsOfKnown = true,
            },
            new($"{member}/*/partyTo/*", PartyTo),
            new($"{member}/*/breaches/*", Breach) { ItemKey = "event" },
        ];

    private static string Name(Telling telling, ChangedField change) =>
        change.Names[0] == "agreement" ? "The agreement" : $"Agreement {telling.Agreement(change.Names[0])}";

    private static IEnumerable<string> Term(Telling telling, ChangedField change) =>
        telling.Field($"{Name(telling, change)}, {telling.Issue(change.Names[1])}", change, text => text, isDetail: true);

    // With a new agreement its parties are not listed one by one.
    private static IEnumerable<string> PartyTo(Telling telling, ChangedField change) =>
        change.IsOwnerNew
            ? []
            : telling.Field(
                $"{telling.Party(change.Names[1])}, party to {Of(telling, change)}",
                change,
                isParty => isParty == "true" ? "yes" : "no",
                isDetail: true
            );

    private static IEnumerable<string> Decision(Telling telling, ChangedField change)
    {
        var (was, now) = (change.Before?["value"], change.After?["value"]);
        var party = telling.Party(change.Names[1]);
        return now is null ? [$"No longer on record: {party} {Telling.Text(was, "kind")} {Of(telling, change)}"]
            : JsonNode.DeepEquals(was, now) ? []
            : [$"{party} {Telling.Text(now, "kind")} {Of(telling, change)}{Vote(now)}"];
    }

    private static string Of(Telling telling, ChangedField change) =>
        change.Names[0] == "agreement" ? "the agreement" : $"the agreement {telling.Agreement(change.Names[0])}";

    private static string Vote(JsonNode decision)
    {
        string?[] vote =
        [
            Telling.Text(decision, "body"),
            Telling.Text(decision, "votesFor") is { } yes ? $"{yes} for" : null,
            Telling.Text(decision, "votesAgainst") is { } no ? $"{no} against" : null,
        ];
        var how = string.Join(", ", vote.OfType<string>());
        return how.Length > 0 ? $" ({how})" : "";
    }

    private static IEnumerable<string> Breach(Telling telling, ChangedField change)
    {
        var told = (change.After ?? change.Before)!;
        var words = $"{telling.Party(Telling.Text(told, "by")!)} breached {Of(telling, change)}: {Telling.Text(told, "text")}";
        return change.After is null ? [$"No longer on record: {words}"]
            : change.Before is null ? [words]
            : [];
    }

    private static string Commitment(Telling telling, ChangedField change)
    {
        var names = change.Names[0].Split(' ');
        return $"{telling.Party(names[^1])}'s commitment {names[0]}";
    }
}
