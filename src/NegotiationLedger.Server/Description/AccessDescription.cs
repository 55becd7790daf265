using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace NegotiationLedger.Server;

/// <summary>Describes who may ask: the two kinds of credentials, what each operation needs, and how it refuses.</summary>
internal static class AccessDescription
{
    private const string KeyScheme = "key";
    private const string TokenScheme = "token";

    /// <summary>The body of a request for a key.</summary>
    internal static OpenApiSchema Key =>
        new()
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "role", "owner" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["role"] = Text("What it may do: reader, recorder, auditor or admin.", [.. AccessRoles.All.Split(", ")]),
                ["owner"] = Text(
                    $"Who it asks as, shown to every reader as recordedBy: at most {LedgerPrincipal.LongestOwner} characters, no colon, not 'local'."
                ),
                ["expires"] = Text("The last day, or the instant, until which it is accepted; for ever when absent."),
            },
        };

    /// <summary>The body of a rotation.</summary>
    internal static OpenApiSchema Rotation =>
        new()
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["overlapSeconds"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Minimum = "0",
                    Maximum = $"{KeyRequest.MostOverlap}",
                    Description = "For how long the old key is accepted beside the new one; it ends at once when absent.",
                },
            },
        };

    /// <summary>Names the kinds of credentials.</summary>
    internal static void Describe(OpenApiDocument document)
    {
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [KeyScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = ApiKey.Pattern,
                Description =
                    "A key of this ledger, made by an admin. Needed wherever the server is not on loopback without configuration.",
            },
            [TokenScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "A token of the OpenID Connect issuer that the server is configured with.",
            },
        };
    }

    /// <summary>Says which role an operation needs, and how it refuses.</summary>
    internal static void Describe(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        Dictionary<string, OpenApiMediaType> problem
    )
    {
        AnswerDescription.Add(operation, 429, ["too-many-requests"], problem);
        var pattern = "/" + context.Description.RelativePath?.TrimStart('/');
        var rule = AccessTable.All.SingleOrDefault(r => r.Pattern == pattern && r.Method == context.Description.HttpMethod);
        if (rule?.Need is not { } need)
        {
            operation.Security = [];
            return;
        }

        var bulk = rule.IsBulk is null ? "" : $"; as a whole export {AccessRole.Auditor.Describe()}";
        var needed = need == AccessRole.None ? "a credential of any role" : $"the role {need.Describe()}{bulk}";
        operation.Description = $"Needs {needed}, where credentials are needed. {operation.Description}".TrimEnd();
        AnswerDescription.Add(operation, 401, ["unauthenticated"], problem);
        AnswerDescription.Add(operation, 403, ["forbidden"], problem);
        AnswerDescription.Add(operation, 503, ["issuer-unavailable"], problem);
        operation.Security =
        [
            new() { [new OpenApiSecuritySchemeReference(KeyScheme, context.Document)] = [] },
            new() { [new OpenApiSecuritySchemeReference(TokenScheme, context.Document)] = [] },
        ];
    }

    private static OpenApiSchema Text(string description, IReadOnlyList<string>? values = null) =>
        new()
        {
            Type = JsonSchemaType.String,
            Description = description,
            Enum = values is null ? null : [.. values.Select(v => (System.Text.Json.Nodes.JsonNode)v)],
        };
}
