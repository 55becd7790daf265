using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace NegotiationLedger.Console;

/// <summary>A text in which words that were looked for are marked. Nothing comes between its pieces.</summary>
public sealed class MarkedText : ComponentBase
{
    /// <summary>The text.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>The words; null for none.</summary>
    [Parameter]
    public IReadOnlySet<string>? Words { get; set; }

    /// <summary>How much of the text is shown, in characters; 0 for all of it.</summary>
    [Parameter]
    public int Most { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        foreach (var part in Marks.Of(Text, Words, Most))
        {
            if (part.IsMatch)
                builder.OpenElement(0, "mark");
            builder.AddContent(1, part.Text);
            if (part.IsMatch)
                builder.CloseElement();
        }
    }
}
