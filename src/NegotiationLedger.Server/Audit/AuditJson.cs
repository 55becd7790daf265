using System.Text.Json.Serialization;

namespace NegotiationLedger.Server;

/// <summary>The JSON of the audit: camelCase, absent rather than null, instants to the microsecond.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)]
)]
[JsonSerializable(typeof(AssertionsAnswer))]
[JsonSerializable(typeof(AssertionWhole))]
[JsonSerializable(typeof(WholeExport))]
[JsonSerializable(typeof(AssertionAnswer))]
internal sealed partial class AuditJson : JsonSerializerContext
{
    /// <summary>It, with its texts as people read them.</summary>
    internal static AuditJson Plain => field ??= new(PlainJson.Like(Default));
}
