using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NegotiationLedger.Views.Kept;

namespace NegotiationLedger.Store.Handling;

/// <summary>A view that is kept as documents, one for each negotiation.</summary>
/// <param name="Name">The name by which readers ask for it.</param>
/// <param name="Handler">What keeps it.</param>
/// <param name="Table">The documents' table.</param>
/// <param name="Show">The view of a document as readers get it, JSON in UTF-8, and what could not be taken as it was recorded.</param>
public sealed record PersistedView(
    string Name,
    Handler Handler,
    string Table,
    Func<byte[], (byte[] Json, IReadOnlyList<Warning> Warnings)> Show
);

/// <summary>The views that are kept as documents.</summary>
public static class PersistedViews
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PersistedView> All { get; } =
    [
        Of(typeof(TalksStatusHandler), "mt_doc_talksstatus", ViewJson.Default.TalksStatus),
        Of(typeof(PartyDemandsHandler), "mt_doc_partydemands", ViewJson.Default.PartyDemands),
        Of(typeof(ProposalBookHandler), "mt_doc_proposalbook", ViewJson.Default.ProposalBook),
        Of(typeof(IssueMatrixHandler), "mt_doc_issuematrix", ViewJson.Default.IssueMatrix),
    ];

    /// <summary>What keeps them: a handler for each.</summary>
    public static IReadOnlyList<Handler> Handlers { get; } = [.. All.Select(v => v.Handler)];

    private static PersistedView Of<T>(Type handler, string table, JsonTypeInfo<T> shape)
        where T : class, IView<T>
    {
        var kind = new DocumentKind<KeptDocument<T>>(table, typeof(T), KeptDocument<T>.Read, document => document.Write(shape));
        var keeper = new Handler(typeof(T).Name, T.CodeVersion, handler)
        {
            Documents = [kind],
            IsByStream = true,
            Injects = (documents, histories) => [new ViewKeeper(documents, histories)],
        };
        return new(T.Name, keeper, table, json => Show(KeptDocument<T>.Read(json).Kept, shape));
    }

    private static (byte[], IReadOnlyList<Warning>) Show<T>(KeptView<T> kept, JsonTypeInfo<T> shape)
        where T : class, IView<T> => (JsonSerializer.SerializeToUtf8Bytes(kept.View, shape), kept.Warnings);
}
