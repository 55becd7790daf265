using System.Globalization;
using System.Text;
using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Server;

/// <summary>Finds the words in records that a typed text looks for.</summary>
internal static class Highlighter
{
    private const int WordsBefore = 15;
    private const int LongestWords = 60;
    private const int MostWords = 10_000;

    /// <summary>The texts of each record in which such words stand.</summary>
    internal static async Task<IReadOnlyList<IReadOnlyList<Highlight>>> Of(
        IReadOnlyList<AuditHit> hits,
        string text,
        AuditIndex index,
        CancellationToken cancellationToken
    )
    {
        var wordings = hits.Select(WordingsOf).ToList();
        var words = wordings
            .SelectMany(w => w)
            .SelectMany(w => w.Pieces)
            .Where(p => p.IsWord)
            .Select(p => p.Text)
            .Distinct(StringComparer.Ordinal)
            .Take(MostWords)
            .ToList();
        var matching = await index.Matching(words, hits.Select(h => h.Language).Distinct(StringComparer.Ordinal), text, cancellationToken);
        return [.. wordings.Select(record => record.Select(w => HighlightOf(w, matching)).OfType<Highlight>().ToList())];
    }

    /// <summary>A text cut into words and what stands between them; nothing is lost.</summary>
    internal static List<Piece> Cut(string text)
    {
        var pieces = new List<Piece>();
        var (start, wasWord, place) = (0, false, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            var isWord = IsOfWord(rune);
            if (isWord != wasWord && place > start)
            {
                pieces.Add(new(text[start..place], wasWord));
                start = place;
            }

            wasWord = isWord;
            place += rune.Utf16SequenceLength;
        }

        if (place > start)
            pieces.Add(new(text[start..place], wasWord));
        return pieces;
    }

    private static List<Cutting> WordingsOf(AuditHit hit)
    {
        var standing = Mentions.Of(hit.Record.Standing).Words;
        var former = ReferenceEquals(hit.Record.Standing, hit.Record.Entry.Data)
            ? []
            : Mentions.Of(hit.Record.Entry.Data).Words.Except(standing);
        return
        [
            .. standing.Select(w => new Cutting(w.Pointer, IsAsRecorded: false, Cut(w.Text))),
            .. former.Select(w => new Cutting(w.Pointer, IsAsRecorded: true, Cut(w.Text))),
        ];
    }

    private static Highlight? HighlightOf(Cutting wording, IReadOnlySet<string> matching)
    {
        var first = wording.Pieces.FindIndex(p => p.IsWord && matching.Contains(p.Text));
        if (first < 0)
            return null;
        var parts = new List<HighlightPart>();
        foreach (var piece in wording.Pieces.Skip(first - (2 * WordsBefore)).Take(2 * LongestWords))
        {
            var isMatch = piece.IsWord && matching.Contains(piece.Text);
            if (!isMatch && parts.Count > 0 && !parts[^1].IsMatch)
                parts[^1] = parts[^1] with { Text = parts[^1].Text + piece.Text };
            else
                parts.Add(new(piece.Text, isMatch));
        }

        return new(wording.Pointer, wording.IsAsRecorded, parts);
    }

    // Letters, digits, the marks on them, and the joiners and direction marks that stand inside words.
    private static bool IsOfWord(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format;

    /// <summary>A piece of a text.</summary>
    internal sealed record Piece(string Text, bool IsWord);

    private sealed record Cutting(string Pointer, bool IsAsRecorded, List<Piece> Pieces);
}
