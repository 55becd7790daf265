using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Server;

/// <summary>The JSON of what every feature answers with: problems and the echo of a lens: camelCase, absent rather than null, instants to the microsecond.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)]
)]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(LensAnswer))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class HttpJson : JsonSerializerContext
{
    /// <summary>It, with its texts as people read them.</summary>
    internal static HttpJson Plain => field ??= new(PlainJson.Like(Default));
}
