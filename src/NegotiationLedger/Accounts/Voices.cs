namespace NegotiationLedger.Accounts;

/// <summary>Whose accounts assertions belong to, by a registry: what many assertions ask alike is looked up once.</summary>
/// <param name="registry">The sources and speakers.</param>
internal sealed class Voices(Registry registry)
{
    private readonly Dictionary<SourceId, string?> _publishers = [];
    private readonly Dictionary<SpeakerRef, Viewpoint> _parties = [];
    private readonly Dictionary<SourceId, Viewpoint> _sources = [];

    /// <inheritdoc cref="Registry.ViewpointOf"/>
    internal Viewpoint ViewpointOf(Attribution attribution) =>
        attribution.Speaker is not { } speaker ? Of(_sources, attribution.Source, attribution)
        : speaker.IsParty ? Of(_parties, speaker, attribution)
        : registry.ViewpointOf(attribution);

    /// <inheritdoc cref="Registry.PublisherOf"/>
    internal string? PublisherOf(SourceId source)
    {
        if (!_publishers.TryGetValue(source, out var publisher))
            _publishers[source] = publisher = registry.PublisherOf(source);
        return publisher;
    }

    private Viewpoint Of<TKey>(Dictionary<TKey, Viewpoint> known, TKey key, Attribution attribution)
        where TKey : notnull
    {
        if (!known.TryGetValue(key, out var viewpoint))
            known[key] = viewpoint = registry.ViewpointOf(attribution);
        return viewpoint;
    }
}
