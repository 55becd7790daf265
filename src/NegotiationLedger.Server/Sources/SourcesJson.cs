using System.Text.Json.Serialization;

namespace NegotiationLedger.Server;

/// <summary>The JSON of sources: camelCase, absent rather than null, instants to the microsecond.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)]
)]
[JsonSerializable(typeof(SourceAnswer))]
[JsonSerializable(typeof(SourcesAnswer))]
[JsonSerializable(typeof(WholeSourceAnswer))]
internal sealed partial class SourcesJson : JsonSerializerContext
{
    /// <summary>It, with its texts as people read them.</summary>
    internal static SourcesJson Plain => field ??= new(PlainJson.Like(Default));
}
