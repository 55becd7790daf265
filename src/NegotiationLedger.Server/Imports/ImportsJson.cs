using System.Text.Json.Serialization;

namespace NegotiationLedger.Server;

/// <summary>The JSON of imports: camelCase, absent rather than null, instants to the microsecond.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)]
)]
[JsonSerializable(typeof(ImportAnswer))]
internal sealed partial class ImportsJson : JsonSerializerContext;
