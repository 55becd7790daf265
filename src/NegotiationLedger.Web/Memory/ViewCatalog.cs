using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using NegotiationLedger.Assertions;
using NegotiationLedger.Views;

namespace NegotiationLedger.Web.Memory;

/// <summary>A view that readers can ask for by name.</summary>
/// <param name="Name">The name.</param>
/// <param name="CodeVersion">The version of what it answers.</param>
/// <param name="Type">The record that holds it.</param>
/// <param name="Fold">Folds it and writes it as JSON, UTF-8.</param>
public sealed record NamedView(string Name, int CodeVersion, Type Type, Func<Account, byte[]> Fold)
{
    /// <summary>The view as a JSON tree.</summary>
    public JsonNode Tree(Account account) => JsonNode.Parse(Fold(account))!;
}

/// <summary>The views that readers can ask for.</summary>
public static class ViewCatalog
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<NamedView> All { get; } =
    [
        Of(ViewJson.Default.TalksStatus),
        Of(ViewJson.Default.PartyDemands),
        Of(ViewJson.Default.ProposalBook),
        Of(ViewJson.Default.IssueMatrix),
        Of(ViewJson.Default.Timeline),
    ];

    private static NamedView Of<T>(JsonTypeInfo<T> shape)
        where T : IView<T> =>
        new(T.Name, T.CodeVersion, typeof(T), account => JsonSerializer.SerializeToUtf8Bytes(View.Of<T>(account), shape));
}
