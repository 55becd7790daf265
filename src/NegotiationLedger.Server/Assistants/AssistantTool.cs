using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Server;

/// <summary>A tool that an assistant may call: one address of the HTTP API, whose parameters are the tool's.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Address">The name of the endpoint that answers.</param>
/// <param name="Use">When to use it, and how to cite from it.</param>
internal sealed record AssistantTool(string Name, string Title, string Address, string Use)
{
    /// <summary>The parameter that asks for a part of a view.</summary>
    internal const string Field = "field";

    /// <summary>The parameter that says where a part of a source's text begins.</summary>
    internal const string TextFrom = "textFrom";

    /// <summary>The parameters of what is drafted: the members of the body of <c>POST /drafts</c> that an assistant gives.</summary>
    internal static IReadOnlyList<string> Drafted { get; } = ["negotiation", "source", "drafts", "with"];

    private static readonly Dictionary<string, string> PathMeanings = new(StringComparer.Ordinal)
    {
        ["id"] = "Which one: its id, as list_negotiations (of a negotiation) or list_sources (of a source) gives it.",
        ["eventId"] = "The record: its id, @ and its place in the ledger (@92), or its negotiation, # and its place there (doha-2025#12).",
        ["type"] = "The type, such as proposal_rejected.",
    };

    /// <summary>Whether it answers with a view, of which a part can be asked for.</summary>
    internal bool IsView { get; init; }

    /// <summary>Whether a source's text is in its answer, of which a part is shown at a time.</summary>
    internal bool HasText { get; init; }

    /// <summary>Whether it keeps what is given to it as drafts.</summary>
    internal bool IsDraft { get; init; }

    /// <summary>How many items a page of it has unless the call says otherwise; null where the address decides.</summary>
    internal int? Limit { get; init; }

    /// <summary>The parameters of the tool alone, which its address does not have.</summary>
    internal IReadOnlyList<Parameter> Own =>
        IsView
            ?
            [
                new(
                    Field,
                    "A part of the view: a JSON Pointer (RFC 6901) into it, such as /phase, /contested or /parties/israel. The answer is then that part alone, with its evidence."
                ),
            ]
        : HasText
            ?
            [
                new(
                    TextFrom,
                    $"Where to begin in the text, in code points from 0; at most {CutText.Most} are shown at a time, 'textNext' is where the next part begins."
                ),
            ]
        : [];

    /// <summary>Its JSON Schema, from what its address says it takes.</summary>
    internal JsonElement SchemaFor(RouteEndpoint endpoint)
    {
        var properties = new JsonObject();
        foreach (var part in endpoint.RoutePattern.Parameters)
            properties[part.Name] = Text(PathMeanings[part.Name]);
        if (IsDraft)
            foreach (var name in Drafted)
                properties[name] = SchemaOfDrafted(name);
        else
            foreach (var parameter in endpoint.Metadata.GetMetadata<Parameters>()!.All.Concat(Own))
                properties[parameter.Name] = SchemaOf(parameter);
        var given = endpoint.Metadata.GetMetadata<Parameters>()!.All.Where(p => p.IsRequired).Select(p => p.Name);
        JsonArray required = [.. endpoint.RoutePattern.Parameters.Select(p => p.Name).Concat(given).Select(name => (JsonNode)name)];
        if (IsDraft)
            required = [.. Drafted.Where(name => name != "with").Select(name => (JsonNode)name)];
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = required,
            ["additionalProperties"] = false,
        };
        return JsonSerializer.SerializeToElement<JsonNode>(schema, LedgerJson.Default.JsonNode);
    }

    private JsonObject SchemaOf(Parameter parameter)
    {
        if (parameter.IsRepeatable)
            return new()
            {
                ["type"] = "array",
                ["items"] = new JsonObject { ["type"] = "string" },
                ["description"] = parameter.Description,
            };
        var schema = Text(parameter.Description);
        if (parameter.Name is "limit" or TextFrom)
            schema["type"] = "integer";
        if (parameter.Name == "limit" && Limit is { } limit)
            schema["default"] = limit;
        return schema;
    }

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };

    private static JsonObject SchemaOfDrafted(string name) =>
        name switch
        {
            "negotiation" => Text("The negotiation that they are for: its id, as list_negotiations gives it."),
            "source" => Text("The source that they are drafted from: its id, as list_sources gives it."),
            "with" => Text("What drafts them: the name of your model; 'assistant' unless it is said."),
            _ => new()
            {
                ["type"] = "array",
                ["items"] = new JsonObject { ["type"] = "object" },
                ["minItems"] = 1,
                ["maxItems"] = DraftRequest.Most,
                ["description"] =
                    "The developments, each as the tool 'vocabulary' describes its type: type, occurred (EDTF), attribution (speaker, source, mode, assertedOn, and a quote that stands word for word in the source's text) and the fields of the type.",
            },
        };
}
