using Microsoft.OpenApi;

namespace NegotiationLedger.Server;

/// <summary>Describes the body by which a webhook is made.</summary>
internal static class WebhookDescription
{
    /// <summary>The body.</summary>
    internal static OpenApiSchema Wish =>
        new()
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "url" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["url"] = Text("Where to send: an absolute address that begins with https://, at most 2000 characters."),
                ["what"] = Text("records, which is the default, changes, or alerts of deadlines."),
                ["negotiations"] = List("Only these negotiations; any when absent."),
                ["types"] = List("Only these types; any when absent."),
                ["party"] = Text("Only what is asserted from this party's viewpoint or names it; any when absent."),
                ["noticeHours"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Minimum = "0",
                    Maximum = "720",
                    Description =
                        "Of alerts: how many hours before a deadline it is told of, beside at the time; 24 when absent, and none for 0.",
                },
            },
        };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiSchema List(string description) =>
        new()
        {
            Type = JsonSchemaType.Array,
            MaxItems = 100,
            Items = new OpenApiSchema { Type = JsonSchemaType.String },
            Description = description,
        };
}
