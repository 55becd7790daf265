using NegotiationLedger.Handling;
using NegotiationLedger.Store.Handling;

namespace NegotiationLedger.Marten;

/// <summary>What the handlers of the page that is being handled may ask for.</summary>
/// <remarks>Wolverine makes a scope for each message; what is in hand flows with the call that handles it.</remarks>
internal static class PageInHand
{
    private static readonly AsyncLocal<IReadOnlyList<object>?> InHand = new();

    /// <summary>Takes a page in hand, for this call and those that it makes.</summary>
    public static void Take(IReadOnlyList<Handler> handlers, IDocuments documents, IHistories histories) =>
        InHand.Value = [.. handlers.SelectMany(h => h.Injects(documents, histories)), documents, histories];

    /// <summary>What a handler asks for by its type.</summary>
    public static object Get(Type type) =>
        InHand.Value?.FirstOrDefault(type.IsInstanceOfType)
        ?? throw new InvalidOperationException($"A handler asks for {type}, which nothing provides.");
}
