namespace NegotiationLedger.Console;

/// <summary>How a part of a text stands to the text before it.</summary>
public enum WordChangeKind
{
    /// <summary>Both have it.</summary>
    Kept,

    /// <summary>Only the text before has it.</summary>
    Gone,

    /// <summary>Only the text after has it.</summary>
    New,
}

/// <summary>A run of words that stands to the other text in one way.</summary>
/// <param name="Kind">How.</param>
/// <param name="Text">The words, with the spaces between them.</param>
public sealed record WordChange(WordChangeKind Kind, string Text);

/// <summary>What changed in the words from one text to another.</summary>
internal static class WordChanges
{
    private const int MostWords = 400;

    /// <summary>The runs in reading order, what went before what came: the longest common subsequence of words is kept. Texts that are too long are changed as a whole.</summary>
    internal static IReadOnlyList<WordChange> Of(string before, string after)
    {
        var (old, now) = (
            before.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            after.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
        if (old.Length > MostWords || now.Length > MostWords)
            return [new(WordChangeKind.Gone, before), new(WordChangeKind.New, after)];
        return [.. Runs(Walk(old, now, Lengths(old, now)))];
    }

    // The length of what is common to the rest of both, from each place on.
    private static int[,] Lengths(string[] old, string[] now)
    {
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        return common;
    }

    private static IEnumerable<(WordChangeKind Kind, string Word)> Walk(string[] old, string[] now, int[,] common)
    {
        var (i, j) = (0, 0);
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
                yield return (WordChangeKind.Kept, now[(i++, j++).Item2]);
            else if (i < old.Length && (j == now.Length || common[i + 1, j] >= common[i, j + 1]))
                yield return (WordChangeKind.Gone, old[i++]);
            else
                yield return (WordChangeKind.New, now[j++]);
        }
    }

    private static IEnumerable<WordChange> Runs(IEnumerable<(WordChangeKind Kind, string Word)> words)
    {
        var run = new List<string>();
        WordChangeKind? kind = null;
        foreach (var (next, word) in words)
        {
            if (kind is { } present && next != present)
            {
                yield return new(present, string.Join(' ', run));
                run.Clear();
            }

            kind = next;
            run.Add(word);
        }

        if (kind is { } last)
            yield return new(last, string.Join(' ', run));
    }
}
