using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using SmartReader;

namespace NegotiationLedger.Cli;

/// <summary>The article in a web page, without what is around it; of a page that is no article all of its text.</summary>
internal static class WebPage
{
    private const string NoAddress = "https://unknown.invalid/";

    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "br",
        "hr",
    };

    /// <summary>The document in a file; its encoding is what its bytes and its head say.</summary>
    public static Document Read(DocumentFile file)
    {
        var parser = new HtmlParser();
        using var page = parser.ParseDocument(new MemoryStream(file.Bytes));
        var language = page.DocumentElement.GetAttribute("lang");
        using var reader = new Reader(file.Url?.AbsoluteUri ?? NoAddress, page.DocumentElement.OuterHtml);
        var article = reader.GetArticle();
        using var content = parser.ParseDocument(article.IsReadable ? article.Content ?? "" : page.DocumentElement.OuterHtml);
        return new(
            TextOf(content),
            Given(article.Title) ?? Given(page.Title),
            Given(article.Author) ?? Given(article.Byline),
            Given(article.SiteName),
            article.PublicationDate is { } published ? DateOnly.FromDateTime(published) : null,
            Given(article.Language) ?? Given(language)
        );
    }

    // Each block on a line of its own, white space within it as a browser shows it.
    private static string TextOf(IHtmlDocument document)
    {
        var lines = new List<string> { "" };
        Walk(document.Body!);
        return string.Join('\n', lines.Select(l => l.Trim()).Where(l => l.Length > 0));

        void Walk(INode node)
        {
            foreach (var child in node.ChildNodes)
            {
                if (child is IText text)
                    lines[^1] += Collapsed(text.Data);
                if (child is not IElement element || element.LocalName is "script" or "style" or "noscript" or "template")
                    continue;
                var isBlock = Blocks.Contains(element.LocalName);
                if (isBlock)
                    lines.Add("");
                Walk(element);
                if (isBlock)
                    lines.Add("");
            }
        }
    }

    private static string Collapsed(string text)
    {
        var words = string.Join(' ', text.Split([' ', '\t', '\r', '\n', '\f'], StringSplitOptions.RemoveEmptyEntries));
        return words.Length == 0
            ? text.Length > 0
                ? " "
                : ""
            : (text[0] is ' ' or '\t' or '\r' or '\n' ? " " : "") + words + (text[^1] is ' ' or '\t' or '\r' or '\n' ? " " : "");
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
