namespace NegotiationLedger.Console;

/// <summary>What people, parties, proposals and documents are called; an id without a name is its own.</summary>
/// <param name="frame">The parties and issues.</param>
/// <param name="registry">The sources and speakers.</param>
public sealed class Names(Frame frame, Registry registry)
{
    /// <summary>The names that the frame itself gives, as headlines are made of them.</summary>
    internal Frame Frame => frame;

    /// <summary>The sources and speakers.</summary>
    internal Registry Registry => registry;

    /// <summary>A party by its name.</summary>
    internal string Party(string id) => frame.NameOf(new(id));

    /// <inheritdoc cref="Party(string)"/>
    internal string Party(PartyId id) => frame.NameOf(id);

    /// <summary>Parties by their names.</summary>
    internal string Parties(IEnumerable<string> ids) => string.Join(", ", ids.Select(Party));

    /// <summary>An issue by its title.</summary>
    internal string Issue(string id) => frame.Issues.GetValueOrDefault(id)?.Title?.Value ?? id;

    /// <summary>A document by its title.</summary>
    internal string Source(SourceId id) => registry.Sources.TryGetValue(id, out var source) ? source.Description.Title : id.Value;

    /// <summary>A person by name.</summary>
    internal string Speaker(SpeakerId id) =>
        registry.Speakers.TryGetValue(id, out var speaker) ? speaker.Description.Name ?? id.Value : id.Value;

    /// <summary>Who speaks: a party or a person.</summary>
    internal string Speaker(SpeakerRef speaker) => speaker.Party is { } party ? Party(party) : Speaker(speaker.Speaker!.Value);

    /// <summary>The office that a person held when something was said; null where none is known.</summary>
    internal string? Office(SpeakerRef speaker, Edtf on) =>
        speaker.Speaker is { } id && registry.Speakers.TryGetValue(id, out var known) ? known.RoleAt(on)?.Title : null;

    /// <summary>Whose account it is.</summary>
    internal string Viewpoint(Viewpoint viewpoint) =>
        viewpoint.ToString().Split(':', 2) switch
        {
            ["party", var id] => Party(id),
            ["speaker", var id] => Speaker(new SpeakerId(id)),
            ["source", var id] => Source(new(id)),
            [_, var name] => name,
            _ => viewpoint.ToString(),
        };

    /// <summary>Whose accounts they are.</summary>
    internal string Viewpoints(IEnumerable<Viewpoint> viewpoints) => string.Join(", ", viewpoints.Select(Viewpoint));
}
