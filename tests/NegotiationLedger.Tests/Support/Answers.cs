using System.Text.Json;

namespace NegotiationLedger.Tests.Support;

/// <summary>What a lens answers, as the bytes that go out.</summary>
public static class Answers
{
    public static string Of<T>(Account account)
        where T : IView<T> => Text(View.Of<T>(account));

    public static string Text<T>(T view) => JsonSerializer.Serialize(view, typeof(T), ViewJson.Default);

    /// <summary>Every view and the warnings, one a line.</summary>
    public static string All(Account account) => string.Join('\n', Views(account).Select(v => v.Json).Append(Warnings(account)));

    public static IEnumerable<(string Name, string Json)> Views(Account account) =>
        [
            (TalksStatus.Name, Of<TalksStatus>(account)),
            (PartyDemands.Name, Of<PartyDemands>(account)),
            (ProposalBook.Name, Of<ProposalBook>(account)),
            (IssueMatrix.Name, Of<IssueMatrix>(account)),
            (Timeline.Name, Of<Timeline>(account)),
        ];

    private static string Warnings(Account account) =>
        JsonSerializer.Serialize(account.Warnings, typeof(IReadOnlyList<Warning>), ViewJson.Default);
}
