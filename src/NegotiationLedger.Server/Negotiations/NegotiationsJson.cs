using System.Text.Json.Serialization;
using NegotiationLedger.Store.Projections;

namespace NegotiationLedger.Server;

/// <summary>The JSON of negotiations: camelCase, absent rather than null, instants to the microsecond.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)]
)]
[JsonSerializable(typeof(NegotiationsAnswer))]
[JsonSerializable(typeof(NegotiationAnswer))]
[JsonSerializable(typeof(NegotiationSummary))]
internal sealed partial class NegotiationsJson : JsonSerializerContext
{
    /// <summary>It, with its texts as people read them.</summary>
    internal static NegotiationsJson Plain => field ??= new(PlainJson.Like(Default));
}
