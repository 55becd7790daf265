using System.Text.Json.Serialization;

namespace NegotiationLedger.Server;

/// <summary>The JSON of speakers: camelCase, absent rather than null, instants to the microsecond.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)]
)]
[JsonSerializable(typeof(SpeakerAnswer))]
[JsonSerializable(typeof(SpeakersAnswer))]
[JsonSerializable(typeof(WholeSpeakerAnswer))]
internal sealed partial class SpeakersJson : JsonSerializerContext
{
    /// <summary>It, with its texts as people read them.</summary>
    internal static SpeakersJson Plain => field ??= new(PlainJson.Like(Default));
}
