using System.Text.Json;

namespace NegotiationLedger.Recording;

/// <summary>Holds a record about another record against the record it is about.</summary>
internal static class AboutRecords
{
    internal static IEnumerable<Problem> Check(Annotation annotation, Known earlier, Known introduced, Registry registry)
    {
        if (earlier.RowOf(annotation.Assertion) is not { } row)
            return [Unknown("/assertion", annotation.Assertion.ToString())];
        return annotation is AssertionCorrected correction ? CheckPatch(correction.Patch, row, earlier, introduced, registry) : [];
    }

    private static Problem Unknown(string pointer, string id) =>
        new(pointer, $"'{id}' is not an earlier record of this negotiation: give the id of one that is.");

    private static IEnumerable<Problem> CheckPatch(JsonElement patch, EventName row, Known earlier, Known introduced, Registry registry)
    {
        if (patch.TryGetProperty("type", out _))
            return [new("/patch/type", "A correction cannot change the type: retract the record and record it again.")];
        var reading = EventShape.ReadPatch(patch, row);
        var references = References.Check(reading.References, row, introduced, registry);
        var about = reading
            .References.Where(r => r.Type == typeof(EventId) && !(EventId.TryParse(r.Value, out var id) && earlier.RowOf(id) is not null))
            .Select(r => Unknown(r.Pointer, r.Value));
        return reading.Problems.Concat(references).Concat(about).Select(problem => problem with { Pointer = "/patch" + problem.Pointer });
    }
}
