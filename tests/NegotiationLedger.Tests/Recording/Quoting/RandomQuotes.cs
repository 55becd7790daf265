using System.Globalization;

namespace NegotiationLedger.Tests.Recording.Quoting;

/// <summary>Passages of an article, as they are copied and as they are falsified.</summary>
internal sealed class RandomQuotes(int seed)
{
    internal const string Article = """
        The delegations met for the ninth time on 14 March in Vienna’s old customs house, and parted after six hours without a date for
        the next session. “Our government will not withdraw its 300 observers before the corridor is open,” the minister told reporters;
        “we have said so since January, and we’ll say so again.” His counterpart called the demand “a pre-condition in dis-
        guise” and asked for guarantees… in writing, not in speeches. No prisoners had been exchanged, both sides confirmed.
        The mediator – a former judge from Montevideo – described the mood as sober but far from hopeless: “They disagree about
        sequence, not about substance. That’s more than we had last year.”
        Fishing rights, the naïve surprise of the afternoon, were settled within minutes: vessels under 24 metres may return to the
        eastern shoals from 1 April, the others only after an inspection by the joint commission. A draft of seven pages went to the
        capitals overnight. The opposition’s leader dismissed it as “worth less than the coffee they drank,” while the chamber of com-
        merce welcomed every paragraph. Talks resume when the observers’ mandate has been renewed, or not at all, officials warned.
        """;

    private static readonly string[] Words = [.. Article.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
    private readonly Random _random = new(seed);

    /// <summary>A passage of the article, as it may be copied: true to the word, in another dress.</summary>
    internal string Copied() => Dressed(Passage(_random.Next(3, 25)));

    /// <summary>A passage with words left out, where an ellipsis says so.</summary>
    internal string Shortened()
    {
        List<string> words;
        do words = [.. Passage(_random.Next(8, 25))];
        while (words.Exists(w => w.Contains('…', StringComparison.Ordinal)));
        var from = _random.Next(2, words.Count - 3);
        words.RemoveRange(from, _random.Next(1, words.Count - from - 1));
        words.Insert(from, _random.Next(2) == 0 ? "…" : "[...]");
        return Dressed(words);
    }

    /// <summary>A passage of which at least one word is not what, or not where, the article has it.</summary>
    internal string Falsified()
    {
        while (true)
        {
            var words = Passage(_random.Next(4, 20)).ToList();
            var isShortened = _random.Next(4) == 0 && words.Count > 9;
            if (isShortened)
                words[words.Count / 2] = "…";
            Falsify(words, isShortened);
            if (!Stands(words))
                return Dressed(words);
        }
    }

    /// <summary>What stands in a text at a place given in code points.</summary>
    internal static string Slice(string text, QuoteSpan span) =>
        string.Concat(text.EnumerateRunes().Skip(span.Start).Take(span.End - span.Start));

    private IEnumerable<string> Passage(int length) => Words.Skip(_random.Next(Words.Length - length)).Take(length);

    private void Falsify(List<string> words, bool isShortened)
    {
        var place = _random.Next(1, words.Count - 1);
        if (words[place] == "…")
            place++;
        switch (_random.Next(isShortened ? 3 : 6))
        {
            case 0:
                words[place] = "nowise";
                break;
            case 1:
                words.Insert(place, "gladly");
                break;
            case 2:
                words[place] = Misspelt(words[place]);
                break;
            case 3:
                words.RemoveAt(place);
                break;
            case 4:
                (words[place], words[place - 1]) = (words[place - 1], words[place]);
                break;
            default:
                words[place] = Words[_random.Next(Words.Length)];
                break;
        }
    }

    private string Misspelt(string word)
    {
        var place = _random.Next(word.Length);
        return word[..place] + (char.IsDigit(word[place]) ? '7' : 'q') + word[(place + 1)..];
    }

    // Told apart in another way than the code tells it: by what is left of the words in letters and digits.
    private static bool Stands(List<string> words)
    {
        var parts = string.Join(' ', words).Split('…').Select(Bare).ToList();
        var from = 0;
        foreach (var part in parts)
        {
            var place = Bare(Article).IndexOf(part, from, StringComparison.Ordinal);
            if (place < 0)
                return false;
            from = place + part.Length;
        }

        return true;
    }

    private static string Bare(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLower(CultureInfo.InvariantCulture);

    private string Dressed(IEnumerable<string> words)
    {
        var text = string.Join(' ', words);
        if (_random.Next(2) == 0)
            text = text.Replace('“', '"').Replace('”', '"').Replace('’', '\'');
        if (_random.Next(3) == 0)
            text = text.Replace("guarantees…", "guarantees...", StringComparison.Ordinal);
        if (_random.Next(3) == 0)
            text = text.Replace("ï", "i\u0308", StringComparison.Ordinal).Replace("ff", "\ufb00", StringComparison.Ordinal);
        if (_random.Next(3) == 0)
            text = text.Replace("dis- guise", "disguise", StringComparison.Ordinal)
                .Replace("com- merce", "com-\n  merce", StringComparison.Ordinal);
        return string.Concat(
            text.Select(
                (c, i) =>
                    c == ' ' ? Spaces[_random.Next(Spaces.Length)]
                    : char.IsLetter(c) && i + 1 < text.Length && char.IsLetter(text[i + 1]) && _random.Next(40) == 0 ? $"{c}\u00ad"
                    : $"{c}"
            )
        );
    }

    private static readonly string[] Spaces = [" ", " ", " ", "  ", "\u00a0", "\r\n", "\u200b ", "\t"];
}
