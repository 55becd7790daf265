using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Server;

/// <summary><c>GET /vocabulary</c>, <c>GET /vocabulary/{type}</c>: what can be recorded, and what it means.</summary>
internal static class VocabularyEndpoints
{
    private static readonly Lazy<VocabularyAnswer> All = new(() => new([.. EventNames.All.Select(TypeSummary.Of)]));

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/vocabulary", () => Results.Json(All.Value, VocabularyJson.Plain.VocabularyAnswer))
            .WithName("list-types")
            .WithTags("Vocabulary")
            .WithSummary("Every type of record: developments, records about records, and registrations")
            .Produces<VocabularyAnswer>()
            .Takes();
        routes
            .MapGet("/vocabulary/{type}", (string type) => Get(type))
            .WithName("get-type")
            .WithTags("Vocabulary")
            .WithSummary("A type of record: what it means, its fields, and an example that can be posted")
            .Produces<TypeAnswer>()
            .Takes();
    }

    private static IResult Get(string type) =>
        EventNames.Find(type) is { } row
            ? Results.Json(TypeAnswer.Of(row), VocabularyJson.Plain.TypeAnswer)
            : throw Problems.Missing(
                $"'{type}' is not a type of record{Near(type)}.{Nearest.Question(type, EventNames.All.Select(n => n.Name))} GET /vocabulary lists them."
            );

    private static string Near(string type) =>
        EventNames.All.Select(r => r.Name).Where(n => n.Split('_').Intersect(type.Split('_', '-')).Any()).Take(5).ToList()
            is { Count: > 0 } near
            ? $"; like it are {string.Join(", ", near)}"
            : "";
}

/// <summary>Every type of record, by family.</summary>
/// <param name="Types">The types.</param>
public sealed record VocabularyAnswer(IReadOnlyList<TypeSummary> Types);

/// <summary>A type of record in brief.</summary>
/// <param name="Type">Its name.</param>
/// <param name="Kind">A <c>development</c>, a record about another record (<c>about_record</c>), or a <c>registration</c>.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Duration">Of a development: whether it happens at a <c>moment</c>, or begins a <c>period</c>.</param>
/// <param name="Cameo">The CAMEO 1.1b3 code of its example; absent where CAMEO has none.</param>
public sealed record TypeSummary(string Type, string Kind, string? Meaning, string? Duration, string? Cameo)
{
    internal static TypeSummary Of(EventName row) =>
        new(
            row.Name,
            row.Type.IsSubclassOf(typeof(Development)) ? "development"
                : row.Type.IsSubclassOf(typeof(Annotation)) ? "about_record"
                : "registration",
            Documentation.Of(row.Type),
            row.Meaning is { } meaning ? JsonNamingPolicy.SnakeCaseLower.ConvertName(meaning.Duration.ToString()) : null,
            (Examples.Read(row) as Development)?.CameoCode
        );
}

/// <summary>A type of record.</summary>
/// <param name="Type">Its name.</param>
/// <param name="Kind">A <c>development</c>, a record about another record (<c>about_record</c>), or a <c>registration</c>.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Remarks">Its CAMEO codes, and what else is to be known.</param>
/// <param name="Duration">Of a development: whether it happens at a <c>moment</c>, or begins a <c>period</c>.</param>
/// <param name="Cameo">The CAMEO 1.1b3 code of its example; absent where CAMEO has none.</param>
/// <param name="SchemaVersion">The version in which it is written, from 1; older ones are still read.</param>
/// <param name="Introduces">The field whose id other records name from then on; absent when it introduces none.</param>
/// <param name="PostTo">Where it is sent.</param>
/// <param name="Fields">Its fields, the required ones first.</param>
/// <param name="Example">One that can be posted, once what it names is known.</param>
public sealed record TypeAnswer(
    string Type,
    string Kind,
    string? Meaning,
    string? Remarks,
    string? Duration,
    string? Cameo,
    int SchemaVersion,
    string? Introduces,
    string PostTo,
    IReadOnlyList<FieldAnswer> Fields,
    JsonObject Example
)
{
    internal static TypeAnswer Of(EventName row)
    {
        var brief = TypeSummary.Of(row);
        return new(
            row.Name,
            brief.Kind,
            brief.Meaning,
            Documentation.RemarksOf(row.Type),
            brief.Duration,
            brief.Cameo,
            row.SchemaVersion,
            row.Introduces,
            Places.GetValueOrDefault(row.Name, "/negotiations/{id}/developments"),
            [
                .. FieldForms
                    .Of(row.Shape)
                    .Where(f => !OfAddress.GetValueOrDefault(row.Name, []).Contains(f.Name))
                    .Concat(HeldText.Fields(row))
                    .OrderByDescending(f => f.IsRequired),
            ],
            Examples.Of(row)
        );
    }

    private static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal)
    {
        ["source_registered"] = "/sources",
        ["source_corrected"] = "/sources/{id}/corrections",
        ["source_text_added"] = "/sources/{id}/text",
        ["speaker_registered"] = "/speakers",
        ["speaker_role_changed"] = "/speakers/{id}/roles",
    };

    // What the address says, or the ledger works out, is not sent.
    private static readonly Dictionary<string, string[]> OfAddress = new(StringComparer.Ordinal)
    {
        ["source_registered"] = ["textSha256"],
        ["source_corrected"] = ["source"],
        ["source_text_added"] = ["source", "textSha256"],
        ["speaker_role_changed"] = ["speaker"],
    };
}

/// <summary>The JSON of the vocabulary: camelCase, absent rather than null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(VocabularyAnswer))]
[JsonSerializable(typeof(TypeAnswer))]
internal sealed partial class VocabularyJson : JsonSerializerContext
{
    /// <summary>It, with its texts as people read them.</summary>
    internal static VocabularyJson Plain => field ??= new(PlainJson.Like(Default));
}
