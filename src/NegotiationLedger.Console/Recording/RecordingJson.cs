using System.Text.Json.Serialization;

namespace NegotiationLedger.Console;

/// <summary>A date as it is read.</summary>
/// <param name="Words">It in words; absent when it is none.</param>
/// <param name="Problem">What is wrong with it; absent when nothing is.</param>
internal sealed record DateReading(string? Words, string? Problem);

/// <summary>The JSON of what forms ask for as one types.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(DateReading))]
internal sealed partial class RecordingJson : JsonSerializerContext;
