using System.Text.Json.Serialization;

namespace NegotiationLedger.Server;

/// <summary>The JSON of operations: camelCase, absent rather than null, instants to the microsecond.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)]
)]
[JsonSerializable(typeof(ProjectionsAnswer))]
[JsonSerializable(typeof(ProjectionTold))]
[JsonSerializable(typeof(CheckLine))]
internal sealed partial class OperationsJson : JsonSerializerContext
{
    /// <summary>It, with its texts as people read them.</summary>
    internal static OperationsJson Plain => field ??= new(PlainJson.Like(Default));
}
