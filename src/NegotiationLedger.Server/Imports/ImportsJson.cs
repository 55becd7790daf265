using System.Text.Json.Serialization;

namespace NegotiationLedger.Server;

/// <summary>The JSON of imports: camelCase, absent rather than null, instants to the microsecond.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)]
)]
[JsonSerializable(typeof(ImportAnswer))]
[JsonSerializable(typeof(SheetAnswer))]
[JsonSerializable(typeof(ProposalAnswer))]
internal sealed partial class ImportsJson : JsonSerializerContext
{
    /// <summary>It, with its texts as people read them.</summary>
    internal static ImportsJson Plain => field ??= new(PlainJson.Like(Default));
}
