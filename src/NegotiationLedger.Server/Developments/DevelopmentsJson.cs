using System.Text.Json.Serialization;

namespace NegotiationLedger.Server;

/// <summary>The JSON of what was recorded: camelCase, absent rather than null, instants to the microsecond.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)]
)]
[JsonSerializable(typeof(RecordedAnswer))]
[JsonSerializable(typeof(IReadOnlyList<Warning>[]))]
[JsonSerializable(typeof(DryRunAnswer))]
[JsonSerializable(typeof(EntryAnswer[]))]
internal sealed partial class DevelopmentsJson : JsonSerializerContext
{
    /// <summary>It, with its texts as people read them.</summary>
    internal static DevelopmentsJson Plain => field ??= new(PlainJson.Like(Default));
}
