namespace NegotiationLedger.Console;

/// <summary>A page of a text. Pages are cut where a line ends, else between words, always at the same places.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Start">Where it begins in the text, in code points from 0, inclusive.</param>
/// <param name="End">Where it ends, exclusive.</param>
/// <param name="Words">Its words.</param>
internal sealed record TextPage(int Number, int Count, int Start, int End, string Words)
{
    /// <summary>How many code points a page has at most.</summary>
    internal const int Most = 20_000;

    // How far before its end a page may be cut for the sake of a line or a word.
    private const int Slack = Most / 5;

    /// <summary>The page of a number, or the nearest that there is.</summary>
    internal static TextPage Of(string text, int number)
    {
        var borders = Borders(text);
        var page = Math.Clamp(number, 1, borders.Count - 1);
        var (from, to) = (borders[page - 1], borders[page]);
        return new(page, borders.Count - 1, from.Point, to.Point, text[from.Unit..to.Unit]);
    }

    /// <summary>The number of the page that a place in a text is on.</summary>
    internal static int NumberAt(string text, int point) => Math.Max(1, Borders(text).TakeWhile(b => b.Point <= point).Count());

    // An empty text has one page, which is empty.
    private static List<(int Unit, int Point)> Borders(string text)
    {
        var borders = new List<(int Unit, int Point)> { (0, 0) };
        do
        {
            var (unit, point) = borders[^1];
            var last = (Unit: unit, Point: point);
            for (var i = 0; i < Most && last.Unit < text.Length; i++)
                last = (last.Unit + Step(text, last.Unit), last.Point + 1);
            borders.Add(last.Unit == text.Length ? last : Cut(text, last));
        } while (borders[^1].Unit < text.Length);
        return borders;
    }

    private static (int Unit, int Point) Cut(string text, (int Unit, int Point) last)
    {
        var line = text.LastIndexOf('\n', last.Unit - 1, Slack);
        var cut = line >= 0 ? line : text.AsSpan(last.Unit - Slack, Slack).LastIndexOfAny(" \t\u00a0\u3000") + last.Unit - Slack;
        if (cut < last.Unit - Slack)
            return last;
        var points = 0;
        for (var i = cut + 1; i < last.Unit; i += Step(text, i))
            points++;
        return (cut + 1, last.Point - points);
    }

    private static int Step(string text, int unit) => char.IsSurrogatePair(text, unit) ? 2 : 1;
}
