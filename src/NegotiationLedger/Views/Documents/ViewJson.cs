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
public sealed partial class ViewJson : JsonSerializerContext;
