namespace NegotiationLedger.Store.Audit;

/// <summary>The languages of sources as they were registered at any position, so that an index built later is the same.</summary>
/// <param name="registry">The sources registered up to the last position asked for, or later.</param>
internal sealed class SourceLanguages(Registry registry)
{
    /// <summary>The text search configuration for the source of an attribution, as of a position.</summary>
    public string Of(Attribution? attribution, long position) =>
        attribution is not null
        && registry.Sources.TryGetValue(attribution.Source, out var source)
        && source.Registered.Sequence <= position
            ? TextLanguage.Of(source.DescriptionWhen(entry => entry.Sequence <= position).Language)
            : TextLanguage.Simple;
}
