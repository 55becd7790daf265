using NegotiationLedger.Handling;

namespace NegotiationLedger.Store.Handling;

/// <summary>A handler of the log: classes with static <c>Handle</c> methods, which share one progress.</summary>
/// <param name="Name">Its name, which its progress row bears: a PascalCase word.</param>
/// <param name="CodeVersion">Counts up, from 1, with every change to what it makes of the same log; a new one is built beside the old one.</param>
/// <param name="Classes">Public classes with public <c>Handle</c> methods (see <see cref="HandleMethods"/>).</param>
public sealed record Handler(string Name, int CodeVersion, params IReadOnlyList<Type> Classes)
{
    /// <summary>The kinds of document that it stores.</summary>
    public IReadOnlyList<DocumentKind> Documents { get; init; } = [];

    /// <summary>
    /// Whether each document follows from the entries of one stream, and from registrations, so that a new generation may read the log
    /// stream after stream and write each document once.
    /// </summary>
    public bool IsByStream { get; init; }

    /// <summary>Makes what else its methods ask for, anew for each page, from the page's documents and histories.</summary>
    public Func<IDocuments, IHistories, IEnumerable<object>> Injects { get; init; } = (_, _) => [];

    /// <summary>The name of a generation's progress row, as Marten names them.</summary>
    public static string RowOf(string name, int generation) => generation == 1 ? $"{name}:All" : $"{name}:V{generation}:All";
}

/// <summary>A kind of document, and the table that keeps it.</summary>
/// <param name="Type">The record.</param>
/// <param name="Table">The table's name: <c>mt_doc_</c> and a word in lower case.</param>
/// <param name="StoredType">What Marten calls it: <c>Full.Name, Assembly</c>.</param>
public abstract record DocumentKind(Type Type, string Table, string StoredType)
{
    internal abstract object Read(byte[] json);

    internal abstract byte[] Write(object document);
}

/// <summary>A kind of document with its JSON.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="StoredAs">The type that Marten knows it by.</param>
/// <param name="From">Reads its JSON.</param>
/// <param name="To">Writes its JSON.</param>
public sealed record DocumentKind<T>(string Table, Type StoredAs, Func<byte[], T> From, Func<T, byte[]> To)
    : DocumentKind(typeof(T), Table, $"{StoredAs.FullName}, {StoredAs.Assembly.GetName().Name}")
    where T : class, IDocument
{
    internal override object Read(byte[] json) => From(json);

    internal override byte[] Write(object document) => To((T)document);
}
