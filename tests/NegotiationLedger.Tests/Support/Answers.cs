using System.Text.Json;

namespace NegotiationLedger.Tests.Support;

/// <summary>What a lens answers, as the bytes that go out.</summary>
public static class Answers
{
    public static string Of<T>(Account account, DateTimeOffset? request = null)
        where T : IView<T> => Text(View.Of<T>(account, request));

    public static string Text<T>(T view) => JsonSerializer.Serialize(view, typeof(T), ViewJson.Default);

    /// <summary>Every view and the warnings, one a line.</summary>
    public static string All(Account account, DateTimeOffset? request = null) =>
        string.Join('\n', Views(account, request).Select(v => v.Json).Append(Warnings(account)));

    public static IEnumerable<(string Name, string Json)> Views(Account account, DateTimeOffset? request = null) =>
        [
            (TalksStatus.Name, Of<TalksStatus>(account, request)),
            (PartyDemands.Name, Of<PartyDemands>(account, request)),
            (ProposalBook.Name, Of<ProposalBook>(account, request)),
            (IssueMatrix.Name, Of<IssueMatrix>(account, request)),
            (Timeline.Name, Of<Timeline>(account, request)),
            (Agreements.Name, Of<Agreements>(account, request)),
        ];

    private static string Warnings(Account account) =>
        JsonSerializer.Serialize(account.Warnings, typeof(IReadOnlyList<Warning>), ViewJson.Default);
}
