namespace NegotiationLedger.Store.Audit;

/// <summary>The languages of sources as they were registered at any position, so that an index built later is the same.</summary>
/// <param name="registry">The sources registered up to the last position asked for, or later.</param>
internal sealed class SourceLanguages(Registry registry)
{
    /// <summary>The text search configuration for the source of an attribution, as of a position.</summary>
    public string Of(Attribution? attribution, long position)
    {
        if (attribution is null || !registry.Sources.TryGetValue(attribution.Source, out var source))
            return TextLanguage.Simple;
        if (source.Corrections.IsEmpty ? source.Registered.Sequence <= position : source.Corrections[^1].Sequence <= position)
            return TextLanguage.Of(attribution, registry);
        var known = source.Corrections.Prepend(source.Registered).TakeWhile(e => e.Sequence <= position);
        return TextLanguage.Of(attribution, Registry.Empty.With(known));
    }
}
