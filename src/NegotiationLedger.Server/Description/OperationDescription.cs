using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace NegotiationLedger.Server;

/// <summary>Describes query parameters, headers, bodies and problems of an operation.</summary>
internal sealed class OperationDescription : IOpenApiOperationTransformer
{
    public async Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        foreach (var parameter in metadata.OfType<Parameters>().SelectMany(p => p.All))
            operation.Parameters.Add(DescriptionOf(parameter));
        if (operation.OperationId is "load-negotiation")
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = "The file that an export gave: a header, registrations and records, and a last line that says it is whole.",
                Content = Json(MediaTypes.Lines, await context.GetOrCreateSchemaAsync(typeof(FileLine), null, cancellationToken)),
            };
        else if (context.Description.HttpMethod is "POST" or "PUT")
            await DescribeWrite(operation, context, cancellationToken);
        operation.Responses ??= [];
        var problem = Json(
            "application/problem+json",
            await context.GetOrCreateSchemaAsync(typeof(ProblemDocument), null, cancellationToken)
        );
        AnswerDescription.Describe(operation, $"/{context.Description.RelativePath}", problem);
        AccessDescription.Describe(operation, context, problem);
    }

    private static async Task DescribeWrite(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        if (operation.OperationId is "edit-draft" or "accept-draft" or "reject-draft")
            operation.Parameters!.Add(
                Header("If-Match", "The revision that the draft must have, in quotation marks: \"0\". Another is answered with 412.")
            );
        if (await BodyOf(operation.OperationId!, context, cancellationToken) is not { } body)
            return;
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Json(MediaTypes.Json, body) };
        // What writes nothing needs no key, and a key of the ledger is answered once.
        if (operation.OperationId is "propose-map" or "create-key" or "rotate-key" or "create-webhook" or "make-drafts" or "edit-draft")
            return;
        operation.Parameters!.Add(
            Header(
                "Idempotency-Key",
                "A quoted string, kept for at least 7 days: the same key and body again returns the first answer and writes nothing."
            )
        );
        if (operation.OperationId is "record-developments" or "import-spreadsheet")
            operation.Parameters!.Add(
                Header(
                    "If-Match",
                    "The version that the negotiation must have, in quotation marks: \"7\". A stale version is answered with 412."
                )
            );
    }

    // Null for what is asked without a body.
    private static async Task<IOpenApiSchema?> BodyOf(
        string operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    ) =>
        operation switch
        {
            "record-developments" => await Developments(context, cancellationToken),
            "register-source" => WithText(
                Without(["textSha256"], await Event("source_registered", context, cancellationToken), ["source"]),
                isRequired: false
            ),
            "correct-source" => Without(["source"], await Event("source_corrected", context, cancellationToken)),
            "add-text" => WithText(
                Without(["source", "textSha256"], await Event("source_text_added", context, cancellationToken)),
                isRequired: true
            ),
            "register-speaker" => Without([], await Event("speaker_registered", context, cancellationToken), ["speaker"]),
            "import-spreadsheet" or "import-negotiations" => Import,
            "propose-map" => Proposal,
            "create-key" => AccessDescription.Key,
            "make-drafts" => DraftDescription.Request,
            "edit-draft" => DraftDescription.Development,
            "rotate-key" => AccessDescription.Rotation,
            "create-webhook" => WebhookDescription.Wish,
            "add-role" => Without(["speaker"], await Event("speaker_role_changed", context, cancellationToken)),
            "open-negotiation" => await Opening(context, cancellationToken),
            _ => null,
        };

    // What the address says, or the ledger works out, is not sent; an id may be left to it.
    private static OpenApiSchema Without(IReadOnlyList<string> fields, OpenApiSchema schema, IReadOnlyList<string>? derived = null) =>
        new()
        {
            Type = JsonSchemaType.Object,
            Description = schema.Description,
            Required = new HashSet<string>(
                (schema.Required ?? new HashSet<string>()).Where(r => !fields.Contains(r) && derived?.Contains(r) != true)
            ),
            Properties = (schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
                .Where(p => !fields.Contains(p.Key))
                .ToDictionary(p => p.Key, p => p.Value),
        };

    private static OpenApiSchema WithText(OpenApiSchema schema, bool isRequired)
    {
        if (isRequired)
            schema.Required!.Add("text");
        schema.Properties!["text"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = HeldText.Meaning };
        return schema;
    }

    private static Task<OpenApiSchema> Event(
        string name,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    ) => context.GetOrCreateSchemaAsync(EventNames.Find(name)!.Type, null, cancellationToken);

    private static async Task<IOpenApiSchema> Developments(OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var types = new List<IOpenApiSchema>();
        foreach (var row in EventNames.All.Where(n => !n.Type.IsSubclassOf(typeof(Registration))))
        {
            var schema = await context.GetOrCreateSchemaAsync(row.Type, null, cancellationToken);
            schema.Title = row.Name;
            schema.Properties = new Dictionary<string, IOpenApiSchema>(schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            {
                ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Const = row.Name },
                ["id"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Format = "uuid",
                    Description =
                        "A UUID of version 7; the ledger assigns one when absent. The same id with the same content is recorded once.",
                },
            };
            schema.Required = new HashSet<string>(schema.Required ?? new HashSet<string>()) { "type" };
            schema.Examples = [Examples.Of(row)];
            context.Document!.AddComponent(row.Name, schema);
            types.Add(new OpenApiSchemaReference(row.Name, context.Document));
        }

        var one = new OpenApiSchema
        {
            OneOf = types,
            Discriminator = new()
            {
                PropertyName = "type",
                Mapping = types.Cast<OpenApiSchemaReference>().ToDictionary(t => t.Reference.Id!, t => t),
            },
            Examples = [Example],
        };
        return new OpenApiSchema
        {
            AnyOf =
            [
                one,
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = one,
                    MinItems = 1,
                    MaxItems = BodyLimits.Records,
                },
            ],
        };
    }

    private static async Task<IOpenApiSchema> Opening(OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var opened = await Event("negotiation_opened", context, cancellationToken);
        var text = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "The fields of party_joined or issue_tabled; occurred and attribution default to those of the opening.",
        };
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "id", "title", "occurred", "attribution" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["id"] = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[a-z0-9][a-z0-9-]{0,99}$" },
                ["title"] = opened.Properties!["title"],
                ["subject"] = opened.Properties["subject"],
                ["zone"] = opened.Properties["zone"],
                ["occurred"] = opened.Properties["occurred"],
                ["attribution"] = opened.Properties["attribution"],
                ["parties"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = text },
                ["issues"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = text },
            },
        };
    }

    private static OpenApiSchema Proposal =>
        new()
        {
            Type = JsonSchemaType.Object,
            OneOf = Import.OneOf,
            Properties = Import.Properties!.Where(p => p.Key is "csv" or "xlsx").ToDictionary(p => p.Key, p => p.Value),
        };

    private static OpenApiSchema Import =>
        new()
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "map" },
            OneOf =
            [
                new OpenApiSchema { Required = new HashSet<string> { "csv" } },
                new OpenApiSchema { Required = new HashSet<string> { "xlsx" } },
            ],
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["map"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description =
                        "What the columns mean: 'fields' (for all types) and 'types' (for one type) name fields of a development by JSON Pointer and fill each from a column, a template or a constant. ops/import describes the format.",
                },
                ["csv"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Description =
                        "The text of the file, including the header; cells separated by commas, semicolons, tabs or vertical bars.",
                },
                ["xlsx"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Format = "byte",
                    Description =
                        "A workbook (.xlsx) in base64, instead of 'csv'; the map's 'sheet' names the sheet, the first by default.",
                },
                ["skipBad"] = Flag("Whether to record the good rows without the bad ones, which are returned as badCsv."),
                ["revise"] = Flag(
                    "Whether the file is a newer edition: rows that are known by the map's 'key' and say something else correct their records, and records whose rows are missing are listed."
                ),
                ["retractMissing"] = Flag("With revise: whether the records whose rows are missing are retracted."),
                ["firstLine"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Minimum = "1",
                    Description =
                        "Where 'csv' is a part of a longer file: the line of it on which the first row stands, so that lines are named as in that file.",
                },
            },
        };

    private static OpenApiSchema Flag(string description) => new() { Type = JsonSchemaType.Boolean, Description = description };

    private static JsonNode Example =>
        JsonNode.Parse(
            """
            {"type":"proposal_rejected","occurred":"2025-07-17~/2025-07-24","proposal":"phased-ceasefire","by":"hamas",
             "attribution":{"source":"peace-talks-collapse","mode":"observed","assertedOn":"2025-07-24"}}
            """
        )!;

    private static OpenApiParameter DescriptionOf(Parameter parameter) =>
        new()
        {
            Name = parameter.Name,
            In = ParameterLocation.Query,
            Required = parameter.IsRequired,
            Description = parameter.Description,
            Schema = parameter.IsRepeatable
                ? new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema { Type = JsonSchemaType.String },
                }
                : new OpenApiSchema { Type = JsonSchemaType.String },
        };

    private static OpenApiParameter Header(string name, string description) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };

    private static Dictionary<string, OpenApiMediaType> Json(string mediaType, IOpenApiSchema schema) =>
        new() { [mediaType] = new() { Schema = schema } };
}
