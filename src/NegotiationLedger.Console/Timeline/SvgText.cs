using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace NegotiationLedger.Console;

/// <summary>A <c>text</c> of an SVG: in a template that word means something else.</summary>
public sealed class SvgText : ComponentBase
{
    [Parameter, EditorRequired]
    public double X { get; set; }

    [Parameter, EditorRequired]
    public double Y { get; set; }

    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    [Parameter]
    public string? Class { get; set; }

    /// <summary>The whole of it where it is cut.</summary>
    [Parameter]
    public string? Whole { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "class", Class);
        builder.AddAttribute(2, "x", MarkShape.N(X));
        builder.AddAttribute(3, "y", MarkShape.N(Y));
        // What it belongs to has a name that says the whole of it.
        builder.AddAttribute(4, "aria-hidden", "true");
        builder.AddContent(5, Text);
        if (Whole is not null && Whole != Text)
        {
            builder.OpenElement(6, "title");
            builder.AddContent(7, Whole);
            builder.CloseElement();
        }

        builder.CloseElement();
    }
}
