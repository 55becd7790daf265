using System.Text.Json.Nodes;

namespace NegotiationLedger.Views;

/// <summary>
/// The fields of each view that a reader is told of, in the order in which they are told. What is derived from them (mediators, what is on the
/// table, who is awaited, the list of what is contested) is told with them.
/// </summary>
internal static class ChangeRules
{
    private static readonly ChangeRule[] Frame =
    [
        new("frame/title", (telling, change) => telling.Field("Title", change)),
        new("frame/subject", (telling, change) => telling.Field("Subject", change, isDetail: true)),
        new("frame/parties/*", Party),
        new("frame/issues/*", Issue),
    ];

    /// <summary>The rules of a view.</summary>
    internal static IReadOnlyList<ChangeRule> Of(string view) =>
        view switch
        {
            "status" =>
            [
                .. Frame,
                .. StatusWords.Talks,
                .. StatusWords.Parties,
                .. ProposalWords.Rules,
                .. AgreementWords.InStatus,
                .. StatusWords.Others,
            ],
            "demands" => [.. Frame, .. DemandWords.Rules],
            "proposals" => [.. Frame, .. ProposalWords.Rules],
            "agreements" => [.. Frame, .. AgreementWords.Rules],
            "matrix" => [.. Frame, .. MatrixWords.Rules],
            _ => [.. Frame, TimelineWords.Rule],
        };

    private static IEnumerable<string> Party(Telling telling, ChangedField change)
    {
        var name = telling.Party(change.Names[0]);
        if (change.After is null)
            return [$"No longer on record as a party: {name}"];
        if (change.Before is null)
            return [$"New party: {name}{RoleOf(telling, change.After)}"];
        var (was, now) = (RoleOf(telling, change.Before), RoleOf(telling, change.After));
        return was != now
            ? [$"Party {change.Names[0]}: {name}{now}, no longer {name}{was}"]
            : telling.Field($"Party {change.Names[0]}", change.Inner("name"));
    }

    private static string RoleOf(Telling telling, JsonNode party)
    {
        var role = Telling.Text(party["role"], "value");
        var supported = Telling.Text(party["supports"], "value") is { } id ? $" of {telling.Party(id)}" : "";
        return role is null ? "" : $", {role}{supported}";
    }

    private static IEnumerable<string> Issue(Telling telling, ChangedField change)
    {
        var title = telling.Issue(change.Names[0]);
        return change.After is null ? [$"No longer on the agenda: {title}"]
            : change.Before is null ? [$"On the agenda: {title}"]
            : telling.Field($"Issue {change.Names[0]}", change.Inner("title"));
    }
}
