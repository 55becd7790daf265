namespace NegotiationLedger.Console;

/// <summary>An id that can be named, with what readers know it by.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">Its name.</param>
public sealed record KnownId(string Id, string Name);

/// <summary>The ids that a form proposes, by kind: what is known in the negotiation, and what is registered.</summary>
internal static class KnownIds
{
    // The browser looks through them as one types; of more the API tells the nearest.
    private const int Most = 500;

    /// <summary>The ids of a negotiation, and the sources and speakers.</summary>
    internal static IReadOnlyList<(string Kind, IReadOnlyList<KnownId> Ids)> Of(Look look)
    {
        var known = look.Snapshot.History.Known;
        var names = look.Names;
        IReadOnlyList<KnownId> All<T>(Func<string, string> nameOf) =>
            [.. known.All(typeof(T)).Take(Most).Select(id => new KnownId(id, nameOf(id)))];
        string Itself(string id) => id;
        IReadOnlyList<KnownId> parties = All<PartyId>(names.Party);
        return
        [
            (PartyId.Noun, parties),
            (IssueId.Noun, All<IssueId>(names.Issue)),
            (ProposalId.Noun, All<ProposalId>(id => names.Frame.TitleOf(new ProposalId(id)))),
            (AgreementId.Noun, All<AgreementId>(id => names.Frame.TitleOf(new AgreementId(id)))),
            (DemandId.Noun, All<DemandId>(Itself)),
            (UltimatumId.Noun, All<UltimatumId>(Itself)),
            (CommitmentId.Noun, All<CommitmentId>(Itself)),
            (OperationId.Noun, All<OperationId>(Itself)),
            .. Of(look.Snapshot.History.Registry, parties),
        ];
    }

    /// <summary>The sources, the latest first, and who can speak: parties, and speakers.</summary>
    internal static IEnumerable<(string Kind, IReadOnlyList<KnownId> Ids)> Of(Registry registry, IReadOnlyList<KnownId> parties) =>
        [
            (
                SourceId.Noun,
                [
                    .. registry
                        .Sources.Values.OrderByDescending(s => s.Registered.Sequence)
                        .Take(Most)
                        .Select(s => new KnownId(s.Description.Source.Value, s.Description.Title)),
                ]
            ),
            (
                SpeakerId.Noun,
                [
                    .. parties.Select(p => new KnownId($"party:{p.Id}", p.Name)),
                    .. registry
                        .Speakers.Values.OrderByDescending(s => s.Registered.Sequence)
                        .Take(Most)
                        .Select(s => new KnownId(s.Description.Speaker.Value, NameOf(s.Description))),
                ]
            ),
        ];

    private static string NameOf(SpeakerRegistered speaker) =>
        (speaker.Name, speaker.Title) switch
        {
            ({ } name, { } title) => $"{name}, {title}",
            var (name, title) => name ?? title ?? speaker.Speaker.Value,
        };
}
