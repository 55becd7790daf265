using System.Text.Json.Nodes;

namespace NegotiationLedger.Views;

/// <summary>Turns a patch on a view into sentences.</summary>
public static class ChangeWords
{
    /// <summary>
    /// What a patch changes, a sentence each, without full stops: <c>Hamas: phased-ceasefire rejected, second time</c>. Empty where only dates,
    /// accounts and records behind the values moved that a reader need not be told of.
    /// </summary>
    /// <param name="patch">The JSON Patch (RFC 6902) from the one view to the other.</param>
    /// <param name="from">The one view.</param>
    /// <param name="to">The other.</param>
    public static IReadOnlyList<string> Of<T>(JsonArray patch, T from, T to)
        where T : IView<T>
    {
        var telling = new Telling(from.Frame, to.Frame);
        return [.. ChangedFields<T>.Of(patch, from, to).Where(f => f.Rule.IsNews).SelectMany(f => f.Say(telling)).Distinct()];
    }
}
