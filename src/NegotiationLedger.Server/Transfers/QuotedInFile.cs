using System.Text.Json;
using NegotiationLedger.Recording.Loads;

namespace NegotiationLedger.Server;

/// <summary>Which sources' texts the quotations of a file may have to be held against.</summary>
internal static class QuotedInFile
{
    /// <summary>The sources of all that is quoted, and of all that is corrected, in the file and in what it continues; found in one pass.</summary>
    internal static IEnumerable<SourceId> Of(IReadOnlyList<FileEvent> file, History here)
    {
        var corrected = Corrected(file, here);
        foreach (var lines in file)
        {
            var (attribution, isCorrected) = (Member(lines.Data, "attribution"), corrected.Contains(lines.Id));
            var isQuoted = Member(attribution, "quote").ValueKind == JsonValueKind.Object;
            foreach (
                var source in Named(attribution, isQuoted || isCorrected).Concat(Named(Member(PatchOf(lines.Data), "attribution"), true))
            )
                yield return source;
        }

        foreach (var entry in here.Entries.Where(e => corrected.Contains(e.Id)))
        {
            if (entry.Data.Attribution is { } attribution)
                yield return attribution.Source;
        }

        foreach (
            var correction in here.Entries.Select(e => e.Data).OfType<AssertionCorrected>().Where(c => corrected.Contains(c.Assertion))
        )
        {
            foreach (var source in Named(Member(correction.Patch, "attribution"), isWanted: true))
                yield return source;
        }
    }

    // What a correction of the file leads to; records are always about earlier ones.
    private static HashSet<EventId> Corrected(IReadOnlyList<FileEvent> file, History here)
    {
        var corrected = new HashSet<EventId>();
        foreach (var correction in file.Reverse().Where(e => e.Row.Type == typeof(AssertionCorrected)))
        {
            if (
                Member(correction.Data, "assertion") is { ValueKind: JsonValueKind.String } text
                && EventId.TryParse(text.GetString(), out var id)
            )
                corrected.Add(id);
        }

        for (var i = here.Entries.Count - 1; i >= 0 && corrected.Count > 0; i--)
        {
            if (here.Entries[i] is { Data: AssertionCorrected further } entry && corrected.Contains(entry.Id))
                corrected.Add(further.Assertion);
        }

        return corrected;
    }

    private static JsonElement PatchOf(JsonElement data)
    {
        var patch = Member(data, "patch");
        while (Member(patch, "patch") is { ValueKind: JsonValueKind.Object } inner)
            patch = inner;
        return patch;
    }

    private static IEnumerable<SourceId> Named(JsonElement attribution, bool isWanted)
    {
        if (isWanted && Member(attribution, "source") is { ValueKind: JsonValueKind.String } source && Slug.IsValid(source.GetString()))
            yield return new(source.GetString()!);
    }

    private static JsonElement Member(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var member) ? member : default;
}
