using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests.Views;

/// <summary>
/// What was answered about talks that were made up once stays what it was: whoever changes an answer sees here that it changes, in which view, and
/// says so in the changelog. The laws say what is right; this says what is the same.
/// </summary>
/// <remarks>
/// <c>KeptAnswers.txt</c> holds a digest of each answer. With <c>LEDGER_ANSWERS</c> the answers themselves are written to that folder, a file each,
/// and their digests as <c>KeptAnswers.txt</c>: two folders, written before and after a change, show what it does.
/// </remarks>
public sealed class KeptAnswersTests
{
    private const string Name = "KeptAnswers.txt";

    private static readonly string? Written = Environment.GetEnvironmentVariable("LEDGER_ANSWERS");

    private static readonly Lazy<Dictionary<string, string>> Kept = new(() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, Name)).Select(line => line.Split(' ')).ToDictionary(l => l[0], l => l[1])
    );

    public static TheoryData<int> Numbers() => [.. Enumerable.Range(0, MadeUpTalks.All)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void An_answer_is_what_it_was(int number)
    {
        var changed = new List<string>();
        foreach (var (name, answer) in OfTalks(number))
        {
            var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(answer)))[..16];
            if (Written is not null)
                Write(name, answer, digest);
            else if (Kept.Value.GetValueOrDefault(name) != digest)
                changed.Add(name);
        }

        changed.ShouldBeEmpty($"These answers changed. LEDGER_ANSWERS=FOLDER writes them, and the {Name} that belongs to them.");
    }

    private static IEnumerable<(string Name, string Answer)> OfTalks(int number)
    {
        var talks = new MadeUpTalks(number);
        yield return ($"{number}/decisions", string.Join('\n', talks.Decisions.Select(Said)));
        foreach (var (lens, account) in talks.Lenses.Select((lens, i) => (i, talks.History.Through(lens))))
        {
            yield return ($"{number}/{lens}/warnings", string.Join('\n', account.Warnings.Select(Said)));
            foreach (var view in ViewCatalog.All)
                yield return ($"{number}/{lens}/{view.Name}", Said(view.Judge(account, talks.Request)));
        }

        foreach (var view in ViewCatalog.All)
        {
            yield return ($"{number}/change/{view.Name}", Said(talks.Changes(view)));
            // These take longer.
            if (talks.IsOfOneThing)
                yield return ($"{number}/steps/{view.Name}", string.Join('\n', talks.Steps(view).Select(Said)));
            else if (number % 4 == 0)
                yield return ($"{number}/diff/{view.Name}", string.Join('\n', talks.Differences(view).Select(Said)));
            else if (number % 4 == 1)
                yield return ($"{number}/replay/{view.Name}", string.Join('\n', talks.Frames(view).Select(Said)));
        }
    }

    private static string Said(Decision decision) =>
        string.Join('\n', [.. decision.Problems, .. decision.Records.SelectMany(r => r.Warnings).Select(Said)]);

    private static string Said(Warning warning) => $"{warning.Code}: {warning.Detail} {string.Join(' ', warning.Events)}";

    private static string Said(JudgedView view) => $"{Encoding.UTF8.GetString(view.Json)}\n{view.AsOf:O} {view.NextChangeAt:O}";

    private static string Said(ViewChange change) => $"{Said(change.Patch)}\n{string.Join('\n', change.Words)}";

    private static string Said(Difference difference) =>
        string.Join(
            '\n',
            [
                $"{difference.Field}: {difference.Left?.ToJsonString()} | {difference.Right?.ToJsonString()}",
                .. difference.Words,
                .. difference.Causes.Select(cause => $"{cause}"),
                $"{difference.IsSmallest}",
            ]
        );

    private static string Said(ReplayFrame frame) =>
        string.Join('\n', [$"{frame.Number} {frame.Entry?.Id} {frame.At:O} {frame.What}", Said(frame.Patch), .. frame.Words]);

    private static string Said(JsonNode patch) => patch.ToJsonString();

    private static void Write(string name, string answer, string digest)
    {
        Directory.CreateDirectory(Written!);
        File.WriteAllText(Path.Combine(Written!, name.Replace('/', '-')), answer);
        lock (Kept)
            File.AppendAllText(Path.Combine(Written!, Name), $"{name} {digest}\n");
    }
}
