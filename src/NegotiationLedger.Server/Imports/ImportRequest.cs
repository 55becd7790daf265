using System.Text.Json;
using NegotiationLedger.Recording.Imports;

namespace NegotiationLedger.Server;

/// <summary>What an import asks for.</summary>
/// <param name="Map">What the columns of the file mean.</param>
/// <param name="File">The file.</param>
/// <param name="SkipBad">Whether the good rows are recorded without the bad ones.</param>
/// <param name="Revising">What the file may do to the records of its earlier editions.</param>
internal sealed record ImportRequest(ImportMap Map, SheetFile File, bool SkipBad, Revising Revising)
{
    private static readonly string[] Members = ["map", "csv", "xlsx", "skipBad", "revise", "retractMissing", "firstLine"];

    /// <summary>Reads a request, and the file in it.</summary>
    /// <param name="body">The body.</param>
    /// <param name="negotiation">The negotiation that the address names; null when it names none.</param>
    /// <exception cref="ProblemException">The body or the map is wrong, or the file cannot be read.</exception>
    internal static ImportRequest Read(JsonElement body, string? negotiation)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw Problems.Invalid([
                new("", "An import is a JSON object with map, csv or xlsx and, optionally, skipBad, revise and retractMissing."),
            ]);
        var problems = body.EnumerateObject()
            .Where(m => !Members.Contains(m.Name))
            .Select(m => new Problem(
                JsonPointer.Then("", m.Name),
                $"'{m.Name}' is not a member here. The members are: {string.Join(", ", Members)}."
            ))
            .ToList();
        var (csv, xlsx) = (Text(body, "csv", problems), Text(body, "xlsx", problems));
        if (csv is null == xlsx is null && problems.Count == 0)
            problems.Add(
                new("/csv", "'csv', the text of the file, is required, or 'xlsx', a workbook in base64: a string, and one of the two.")
            );
        var (skipBad, revise) = (Flag(body, "skipBad", problems), Flag(body, "revise", problems));
        var retract = Flag(body, "retractMissing", problems);
        var map = MapOf(body, negotiation, problems);
        if (retract && !revise)
            problems.Add(new("/retractMissing", "Records are retracted by a newer edition alone: give \"revise\": true as well."));
        if (revise && map is { Key.Count: 0 })
            problems.Add(new("/map/key", "To revise records the map needs a 'key': the column by which a row is known in every edition."));
        var firstLine = FirstLine(body, problems);
        if (retract && firstLine is not null)
            problems.Add(
                new("/retractMissing", "Of a part of a file it is not known what is missing: send the whole of it, without 'firstLine'.")
            );
        if (problems.Count > 0)
            throw Problems.Invalid(problems);
        var file = csv is not null ? SheetCsv.Read(csv, map!, firstLine) : SheetXlsx.Read(xlsx!, map!);
        return new(
            map!,
            file,
            skipBad,
            !revise ? Revising.Nothing
                : retract ? Revising.CorrectionsAndRetractions
                : firstLine is not null ? Revising.CorrectionsByPart
                : Revising.Corrections
        );
    }

    private static string? Text(JsonElement body, string name, List<Problem> problems)
    {
        if (!body.TryGetProperty(name, out var text))
            return null;
        if (text.ValueKind == JsonValueKind.String)
            return text.GetString();
        problems.Add(new($"/{name}", $"'{name}' should be a string."));
        return null;
    }

    private static bool Flag(JsonElement body, string name, List<Problem> problems)
    {
        if (!body.TryGetProperty(name, out var flag) || flag.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return flag.ValueKind is JsonValueKind.True;
        problems.Add(new($"/{name}", $"{flag.GetRawText()} is neither true nor false."));
        return false;
    }

    private static int? FirstLine(JsonElement body, List<Problem> problems)
    {
        if (!body.TryGetProperty("firstLine", out var line))
            return null;
        if (line.ValueKind == JsonValueKind.Number && line.TryGetInt32(out var first) && first > 0)
            return first;
        problems.Add(new("/firstLine", $"{line.GetRawText()} is not the number of a line: give that of the first row, from 1."));
        return null;
    }

    private static ImportMap? MapOf(JsonElement body, string? id, List<Problem> problems)
    {
        if (!body.TryGetProperty("map", out var json))
        {
            problems.Add(new("/map", "'map' is required: what the columns of the file mean. ops/import describes its format."));
            return null;
        }

        var (map, wrong) = MapReading.Read(json);
        problems.AddRange(wrong.Select(p => p with { Pointer = "/map" + p.Pointer }));
        if (map is null)
            return null;
        if (id is not null && map.NegotiationRule is not null)
            problems.Add(new("/map/negotiation", "The rows name their negotiations themselves: send the import to /imports."));
        if (id is not null && map.Negotiation is { } negotiation && negotiation.Value != id)
            problems.Add(
                new(
                    "/map/negotiation",
                    $"The map names '{negotiation}', but the import was sent to '{id}': send it to '{negotiation}', or leave this out."
                )
            );
        if (id is null && map.Negotiation is null && map.NegotiationRule is null)
            problems.Add(
                new("/map/negotiation", "Say which negotiation the rows are about: its id, or {\"column\": …}, the column that names it.")
            );
        return map;
    }
}
