using System.Text.Json.Nodes;

namespace NegotiationLedger.Views;

/// <summary>What changes of the state of the talks are called.</summary>
internal static class StatusWords
{
    /// <summary>The talks as a whole.</summary>
    internal static ChangeRule[] Talks { get; } =
    [
        new("phase", (telling, change) => telling.Field("The talks", change, Phase)),
        new("deadlockDeclaredBy/*", Deadlock),
        new("collapsedBy", (telling, change) => telling.Field("Broken off by", change, telling.Party, isDetail: true, passes: true)),
        new("session", (telling, change) => telling.Field("The session is to end", change, Verbatim, isDetail: true, passes: true)),
        new("outcome", (telling, change) => telling.Field("Outcome", change, Verbatim, isDetail: true, passes: true)),
        new("round", (telling, change) => telling.Field("Round", change, isDetail: true)),
        new("venue", (telling, change) => telling.Field("Venue", change, Verbatim)),
        new("format", (telling, change) => telling.Field("Format of the talks", change, isDetail: true)),
    ];

    /// <summary>The parties one by one.</summary>
    internal static ChangeRule[] Parties { get; } =
    [
        new("parties/*/presence", (telling, change) => telling.Field(telling.Party(change.Names[0]), change, Presence)),
        new("parties/*/hostilities", (telling, change) => telling.Field(telling.Party(change.Names[0]), change, Hostilities)),
        new(
            "parties/*/area",
            (telling, change) =>
                telling.Field($"{telling.Party(change.Names[0])}, area of operations", change, Verbatim, isDetail: true, passes: true)
        ),
        new("parties/*/objectives", Objectives),
        new("parties/*/operations/*/state", Operation) { IsOfKnown = true },
        new("parties/*/ceasefires/*", Ceasefire),
        new("parties/*/isIntentOver", IntentOver),
        new("parties/*/intent", (telling, change) => telling.Field($"{telling.Party(change.Names[0])} intends", change, Verbatim)),
        new("parties/*/mediating", (telling, change) => telling.Field(telling.Party(change.Names[0]), change, Mediating)),
    ];

    /// <summary>Ultimatums, figures, and the last movement.</summary>
    internal static ChangeRule[] Others { get; } =
    [
        new("ultimatums/*", Ultimatum),
        new("figures/*", Figure),
        new("released/*", Persons),
        new("taken/*", Persons),
        new("lastMovement", LastMovement, IsNews: false),
    ];

    private const string InForce = "in force";

    private static string Verbatim(string text) => text;

    private static string Phase(string value) =>
        value switch
        {
            "agreed" => "concluded by an agreement",
            "agreement_refused" => "the agreement was turned down",
            "agreement_ended" => "the agreement has ended",
            "closed" => "closed for good",
            "out_of_session" => "out of session",
            _ => Telling.Words(value),
        };

    private static IEnumerable<string> Deadlock(Telling telling, ChangedField change) =>
        change.Before is null ? [$"Deadlock declared by {telling.Party(change.Names[0])}"]
        : change.After is null ? [$"Deadlock no longer declared by {telling.Party(change.Names[0])}"]
        : telling.Field($"Deadlock declared by {telling.Party(change.Names[0])}", change, _ => "on record", isDetail: true);

    private static string Presence(string value) =>
        value switch
        {
            "at_table" => "at the table",
            "was_at_table" => "at the table until the session ended",
            "recalled" => "team recalled",
            _ => "out of the negotiation",
        };

    private static string Hostilities(string value) =>
        value switch
        {
            "under_way" => "military operations under way",
            "halted" => "military operations halted",
            "ceasefire_over" => "its ceasefire is over",
            _ => "bound by a ceasefire",
        };

    // One that begins is told by where the party fights.
    private static IEnumerable<string> Operation(Telling telling, ChangedField change) =>
        telling.Field($"{telling.Party(change.Names[0])}, operations ({change.Names[1]})", change, isDetail: true);

