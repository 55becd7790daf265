using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace NegotiationLedger.Server;

/// <summary>
/// Describes the types whose JSON is a string of a form of its own: ids, dates, viewpoints, named values; and every type and field of the domain
/// in the words of its own comment.
/// </summary>
internal sealed class SchemaDescription : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type.IsEnum && type.Namespace?.StartsWith("NegotiationLedger", StringComparison.Ordinal) == true)
            Describe(schema, "One of the names.", names: NamesOf(type));
        else if (type == typeof(Edtf))
            Describe(schema, "An EDTF date (Library of Congress, 2019): 2025-07-24, 2025-07~, 2025-07-17/2025-07-24.");
        else if (type == typeof(HomeZone))
            Describe(schema, "A time zone by its IANA name: America/Los_Angeles.");
        else if (type == typeof(Round))
        {
            Describe(schema, "A round: its number from 1, or its name: COP 1.");
            schema.Type = JsonSchemaType.Integer | JsonSchemaType.String;
        }
        else if (type == typeof(EventId))
            Describe(schema, "An event id: a UUID of version 7, in lower case.", format: "uuid");
        else if (type == typeof(SpeakerRef))
            Describe(schema, "A registered speaker's id, or party:<id> for a party that speaks for itself.");
        else if (type == typeof(Viewpoint))
            Describe(schema, "party:<id>, speaker:<id>, publisher:<name> or source:<id>.");
        else if (type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ISlug<>)))
            Describe(schema, "An id that people type.", pattern: "^[a-z0-9][a-z0-9-]{0,99}$");
        Explain(schema, context.JsonPropertyInfo, type);
        return Task.CompletedTask;
    }

    // What a field of a body says goes before what its type is. What types of answers share is described once, for all fields that have it.
    private static void Explain(OpenApiSchema schema, JsonPropertyInfo? field, Type type)
    {
        var property = field is { DeclaringType.Namespace: "NegotiationLedger.Vocabulary" or "NegotiationLedger.Values" }
            ? field.DeclaringType.GetProperties().FirstOrDefault(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name) == field.Name)
            : null;
        var meaning = property is null ? Documentation.Of(type) : Documentation.Of(property) ?? Documentation.Of(type);
        if (meaning is null)
            return;
        var values = FieldForms.ValuesOf(type)?.Select(v => $"{v.Key}: {v.Value}");
        schema.Description =
            values is not null ? $"{meaning} {string.Join(' ', values)}"
            : schema.Description is { } form && form != meaning ? $"{meaning} {form}"
            : meaning;
    }

    private static void Describe(
        OpenApiSchema schema,
        string description,
        string? format = null,
        string? pattern = null,
        IEnumerable<string>? names = null
    )
    {
        schema.Type = JsonSchemaType.String;
        schema.Description = description;
        schema.Format = format;
        schema.Pattern = pattern;
        schema.Enum = names?.Select(n => (JsonNode)JsonValue.Create(n)).ToList();
    }

    private static IEnumerable<string> NamesOf(Type type) =>
        type == typeof(Reliability)
            ? Enum.GetNames<Reliability>()
            : Enum.GetNames(type).Select(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName);
}
