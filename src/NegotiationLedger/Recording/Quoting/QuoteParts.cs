using System.Text.RegularExpressions;

namespace NegotiationLedger.Recording;

/// <summary>A run of a quotation's own words.</summary>
/// <param name="Before">What stands before it that is not the source's: an ellipsis, an editor's words in brackets; with its spaces.</param>
/// <param name="Words">The words, as they were given.</param>
/// <param name="Gap">What may lie between it and the part before.</param>
internal sealed record QuotePart(string Before, string Words, QuoteGap Gap);

/// <summary>What may lie in the source between two parts of a quotation.</summary>
internal enum QuoteGap
{
    /// <summary>What an editor's words in brackets replace.</summary>
    Replaced,

    /// <summary>What an ellipsis leaves out.</summary>
    LeftOut,
}

/// <summary>A quotation in parts: between them what was left out (… or ...) or put in by an editor ([was]).</summary>
/// <param name="Parts">The runs of the source's words, at least one.</param>
/// <param name="After">What stands behind the last.</param>
internal sealed partial record QuoteParts(IReadOnlyList<QuotePart> Parts, string After)
{
    /// <summary>The most parts that a quotation may have.</summary>
    internal const int Most = 20;

    /// <summary>The parts of a quotation; null for one of no words, or of more parts than may be.</summary>
    internal static QuoteParts? Of(string exact)
    {
        var parts = new List<QuotePart>();
        var (before, gap, from) = ("", QuoteGap.Replaced, 0);
        foreach (var match in Marks().EnumerateMatches(exact))
        {
            Take(exact[from..match.Index]);
            var mark = exact[match.Index..(match.Index + match.Length)];
            before += mark;
            if (!mark.Any(char.IsLetterOrDigit))
                gap = QuoteGap.LeftOut;
            from = match.Index + match.Length;
        }

        Take(exact[from..]);
        return parts.Count is > 0 and <= Most ? new(parts, before) : null;

        void Take(string words)
        {
            var trimmed = words.Trim();
            if (!trimmed.Any(char.IsLetterOrDigit))
            {
                before += words;
                return;
            }

            var start = words.IndexOf(trimmed, StringComparison.Ordinal);
            parts.Add(new(before + words[..start], trimmed, gap));
            (before, gap) = (words[(start + trimmed.Length)..], QuoteGap.Replaced);
        }
    }

    [GeneratedRegex(@"[\[(]\s*(?:\.{3}|…)\s*[\])]|\.{3,4}|…|\.(?: \.){2,3}|\[[^\[\]]{1,200}\]", RegexOptions.NonBacktracking)]
    private static partial Regex Marks();
}
