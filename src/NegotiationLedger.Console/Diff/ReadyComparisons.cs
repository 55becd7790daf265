using System.Globalization;

namespace NegotiationLedger.Console;

/// <summary>A comparison that a reader can choose by a link.</summary>
/// <param name="Words">What is compared.</param>
/// <param name="At">Where.</param>
public sealed record ReadyComparison(string Words, Address At);

/// <summary>Comparisons that readers often ask for.</summary>
internal static class ReadyComparisons
{
    private const int MostAccounts = 3;

    /// <summary>Yesterday and now, what is disputed and what is not, the latest record, and the accounts with most to say against each other.</summary>
    internal static IEnumerable<ReadyComparison> Of(Look look)
    {
        var yesterday = look.Request.AddDays(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        yield return Ready(look, Strings.DiffYesterday, new Lens { RecordedUntil = Until(yesterday) }, Lens.Everything);
        yield return Ready(look, Strings.DiffUndisputed, Lens.Everything, new Lens { UndisputedOnly = true });
        if (look.Snapshot.History.Entries is [.., var last])
            yield return Ready(
                look,
                Say.Of(Strings.DiffLatest, last.Sequence),
                new Lens { RecordedUntil = Until($"@{last.Sequence - 1}") },
                new Lens { RecordedUntil = Until($"@{last.Sequence}") }
            );
        var accounts = look
            .Account.InTime.CountBy(a => a.Viewpoint)
            .OrderByDescending(v => v.Value)
            .ThenBy(v => v.Key)
            .Select(v => v.Key)
            .Take(MostAccounts)
            .ToList();
        foreach (var (i, one) in accounts.Index())
        {
            foreach (var other in accounts.Skip(i + 1))
                yield return Ready(
                    look,
                    Say.Of(Strings.DiffAccounts, look.Names.Viewpoint(one), look.Names.Viewpoint(other)),
                    new Lens { AccordingTo = [one] },
                    new Lens { AccordingTo = [other] }
                );
        }
    }

    private static ReadyComparison Ready(Look look, string words, Lens left, Lens right) =>
        new(words, look.Page("diff").With("view", look.Here["view"]).WithLens(GetDiff.Left, left).WithLens(GetDiff.Right, right));

    private static Bound? Until(string text) => Bound.Read("recordedUntil", text, BoundMark.Position, isEnd: true, []);
}
