using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Recording.Loads;

/// <summary>Holds a registration of a negotiation's file against the rules for registrations.</summary>
internal static class RegistrationInFile
{
    /// <summary>The stream that it belongs to; null when it names neither a source nor a speaker.</summary>
    internal static string? StreamOf(JsonElement data) =>
        Id(data, "source") is { } source ? StreamName.Of(new SourceId(source))
        : Id(data, "speaker") is { } speaker ? StreamName.Of(new SpeakerId(speaker))
        : null;

    /// <summary>What it says, or what is wrong with its form.</summary>
    internal static (Registration? Data, IReadOnlyList<Problem> Problems) Read(FileEvent file)
    {
        var reading = EventShape.Read(file.Data, file.Row);
        return (reading.Data as Registration, [.. reading.Problems.Select(p => p with { Pointer = $"/{file.Line}/data{p.Pointer}" })]);
    }

    /// <summary>Why one that the ledger does not have cannot be recorded.</summary>
    /// <param name="file">The event.</param>
    /// <param name="data">What it says.</param>
    /// <param name="isFirst">Whether its source or speaker has no other before it.</param>
    /// <param name="registry">What is registered before it.</param>
    internal static IEnumerable<Problem> Check(FileEvent file, Registration data, bool isFirst, Registry registry)
    {
        if ((data is SourceRegistered or SpeakerRegistered) != isFirst)
            yield return new(
                $"/{file.Line}/type",
                isFirst
                    ? $"'{file.Row.Name}' comes before the registration of what it describes: keep the lines in the order exported."
                    : $"'{file.Row.Name}' registers what a line before it registers: keep one of them."
            );
        else if (data is SourceCorrected correction && registry.Sources.TryGetValue(correction.Source, out var source))
            foreach (var problem in CorrectionProblems(file, source))
                yield return problem with
                {
                    Pointer = $"/{file.Line}/data{problem.Pointer}",
                };
        else if (data is SourceTextAdded added && registry.Sources[added.Source].Description.TextSha256 is not null)
            yield return new(
                $"/{file.Line}/type",
                $"The source '{added.Source}' has a text already: keep one of the two lines that bring it."
            );
        if (TextComplaint(file, (data as IWithText)?.TextSha256) is { } complaint)
            yield return new($"/{file.Line}/text", complaint);
    }

    private static IReadOnlyList<Problem> CorrectionProblems(FileEvent file, Source source)
    {
        var body = JsonNode.Parse(file.Data.GetRawText())!.AsObject();
        body.Remove("source");
        return Register.Correction(source, JsonSerializer.SerializeToElement<JsonNode>(body, LedgerJson.Default.JsonNode)).Problems;
    }

    private static string? TextComplaint(FileEvent file, string? sha256)
    {
        if (file.Text is not { } text)
            return null;
        if (sha256 is null)
            return "A text is given, but the source has no textSha256: leave the text out, or export the negotiation again.";
        var found = Register.Sha256(text);
        return found == sha256
            ? null
            : $"The text's SHA-256 is '{found}', but textSha256 is '{sha256}': the text was altered. Export the negotiation again.";
    }

    private static string? Id(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object
        && data.TryGetProperty(name, out var id)
        && id.ValueKind == JsonValueKind.String
        && Slug.IsValid(id.GetString())
            ? id.GetString()
            : null;
}
