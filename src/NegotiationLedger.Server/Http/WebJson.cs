using System.Text.Json;
using System.Text.Json.Serialization;
using NegotiationLedger.Server.Audit;
using NegotiationLedger.Server.Developments;
using NegotiationLedger.Server.Endpoints;
using NegotiationLedger.Server.Imports;

namespace NegotiationLedger.Server.Http;

/// <summary>The JSON of answers, generated at compile time: camelCase, absent rather than null, instants to the microsecond.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)]
)]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(LensAnswer))]
[JsonSerializable(typeof(EntryAnswer))]
[JsonSerializable(typeof(HistoryAnswer))]
[JsonSerializable(typeof(RecordedAnswer))]
[JsonSerializable(typeof(IReadOnlyList<Warning>[]))]
[JsonSerializable(typeof(DryRunAnswer))]
[JsonSerializable(typeof(NegotiationSummary))]
[JsonSerializable(typeof(NegotiationsAnswer))]
[JsonSerializable(typeof(NegotiationAnswer))]
[JsonSerializable(typeof(SourceAnswer))]
[JsonSerializable(typeof(SourcesAnswer))]
[JsonSerializable(typeof(SpeakerAnswer))]
[JsonSerializable(typeof(SpeakersAnswer))]
[JsonSerializable(typeof(WholeSourceAnswer))]
[JsonSerializable(typeof(WholeSpeakerAnswer))]
[JsonSerializable(typeof(DiffAnswer))]
[JsonSerializable(typeof(ImportAnswer))]
[JsonSerializable(typeof(ProjectionsAnswer))]
[JsonSerializable(typeof(ProjectionTold))]
[JsonSerializable(typeof(CheckLine))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(AssertionsAnswer))]
[JsonSerializable(typeof(AssertionWhole))]
[JsonSerializable(typeof(WholeExport))]
public sealed partial class WebJson : JsonSerializerContext;
