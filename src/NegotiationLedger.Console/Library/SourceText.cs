using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace NegotiationLedger.Console;

/// <summary>
/// A page of a source's text with its quotations marked. The text content of the element <c>source-text</c> is exactly that of the page:
/// the numbers that lead to the notes are drawn by the style.
/// </summary>
public sealed class SourceText : ComponentBase
{
    /// <summary>The source.</summary>
    [Parameter, EditorRequired]
    public SourceReading Reading { get; set; } = null!;

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var page = Reading.Page!;
        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "id", "source-text");
        builder.AddAttribute(2, "class", "source-text");
        builder.AddAttribute(3, "lang", Reading.Description.Language);
        builder.AddAttribute(4, "dir", "auto");
        builder.AddAttribute(5, "data-source", Reading.Id);
        builder.AddAttribute(6, "data-start", page.Page.Start.ToString(CultureInfo.InvariantCulture));
        var isFirst = true;
        foreach (var run in page.Runs)
        {
            if (run.Quotes.Count == 0)
                AddWords(builder, run.Words);
            else
                isFirst = AddMark(builder, run, isFirst);
            foreach (var quote in run.Ending)
                AddReference(builder, quote);
        }

        builder.CloseElement();
    }

    private bool AddMark(RenderTreeBuilder builder, TextRun run, bool isFirst)
    {
        var isChosen = run.Quotes.Any(Reading.IsChosen);
        builder.OpenElement(7, "mark");
        builder.AddAttribute(8, "class", ClassOf(run, isChosen));
        builder.AddAttribute(9, "id", isChosen && isFirst ? "quote" : null);
        builder.AddAttribute(10, "data-notes", string.Join(' ', run.Quotes.Select(q => (q + 1).ToString(CultureInfo.InvariantCulture))));
        AddWords(builder, run.Words);
        builder.CloseElement();
        return isFirst && !isChosen;
    }

    private string? ClassOf(TextRun run, bool isChosen)
    {
        var names = string.Join(
            ' ',
            new[]
            {
                run.Quotes.Count > 1 ? "several" : null,
                run.Quotes.All(Reading.IsRetracted) ? "withdrawn" : null,
                isChosen ? "chosen" : null,
            }.OfType<string>()
        );
        return names.Length == 0 ? null : names;
    }

    private void AddReference(RenderTreeBuilder builder, int quote)
    {
        var number = (quote + 1).ToString(CultureInfo.InvariantCulture);
        builder.OpenElement(11, "a");
        builder.AddAttribute(12, "class", "ref");
        builder.AddAttribute(13, "href", Reading.NoteLink(quote));
        builder.AddAttribute(14, "data-number", number);
        builder.AddAttribute(15, "aria-label", Say.Of(Strings.SourceReference, number, Reading.Voice(quote)));
        builder.CloseElement();
    }

    // The HTML standard reads references to these controls as other characters: they are written as they are.
    private static void AddWords(RenderTreeBuilder builder, string words)
    {
        var from = 0;
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] is < '\u0080' or > '\u009f')
                continue;
            builder.AddContent(16, words[from..i]);
            builder.AddMarkupContent(17, words[i].ToString());
            from = i + 1;
        }

        builder.AddContent(18, words[from..]);
    }
}
