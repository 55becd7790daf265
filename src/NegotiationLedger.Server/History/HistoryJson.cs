using System.Text.Json.Serialization;

namespace NegotiationLedger.Server;

/// <summary>The JSON of the history, its replay and its differences: camelCase, absent rather than null, instants to the microsecond.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)]
)]
[JsonSerializable(typeof(EntryAnswer))]
[JsonSerializable(typeof(HistoryAnswer))]
[JsonSerializable(typeof(DiffAnswer))]
[JsonSerializable(typeof(ChangesAnswer))]
internal sealed partial class HistoryJson : JsonSerializerContext
{
    /// <summary>It, with its texts as people read them.</summary>
    internal static HistoryJson Plain => field ??= new(PlainJson.Like(Default));
}
