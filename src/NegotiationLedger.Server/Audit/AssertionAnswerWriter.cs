using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Server;

/// <summary>Puts records into the words of an answer, with names for ids.</summary>
/// <param name="registry">The sources and speakers as of the answer's position.</param>
internal sealed class AssertionAnswerWriter(Registry registry)
{
    /// <summary>A record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="frame">Its negotiation's frame.</param>
    /// <param name="highlights">Where words stand that were looked for; null when none were.</param>
    internal AssertionAnswer Of(AuditRecord record, Frame frame, IReadOnlyList<Highlight>? highlights = null)
    {
        var entry = record.Entry;
        return new(
            record.Id,
            record.Negotiation.Value,
            entry.Sequence,
            entry.Version,
            EventNames.Of(record.Standing).Name,
            entry.RecordedAt,
            entry.RecordedBy,
            record.Standing.Told(frame),
            (record.Standing as Development)?.CameoCode,
            record.About,
            record.Viewpoint,
            ChainOf(record.Attribution, frame),
            PayloadOf(record.Standing),
            record.IsRetracted,
            [.. record.Fates.Select(f => Of(f, frame))],
            highlights,
            LinksOf(record),
            entry.Origin
        );
    }

    /// <summary>What became of a record.</summary>
    internal FateAnswer Of(Fate fate, Frame frame) =>
        new(
            fate.Kind,
            fate.By.Id,
            fate.By.Sequence,
            fate.By.RecordedAt,
            fate.By.RecordedBy,
            fate.Words,
            fate.Stands,
            ChainOf(fate.Annotation.Attribution, frame)
        );

    /// <summary>A form of a record.</summary>
    internal FormAnswer FormOf(LedgerEvent data, Frame frame)
    {
        var attribution = data.Attribution;
        return new(PayloadOf(data), ChainOf(attribution, frame));
    }

    /// <summary>The chain from who spoke to the document; null without an attribution.</summary>
    internal AttributionChain? ChainOf(Attribution? attribution, Frame frame) =>
        attribution is null
            ? null
            : new(
                attribution.Speaker is { } speaker ? SpokenBy(speaker, attribution.AssertedOn, frame) : null,
                attribution.RelayedBy is { Count: > 0 } relays
                    ?
                    [
                        .. relays.Select(r => new RelayedBy(
                            r.Speaker is { } by ? SpokenBy(by, attribution.AssertedOn, frame) : null,
                            r.Publisher
                        )),
                    ]
                    : null,
                CarriedBy(attribution.Source),
                attribution.Mode,
                attribution.AssertedOn,
                attribution.Quote,
                attribution.Grade,
                attribution.Variables
            );

    private SpokenBy SpokenBy(SpeakerRef reference, Edtf assertedOn, Frame frame)
    {
        if (reference.Party is { } party)
            return new(reference.ToString(), frame.NameOf(party), Identity: null, Title: null, party);
        if (!registry.Speakers.TryGetValue(reference.Speaker!.Value, out var speaker))
            return new(reference.ToString(), Name: null, Identity: null, Title: null, Party: null);
        var role = speaker.RoleAt(assertedOn);
        return new(reference.ToString(), speaker.Description.Name, speaker.Description.Identity, role?.Title, role?.Party);
    }

    private CarriedBy CarriedBy(SourceId id)
    {
        var d = registry.Sources.TryGetValue(id, out var source) ? source.Description : null;
        return new(id.Value, d?.Kind, d?.Title, d?.Publisher, d?.Author, d?.Published, d?.Url, d?.Language, d?.TextSha256 is not null);
    }

    private static JsonObject PayloadOf(LedgerEvent data)
    {
        var payload = JsonSerializer.SerializeToNode(data, EventNames.Of(data).Shape)!.AsObject();
        payload.Remove("attribution");
        return payload;
    }

    private static Dictionary<string, string> LinksOf(AuditRecord record)
    {
        var links = new Dictionary<string, string>
        {
            ["self"] = $"/assertions/{record.Id}",
            ["negotiation"] = $"/negotiations/{record.Negotiation}",
        };
        if (record.About is { } about)
            links["about"] = $"/assertions/{about}";
        if (record.Attribution is { } attribution)
            links["source"] = $"/sources/{attribution.Source}";
        if (record.Attribution?.Speaker?.Speaker is { } speaker)
            links["speaker"] = $"/speakers/{speaker}";
        return links;
    }
}
