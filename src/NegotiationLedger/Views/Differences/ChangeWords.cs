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
        where T : IView<T> => [.. ByField(patch, from, to).SelectMany(f => f.Words).Distinct()];

    /// <summary>The same by field: those of which a reader is told anything.</summary>
    internal static IReadOnlyList<ToldField> ByField<T>(JsonArray patch, T from, T to)
        where T : IView<T>
    {
        var telling = new Telling(from.Frame, to.Frame);
        return
        [
            .. ChangedFields<T>
                .Of(patch, from, to)
                .Where(f => f.Rule.IsNews)
                .Select(f => new ToldField(f, [.. f.Say(telling)]))
                .Where(f => f.Words.Count > 0),
        ];
    }
}

/// <summary>A field that changed, in sentences.</summary>
/// <param name="Field">The field.</param>
/// <param name="Words">At least one sentence, without full stops.</param>
internal sealed record ToldField(ChangedField Field, IReadOnlyList<string> Words);

/// <summary>What changes in a view.</summary>
/// <param name="Patch">The JSON Patch (RFC 6902) from the one to the other.</param>
/// <param name="Words">It in sentences without full stops.</param>
public sealed record ViewChange(JsonArray Patch, IReadOnlyList<string> Words);
