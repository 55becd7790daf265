using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Marten;

namespace NegotiationLedger.Store;

/// <summary>A view that is kept as a Marten document for each negotiation.</summary>
/// <param name="Name">What readers call it.</param>
/// <param name="CodeVersion">The version of what it answers.</param>
/// <param name="Table">The documents' table.</param>
/// <param name="StoredType">The document's type, as Marten writes it beside the document.</param>
public abstract record PersistedView(string Name, int CodeVersion, string Table, string StoredType)
{
    private const int VersionBits = 32;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PersistedView> All { get; } =
    [
        new Of<TalksStatus>(ViewJson.Default.TalksStatus),
        new Of<PartyDemands>(ViewJson.Default.PartyDemands),
        new Of<ProposalBook>(ViewJson.Default.ProposalBook),
        new Of<Agreements>(ViewJson.Default.Agreements),
        new Of<IssueMatrix>(ViewJson.Default.IssueMatrix),
    ];

    /// <summary>The view of a name; null when it is not kept.</summary>
    public static PersistedView? Find(string name) => All.FirstOrDefault(v => v.Name == name);

    /// <summary>The revision of a document: a newer code version wins over every version of the stream.</summary>
    public long RevisionOf(long version) => ((long)CodeVersion << VersionBits) | version;

    /// <summary>The document of a history, as JSON.</summary>
    /// <param name="history">The history.</param>
    /// <param name="account">All of it, by everyone's account.</param>
    /// <param name="keywords">The streams of the sources and speakers that it cites.</param>
    public abstract byte[] Fold(History history, Account account, IReadOnlyList<string> keywords);

    /// <summary>What a document shows to readers at the time of a request.</summary>
    public abstract (JudgedView View, IReadOnlyList<Warning> Warnings) Show(byte[] document, DateTimeOffset request);

    /// <summary>Makes the document known to Marten.</summary>
    internal abstract void Configure(StoreOptions options);

    private sealed record Of<T>(JsonTypeInfo<T> Shape)
        : PersistedView(T.Name, T.CodeVersion, $"mt_doc_{typeof(T).Name.ToLowerInvariant()}", typeof(ViewDocument<T>).FullName!)
        where T : class, IView<T>
    {
        public override byte[] Fold(History history, Account account, IReadOnlyList<string> keywords) =>
            JsonSerializer.SerializeToUtf8Bytes(ViewDocument<T>.Of(history, account, keywords));

        public override (JudgedView, IReadOnlyList<Warning>) Show(byte[] document, DateTimeOffset request)
        {
            var read = JsonSerializer.Deserialize<ViewDocument<T>>(document)!;
            var json = JsonSerializer.SerializeToUtf8Bytes(read.View.At(request), Shape);
            return (new(json, request, read.View.NextChangeAt(request)), read.Warnings);
        }

        internal override void Configure(StoreOptions options) =>
            options
                .Schema.For<ViewDocument<T>>()
                .DocumentAlias(typeof(T).Name.ToLowerInvariant())
                .Identity(document => document.Id)
                .UseNumericRevisions(enabled: true);
    }
}
