using System.Text.Json;

namespace NegotiationLedger.Server;

/// <summary>The texts of sources that quotations are held against.</summary>
/// <param name="log">The log that keeps them.</param>
public sealed class QuotedTexts(LedgerLog log)
{
    /// <summary>The texts held of the sources whose words bodies quote.</summary>
    public async Task<IReadOnlyDictionary<SourceId, string>> Of(
        History history,
        IEnumerable<JsonElement> bodies,
        CancellationToken cancellationToken
    )
    {
        var texts = new Dictionary<SourceId, string>();
        foreach (var source in bodies.SelectMany(body => QuotedSources.Of(body, history)).Distinct())
        {
            if (
                history.Registry.Sources.TryGetValue(source, out var known)
                && known.Description.TextSha256 is { } sha256
                && await log.ReadText(sha256, cancellationToken) is { } text
            )
                texts[source] = text;
        }

        return texts;
    }
}
