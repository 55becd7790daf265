using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>A text with the quotes taken from it marked in place, so that overlapping ones are told apart: <c>[1:words:1]</c>.</summary>
internal static class QuotedLines
{
    /// <summary>The lines of a text, each quote marked by its place in the list.</summary>
    /// <param name="text">The text.</param>
    /// <param name="quotes">The quotes; start and end in code points.</param>
    public static IEnumerable<string> Of(string text, IReadOnlyList<JsonElement> quotes)
    {
        var spans = quotes.Index().Where(q => IsPlaced(q.Item)).SelectMany(q => SpansOf(q.Item).Select(s => (Span: s, q.Index))).ToList();
        var begins = spans.ToLookup(s => s.Span.Number("start"), s => s.Index + 1);
        var ends = spans.ToLookup(s => s.Span.Number("end"), s => s.Index + 1);
        var marked = new StringBuilder(text.Length);
        var place = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            Mark(place++);
            marked.Append(rune.ToString());
        }

        Mark(place);
        return marked.ToString().Split('\n');

        // What began last ends first.
        void Mark(int at)
        {
            foreach (var number in ends[at].OrderDescending())
                marked.Append(CultureInfo.InvariantCulture, $":{number}]");
            foreach (var number in begins[at])
                marked.Append(CultureInfo.InvariantCulture, $"[{number}:");
        }
    }

    // A quote in parts has a place for each; one in one piece is a place itself.
    private static IEnumerable<JsonElement> SpansOf(JsonElement quote) => quote.Member("spans") is null ? [quote] : quote.Items("spans");

    /// <summary>Whether the place of a quote in the text is known.</summary>
    public static bool IsPlaced(JsonElement quote) => quote.Text("check") == "verified" && quote.Number("start") is not null;
}
