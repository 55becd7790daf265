using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>A view of a whole negotiation, by everyone's account, as a document.</summary>
/// <param name="Id">The negotiation.</param>
/// <param name="Sequence">The last entry of the negotiation in it; 0 when nothing is recorded.</param>
/// <param name="Version">That entry's version; 0 when nothing is recorded.</param>
/// <param name="CodeVersion">The version of what the view answers, by which older answers are told apart.</param>
/// <param name="Keywords">The streams of the sources and speakers that the negotiation cites, sorted and distinct.</param>
/// <param name="View">The view as readers get it. One that was read back knows what readers are shown, and nothing to fold on from.</param>
/// <param name="Warnings">What could not be taken as it was recorded.</param>
/// <remarks>Its JSON is the same under any options of System.Text.Json: camelCase, with <c>view</c> as <see cref="ViewJson"/> writes it.</remarks>
[JsonConverter(typeof(ViewDocumentConverter))]
public sealed record ViewDocument<T>(
    string Id,
    long Sequence,
    long Version,
    int CodeVersion,
    IReadOnlyList<string> Keywords,
    T View,
    IReadOnlyList<Warning> Warnings
)
    where T : class, IView<T>
{
    /// <summary>Folds the document of a history afresh.</summary>
    public static ViewDocument<T> Of(History history) => Of(history, history.Through(Lens.Everything), Citations.Of(history.Entries));

    /// <summary>Folds the document of a history afresh, where more than one view of it is wanted.</summary>
    /// <param name="history">The history.</param>
    /// <param name="account">All of it, by everyone's account.</param>
    /// <param name="keywords">The streams that it cites (<see cref="Citations"/>).</param>
    public static ViewDocument<T> Of(History history, Account account, IReadOnlyList<string> keywords) =>
        new(
            history.Negotiation.Value,
            history.Entries.IsEmpty ? 0 : history.Entries[^1].Sequence,
            history.Version,
            T.CodeVersion,
            keywords,
            Views.View.Of<T>(account),
            account.Warnings
        );
}