    // One that begins is told by what binds the party.
    private static IEnumerable<string> Ceasefire(Telling telling, ChangedField change)
    {
        var others = change.Names[1].Split(' ').Where(id => id != change.Names[0]).Select(telling.Party).ToList();
        var subject = $"{telling.Party(change.Names[0])}, ceasefire{(others.Count > 0 ? $" with {string.Join(", ", others)}" : "")}";
        var (was, now) = (CeasefireState(telling, change.Before), CeasefireState(telling, change.After));
        return change.After is null || (change.Before is null && now == InForce) ? []
            : was is null ? [$"{subject}: {now}"]
            : was != now ? [$"{subject}: {now}, no longer {was}"]
            : telling.Field(subject, change.Inner("holds"), holds => holds == "true" ? InForce : "over", isDetail: true);
    }

    private static string? CeasefireState(Telling telling, JsonNode? ceasefire)
    {
        if (ceasefire is null)
            return null;
        var by = Telling.Text(ceasefire["endedBy"], "value") is { } party ? $"ended by {telling.Party(party)}" : "over";
        var reason = Telling.Text(ceasefire["reason"], "value") is { } why ? $" ({Telling.Unended(why)})" : "";
        return Telling.Text(ceasefire["holds"], "value") == "true" ? InForce : by + reason;
    }

    private static IEnumerable<string> IntentOver(Telling telling, ChangedField change) =>
        change.After is null ? [] : [$"{telling.Party(change.Names[0])}: its intent ended with the negotiation"];

    private static string Mediating(string value) => value == "true" ? "mediating" : "not mediating";

    private static IEnumerable<string> Objectives(Telling telling, ChangedField change) =>
        change.After is null
            ? [$"{telling.Party(change.Names[0])}, aims of its operations: no longer {string.Join("; ", Telling.Texts(change.Before))}"]
            : [$"{telling.Party(change.Names[0])}, aims of its operations: {string.Join("; ", Telling.Texts(change.After))}"];

    private static IEnumerable<string> Ultimatum(Telling telling, ChangedField change)
    {
        var told = change.After ?? change.Before!;
        var by = Telling.Text(told, "by") is { } id ? $"{telling.Party(id)}'s ultimatum" : $"Ultimatum {change.Names[0]}";
        var text = Telling.Text(told["text"], "value") is { } words ? $" ({words})" : "";
        var on = Telling.Text(told["deadline"]?["value"], "on");
        var state = change.Inner("state");
        if (change.Before is not null && change.After is not null && Telling.Text(change.Before, "isPast") != Telling.Text(told, "isPast"))
            return [$"{by}{text}: its deadline {on} {(Telling.Text(told, "isPast") == "true" ? "has passed" : "has not passed")}"];
        var deadline = on is not null && change.Before is null ? $", deadline {on}" : "";
        return telling
            .Field(by + text, state)
            .Select((sentence, i) => i == 0 ? sentence + deadline : sentence)
            .Concat(
                change.Before is null ? [] : telling.Field($"{by}{text}, deadline", change.Inner("deadline"), date => date, isDetail: true)
            );
    }

    private static IEnumerable<string> Figure(Telling telling, ChangedField change)
    {
        var subject = Telling.Text(change.After ?? change.Before, "subject")!;
        return telling.Field(char.ToUpperInvariant(subject[0]) + subject[1..], change.Inner("value"), Verbatim);
    }

    private static IEnumerable<string> Persons(Telling telling, ChangedField change)
    {
        var told = change.After ?? change.Before!;
        var by = Telling.Text(told, "by") is { } party ? $" by {telling.Party(party)}" : "";
        var who = Telling.Text(told["who"], "value") ?? "persons";
        var count = change.Inner("count");
        var subject = $"{char.ToUpperInvariant(who[0])}{who[1..]} {(change.Rule.Segments[0] == "taken" ? "taken" : "released")}{by}";
        return count.Before is null && count.After is null
            ? telling.Field(subject, change.Inner("happened"), _ => "some")
            : telling.Field(subject, count);
    }

    private static IEnumerable<string> LastMovement(Telling telling, ChangedField change) =>
        (Telling.Text(change.Before, "what"), Telling.Text(change.After, "what")) switch
        {
            (null, var now) => [$"Last movement: {now}"],
            (var was, null) => [$"Last movement: none, no longer: {was}"],
            var (was, now) when was != now => [$"Last movement: {now}, no longer: {was}"],
            _ => [],
        };
}
