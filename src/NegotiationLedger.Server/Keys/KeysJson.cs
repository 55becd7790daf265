using System.Text.Json.Serialization;

namespace NegotiationLedger.Server;

/// <summary>The JSON of keys: camelCase, absent rather than null, instants to the microsecond.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)]
)]
[JsonSerializable(typeof(KeysAnswer))]
[JsonSerializable(typeof(MadeKeyAnswer))]
[JsonSerializable(typeof(KeyAnswer))]
internal sealed partial class KeysJson : JsonSerializerContext
{
    /// <summary>It, with its texts as people read them.</summary>
    internal static KeysJson Plain => field ??= new(PlainJson.Like(Default));
}
