using System.Text.Json;

namespace NegotiationLedger.Server;

/// <summary>Which sources' texts a body's quotation may have to be held against. Texts are read only for those.</summary>
internal static class QuotedSources
{
    /// <summary>The sources that a body with a quotation or a correction names; of a correction also those of the record that it corrects.</summary>
    internal static IEnumerable<SourceId> Of(JsonElement body, History history)
    {
        var patches = Patches(body).ToList();
        var isCorrection = patches.Count > 0;
        if (!isCorrection && Member(Member(body, "attribution"), "quote").ValueKind == JsonValueKind.Undefined)
            return [];
        var named = patches.Prepend(body).Select(SourceOf).OfType<SourceId>();
        return isCorrection ? named.Concat(OfCorrected(Member(body, "assertion"), history)) : named;
    }

    // A correction of a correction patches its patch.
    private static IEnumerable<JsonElement> Patches(JsonElement body)
    {
        for (var patch = Member(body, "patch"); patch.ValueKind == JsonValueKind.Object; patch = Member(patch, "patch"))
            yield return patch;
    }

    // The record corrected in the end may have been given another source by any correction that leads to it.
    private static List<SourceId> OfCorrected(JsonElement assertion, History history)
    {
        if (assertion.ValueKind != JsonValueKind.String || !EventId.TryParse(assertion.GetString(), out var id))
            return [];
        var sources = new List<SourceId>();
        var corrected = new HashSet<EventId> { Corrected(id, history) };
        foreach (var entry in history.Entries)
        {
            if (corrected.Contains(entry.Id) && entry.Data.Attribution is { } attribution)
                sources.Add(attribution.Source);
            if (entry.Data is AssertionCorrected correction && corrected.Contains(correction.Assertion))
            {
                corrected.Add(entry.Id);
                if (SourceOf(correction.Patch) is { } source)
                    sources.Add(source);
            }
        }

        return sources;
    }

    private static EventId Corrected(EventId id, History history)
    {
        for (var i = history.Entries.Count - 1; i >= 0; i--)
        {
            if (history.Entries[i] is { Data: AssertionCorrected further } entry && entry.Id == id)
                id = further.Assertion;
        }

        return id;
    }

    private static SourceId? SourceOf(JsonElement holder) =>
        Member(Member(holder, "attribution"), "source") is { ValueKind: JsonValueKind.String } source
            ? new SourceId(source.GetString()!)
            : null;

    private static JsonElement Member(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var member) ? member : default;
}

/// <summary>The texts of sources that quotations are held against.</summary>
/// <param name="log">The log that keeps them.</param>
public sealed class QuotedTexts(LedgerLog log)
{
    /// <summary>The texts held of the sources whose words bodies quote.</summary>
    public Task<IReadOnlyDictionary<SourceId, string>> Of(
        History history,
        IEnumerable<JsonElement> bodies,
        CancellationToken cancellationToken
    ) => Of(history.Registry, bodies.SelectMany(body => QuotedSources.Of(body, history)), cancellationToken);

    /// <summary>The texts held of some sources.</summary>
    public async Task<IReadOnlyDictionary<SourceId, string>> Of(
        Registry registry,
        IEnumerable<SourceId> sources,
        CancellationToken cancellationToken
    )
    {
        var texts = new Dictionary<SourceId, string>();
        foreach (var source in sources.Distinct())
        {
            if (
                registry.Sources.TryGetValue(source, out var known)
                && known.Description.TextSha256 is { } sha256
                && await log.ReadText(sha256, cancellationToken) is { } text
            )
                texts[source] = text;
        }

        return texts;
    }
}
