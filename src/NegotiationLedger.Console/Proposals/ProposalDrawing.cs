using System.Globalization;

namespace NegotiationLedger.Console;

/// <summary>A proposal in the drawing of the tree.</summary>
/// <param name="Node">It.</param>
/// <param name="X">The left of its box.</param>
/// <param name="Y">The top of its box.</param>
/// <param name="Title">Its title; of a long one the beginning. What does not fit into the box is cut off by it.</param>
public sealed record DrawnProposal(ProposalNode Node, int X, int Y, string Title);

/// <summary>The tree of proposals as boxes and lines, in the direction of time: answers stand after what they answer.</summary>
/// <param name="Boxes">The boxes.</param>
/// <param name="Lines">The lines from what is answered to what answers it, as paths of SVG 2.</param>
/// <param name="Width">How wide it is.</param>
/// <param name="Height">How high it is.</param>
public sealed record ProposalDrawing(IReadOnlyList<DrawnProposal> Boxes, IReadOnlyList<string> Lines, int Width, int Height)
{
    internal const int BoxWidth = 236;
    internal const int BoxHeight = 54;
    internal const int Most = 60;
    private const int ColumnWidth = 276;
    private const int RowHeight = 70;
    private const int Edge = 4;
    private const int MostLetters = 80;

    internal static ProposalDrawing Of(IReadOnlyList<ProposalNode> nodes)
    {
        var boxes = nodes.Take(Most).Select(Draw).ToList();
        var byId = boxes.ToDictionary(b => b.Node.Id);
        return new(
            boxes,
            [.. boxes.Where(b => b.Node.Parent is not null).Select(b => Line(byId[b.Node.Parent!], b))],
            boxes.Max(b => b.X) + BoxWidth + Edge,
            boxes.Max(b => b.Y) + BoxHeight + Edge
        );
    }

    private static DrawnProposal Draw(ProposalNode node) =>
        new(
            node,
            Edge + (node.Depth * ColumnWidth),
            Edge + (node.Row * RowHeight),
            Fit(node.Proposal.Title?.Value ?? node.Id, MostLetters)
        );

    private static string Line(DrawnProposal from, DrawnProposal to)
    {
        var (x1, y1, x2, y2) = (from.X + BoxWidth, from.Y + (BoxHeight / 2), to.X, to.Y + (BoxHeight / 2));
        var middle = (x1 + x2) / 2;
        return string.Create(CultureInfo.InvariantCulture, $"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}");
    }

    // Signs of East Asian scripts are twice as wide; what belongs together as one letter stays together.
    private static string Fit(string text, int letters)
    {
        var width = 0;
        for (var at = 0; at < text.Length; )
        {
            width += text[at] >= '\u2e80' ? 2 : 1;
            if (width > letters)
                return text[..at].TrimEnd() + "…";
            at += StringInfo.GetNextTextElementLength(text, at);
        }

        return text;
    }
}
