using Microsoft.OpenApi;

namespace NegotiationLedger.Server;

/// <summary>Describes the bodies that drafts are sent in.</summary>
internal static class DraftDescription
{
    /// <summary>How a request is described.</summary>
    internal static OpenApiSchema Request =>
        new()
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "negotiation", "source" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["negotiation"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The negotiation that it is for." },
                ["source"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The source that it is drafted from." },
                ["drafts"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = Development,
                    MaxItems = DraftRequest.Most,
                    Description = "Developments from a file; when absent the server's model is asked for them.",
                },
                ["with"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    MinLength = 1,
                    MaxLength = DraftRequest.MostWith,
                    Description = $"What drafted 'drafts', such as a model's name; '{Drafting.File}' unless it is said.",
                },
                ["from"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Minimum = "0",
                    Description =
                        $"Where in the text the model begins to read, in code points; it reads at most {DraftPrompt.MostText} at once, and the answer says how far it came.",
                },
            },
        };

    /// <summary>How a development is described.</summary>
    internal static OpenApiSchema Development =>
        new()
        {
            Type = JsonSchemaType.Object,
            Description =
                "A development as POST /negotiations/{id}/developments takes it, whose attribution quotes the source. An id is left out: it gets the draft's.",
        };
}
