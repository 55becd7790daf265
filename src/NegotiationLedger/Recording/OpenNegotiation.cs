using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Recording;

/// <summary>Turns one body that opens a negotiation into the developments it stands for: the opening, each party, each issue.</summary>
public static class OpenNegotiation
{
    private static readonly string[] Shared = ["occurred", "attribution"];
    private static readonly string[] Own = ["id", "title", "subject", "zone", "occurred", "attribution", "parties", "issues"];

    /// <summary>The negotiation's id and the drafts, or what is wrong with the body as a whole.</summary>
    /// <param name="body">Id, title, subject, home time zone, parties and issues, with the <c>occurred</c> and attribution of that account.</param>
    /// <param name="nextId">Gives an id for each record.</param>
    public static (NegotiationId? Id, IReadOnlyList<Draft> Drafts, IReadOnlyList<Problem> Problems) Read(
        JsonElement body,
        Func<EventId> nextId
    )
    {
        if (body.ValueKind != JsonValueKind.Object)
            return (null, [], [new("", "A negotiation is a JSON object with id, title, parties, issues, occurred and attribution.")]);
        if (WellFormed.Check("", body).ToList() is { Count: > 0 } malformed)
            return (null, [], malformed);
        var problems = body.EnumerateObject()
            .Where(m => !Own.Contains(m.Name))
            .Select(m => new Problem(
                JsonPointer.Then("", m.Name),
                $"'{m.Name}' is not a field here. The fields are: {string.Join(", ", Own)}."
            ))
            .ToList();
        var id = body.TryGetProperty("id", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        if (!Slug.IsValid(id))
            problems.Add(
                new("/id", id is null ? "'id' is required: the negotiation's id, such as doha-2025." : Slug.Complaint("negotiation", id))
            );
        var drafts = new List<Draft> { new(nextId(), Body(body, "negotiation_opened", body, ["title", "subject", "zone"])) };
        drafts.AddRange(Items(body, "parties", "party_joined", nextId, problems));
        drafts.AddRange(Items(body, "issues", "issue_tabled", nextId, problems));
        return (id is null ? null : new(id), drafts, problems);
    }

    /// <summary>Problems of shared fields, said once where the sender wrote them.</summary>
    /// <param name="problem">A problem of one of the drafts.</param>
    /// <param name="body">The body as sent; a party or issue in it may have an <c>occurred</c> or attribution of its own.</param>
    public static Problem Place(Problem problem, JsonElement body = default)
    {
        var parts = problem.Pointer.Split('/');
        return parts.Length > 3 && parts[1] is "parties" or "issues" && Shared.Contains(parts[3]) && !HasItsOwn(body, parts)
            ? problem with
            {
                Pointer = "/" + string.Join('/', parts[3..]),
            }
            : problem;
    }

    private static bool HasItsOwn(JsonElement body, string[] parts) =>
        body.ValueKind == JsonValueKind.Object
        && body.GetProperty(parts[1])[int.Parse(parts[2], CultureInfo.InvariantCulture)].TryGetProperty(parts[3], out _);

    private static List<Draft> Items(JsonElement body, string field, string type, Func<EventId> nextId, List<Problem> problems)
    {
        if (!body.TryGetProperty(field, out var items))
            return [];
        if (items.ValueKind != JsonValueKind.Array)
        {
            problems.Add(new($"/{field}", $"'{field}' should be a JSON array."));
            return [];
        }

        problems.AddRange(
            items
                .EnumerateArray()
                .SelectMany(
                    (item, i) =>
                        EventShape
                            .Envelope.Where(name => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out _))
                            .Select(name => new Problem(
                                $"/{field}/{i}/{name}",
                                $"'{name}' is not a field here: each of these becomes a record of the type {type}, with an id of its own. Leave it out."
                            ))
                )
        );
        return items.EnumerateArray().Select((item, i) => new Draft(nextId(), Body(body, type, item, null), $"/{field}/{i}")).ToList();
    }

    // What is not an object is left as it is, so that the shape names it.
    private static JsonElement Body(JsonElement body, string type, JsonElement own, string[]? only)
    {
        if (own.ValueKind != JsonValueKind.Object)
            return own;
        var draft = new JsonObject { ["type"] = type };
        foreach (
            var member in own.EnumerateObject().Where(m => only is null ? !EventShape.Envelope.Contains(m.Name) : only.Contains(m.Name))
        )
            draft[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        foreach (var shared in Shared)
        {
            if (!draft.ContainsKey(shared) && body.TryGetProperty(shared, out var value))
                draft[shared] = JsonNode.Parse(value.GetRawText());
        }

        return JsonSerializer.SerializeToElement<JsonNode>(draft, LedgerJson.Default.JsonNode);
    }
}
