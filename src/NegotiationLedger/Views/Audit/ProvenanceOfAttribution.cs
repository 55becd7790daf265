using static NegotiationLedger.Views.ProvAttribute;

namespace NegotiationLedger.Views;

/// <summary>Who said so, through whom, in which words and in which document, in the words of W3C PROV.</summary>
internal static class ProvenanceOfAttribution
{
    /// <summary>The statements that tie an entity to its speaker, relays, source and quotation.</summary>
    internal static IEnumerable<ProvStatement> Of(
        NegotiationId negotiation,
        string entity,
        string quote,
        Attribution attribution,
        Registry registry
    ) =>
        [
            .. SourceOf(attribution.Source, registry),
            RecordProvenance.Derivation(entity, ProvName.Source(attribution.Source), "prov:PrimarySource"),
            .. Voice(negotiation, entity, attribution, registry),
            .. (attribution.RelayedBy ?? []).SelectMany((relay, i) => Relayed(negotiation, entity, relay, i + 1, attribution, registry)),
            .. attribution.Quote is { } words ? Quoted(negotiation, entity, quote, words, attribution) : [],
        ];

    /// <summary>A source, with its publisher.</summary>
    internal static IEnumerable<ProvStatement> SourceOf(SourceId id, Registry registry)
    {
        var described = registry.Sources.GetValueOrDefault(id)?.Description;
        yield return new(
            ProvKind.Entity,
            ProvName.Source(id),
            true,
            Is(ProvName.Term("Source")),
            Label(described?.Title ?? id.Value),
            Term("kind", described is null ? null : NamedValue<SourceKind>.NameOf(described.Kind)),
            Term("publisher", described?.Publisher),
            Term("author", described?.Author),
            Term("published", described?.Published?.Text),
            new(ProvName.Term("url"), described?.Url, "xsd:anyURI"),
            Term("language", described?.Language),
            Term("textSha256", described?.TextSha256)
        );
        if (described?.Publisher is not { } publisher)
            yield break;
        yield return PublisherOf(publisher);
        yield return Attributed(ProvName.Source(id), ProvName.Publisher(publisher), "Publisher", key: $"{id} {publisher}");
    }

    /// <summary>Who spoke; a registered speaker with the party spoken for on the day.</summary>
    internal static IEnumerable<ProvStatement> SpeakerOf(NegotiationId negotiation, SpeakerRef spoken, Edtf on, Registry registry)
    {
        if (spoken.Party is { } itself)
            return [PartyOf(negotiation, itself)];
        var speaker = registry.Speakers.GetValueOrDefault(spoken.Speaker!.Value);
        var role = speaker?.RoleAt(on);
        var agent = new ProvStatement(
            ProvKind.Agent,
            NameOf(negotiation, spoken),
            true,
            Is("prov:Person"),
            Label(speaker?.Description.Name ?? speaker?.Description.Title ?? spoken.ToString()),
            Term("identity", speaker is null ? null : NamedValue<Identity>.NameOf(speaker.Description.Identity))
        );
        return role?.Party is { } party ? [agent, PartyOf(negotiation, party), SpokeFor(negotiation, spoken, party, role.Title)] : [agent];
    }

    /// <summary>The name of who spoke.</summary>
    internal static string NameOf(NegotiationId negotiation, SpeakerRef spoken) =>
        spoken.Party is { } party ? ProvName.Party(negotiation, party) : ProvName.Speaker(spoken.Speaker!.Value);

    private static IEnumerable<ProvStatement> Voice(NegotiationId negotiation, string entity, Attribution attribution, Registry registry)
    {
        if (attribution.Speaker is { } spoken)
            return
            [
                .. SpeakerOf(negotiation, spoken, attribution.AssertedOn, registry),
                Attributed(entity, NameOf(negotiation, spoken), "Speaker"),
            ];
        return registry.PublisherOf(attribution.Source) is { } publisher
            ? [Attributed(entity, ProvName.Publisher(publisher), "OwnVoice")]
            : [];
    }

    private static IEnumerable<ProvStatement> Relayed(
        NegotiationId negotiation,
        string entity,
        Relay relay,
        int place,
        Attribution attribution,
        Registry registry
    )
    {
        if (relay.Speaker is { } spoken)
            return
            [
                .. SpeakerOf(negotiation, spoken, attribution.AssertedOn, registry),
                Attributed(entity, NameOf(negotiation, spoken), "Relay", place),
            ];
        return [PublisherOf(relay.Publisher!), Attributed(entity, ProvName.Publisher(relay.Publisher!), "Relay", place)];
    }

    private static IEnumerable<ProvStatement> Quoted(
        NegotiationId negotiation,
        string entity,
        string quote,
        Quote words,
        Attribution attribution
    )
    {
        yield return new(
            ProvKind.Entity,
            quote,
            false,
            Is(ProvName.Term("Quotation")),
            new("prov:value", words.Exact),
            Term("prefix", words.Prefix),
            Term("suffix", words.Suffix),
            Term("start", words.Start),
            Term("end", words.End),
            Term("check", words.Check is { } check ? NamedValue<QuoteCheck>.NameOf(check) : null)
        );
        yield return RecordProvenance.Derivation(quote, ProvName.Source(attribution.Source), "prov:Quotation");
        yield return RecordProvenance.Derivation(entity, quote, type: null);
        if (attribution.Speaker is { } spoken)
            yield return Attributed(quote, NameOf(negotiation, spoken), "Speaker");
    }

    private static ProvStatement PublisherOf(string name) =>
        new(ProvKind.Agent, ProvName.Publisher(name), true, Is("prov:Organization"), Label(name));

    private static ProvStatement PartyOf(NegotiationId negotiation, PartyId party) =>
        new(
            ProvKind.Agent,
            ProvName.Party(negotiation, party),
            true,
            Is("prov:Organization"),
            Label(party.Value),
            Term("negotiation", negotiation.Value)
        );

    private static ProvStatement SpokeFor(NegotiationId negotiation, SpeakerRef spoken, PartyId party, string? title) =>
        new(
            ProvKind.ActedOnBehalfOf,
            $"{spoken} {negotiation} {party} {title}",
            true,
            Reference("delegate", NameOf(negotiation, spoken)),
            Reference("responsible", ProvName.Party(negotiation, party)),
            Term("title", title)
        );

    private static ProvStatement Attributed(string entity, string agent, string type, int? place = null, string? key = null) =>
        new(
            ProvKind.WasAttributedTo,
            key,
            key is not null,
            Reference("entity", entity),
            Reference("agent", agent),
            Is(ProvName.Term(type)),
            Term("place", place)
        );
}
