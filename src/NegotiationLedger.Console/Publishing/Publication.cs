using System.Text.Json;
using Microsoft.AspNetCore.Components;

namespace NegotiationLedger.Console;

/// <summary>One frame of a published replay.</summary>
/// <param name="What">The record in a line.</param>
/// <param name="Date">When, in words.</param>
/// <param name="Words">What changed.</param>
/// <param name="Record">The record's id; null where time alone changes the view.</param>
/// <param name="Parts">The parts of the picture, by their places among the pieces.</param>
public sealed record PublishedFrame(string What, string Date, IReadOnlyList<string> Words, string? Record, IReadOnlyList<int> Parts);

/// <summary>A replay that needs no server: every picture is drawn already, and what two frames share is kept once.</summary>
/// <param name="Pieces">Parts of pictures, as HTML.</param>
/// <param name="Orders">The frames by order: how it happened, how it was learned of.</param>
public sealed record PublishedReplay(IReadOnlyList<string> Pieces, IReadOnlyDictionary<string, IReadOnlyList<PublishedFrame>> Orders);

/// <summary>Draws a replay whole.</summary>
/// <param name="look">The negotiation through the lens, for a page that is read elsewhere.</param>
/// <param name="pages">Draws.</param>
internal sealed class Publication(Look look, PageWriter pages)
{
    /// <summary>How many records of a negotiation are published at most.</summary>
    internal const int MostRecords = 2_000;

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>Both orders, every frame of them.</summary>
    internal async Task<PublishedReplay> Draw(CancellationToken spent)
    {
        var orders = new Dictionary<string, IReadOnlyList<PublishedFrame>>();
        foreach (var order in new[] { ReplayOrder.Occurred, ReplayOrder.Recorded })
        {
            var frames = new List<PublishedFrame>();
            foreach (var frame in Replay.Of<TalksStatus>(look.Snapshot.History, look.Lens, new(order), look.Request, spent))
                frames.Add(await Draw(frame));
            orders[Say.Stored(order)] = frames;
        }

        return new([.. _places.OrderBy(p => p.Value).Select(p => p.Key)], orders);
    }

    private async Task<PublishedFrame> Draw(ReplayFrame<TalksStatus> frame)
    {
        var tree = JsonSerializer.SerializeToNode(frame.View, ViewJson.Default.TalksStatus)!;
        var marked = look with { Changed = ChangedPointers.Of(frame.Patch, tree) };
        int[] parts =
        [
            await Piece<PhaseHead>(frame.View, marked),
            await Piece<TableCard>(frame.View, marked),
            await Piece<PartiesCard>(frame.View, marked),
            await Piece<FiguresCard>(frame.View, marked),
        ];
        return new(frame.What, DateOf(frame), frame.Words, frame.Entry?.Id.ToString(), parts);
    }

    private static string DateOf(ReplayFrame frame) =>
        frame.Shown is Development development ? DateWords.Of(development.Occurred)
        : frame.At is { } at ? DateWords.Day(at)
        : frame.Entry is { } entry ? DateWords.Instant(entry.RecordedAt)
        : "";

    private async Task<int> Piece<TPart>(TalksStatus status, Look marked)
        where TPart : IComponent
    {
        await using var html = new StringWriter();
        await pages.Write<TPart>(
            html,
            new Dictionary<string, object?> { [nameof(PhaseHead.Status)] = status, [nameof(PhaseHead.Look)] = marked }
        );
        var text = html.ToString();
        if (!_places.TryGetValue(text, out var place))
            _places[text] = place = _places.Count;
        return place;
    }
}
