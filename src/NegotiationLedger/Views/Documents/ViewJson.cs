using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>The JSON of views, generated at compile time: camelCase, absent rather than null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)],
    GenerationMode = JsonSourceGenerationMode.Metadata
)]
[JsonSerializable(typeof(TalksStatus))]
[JsonSerializable(typeof(PartyDemands))]
[JsonSerializable(typeof(ProposalBook))]
[JsonSerializable(typeof(IssueMatrix))]
[JsonSerializable(typeof(Timeline))]
[JsonSerializable(typeof(Agreements))]
[JsonSerializable(typeof(IReadOnlyList<Warning>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
public sealed partial class ViewJson : JsonSerializerContext
{
    /// <summary>It, with texts escaped only where JSON asks for it (RFC 8259, section 7): for what is read, and never put into HTML as it is.</summary>
    public static ViewJson Plain =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
