using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Console;

/// <summary>A place in a replay: a record, and how many frames without one after it.</summary>
/// <param name="At">Which record, from 1.</param>
/// <param name="Then">Which frame of it: 0 is that of the record itself; those after it are of what ended by itself, or was registered, before the next.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ReplayPlace(int At, int Then = 0);

/// <summary>A frame of a replay, and the frames around it.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Count">How many records there are.</param>
/// <param name="Entry">The record that the frame is of, or that came last before it.</param>
/// <param name="Known">The entry up to which the frame knows the log: the record, or what was registered of a source or a speaker after it.</param>
/// <param name="Frame">The frame.</param>
/// <param name="Back">The frame before it; null at the first.</param>
/// <param name="Next">The frame after it; null at the last.</param>
public sealed record ReplayMoment(
    ReplayPlace Place,
    int Count,
    Entry Entry,
    Entry Known,
    ReplayFrame<TalksStatus> Frame,
    ReplayPlace? Back,
    ReplayPlace? Next
)
{
    /// <summary>The view after it, as a tree in which evidence is looked for by pointer.</summary>
    internal JsonNode Tree => field ??= Read();

    /// <summary>The moment at a place, made from the frames of two records alone; null when the lens shows no record.</summary>
    /// <param name="history">The history.</param>
    /// <param name="lens">The lens.</param>
    /// <param name="order">The order.</param>
    /// <param name="wanted">The place; beyond the end means the last.</param>
    /// <param name="request">When it is asked for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LensException">The lens cannot be held against the history.</exception>
    internal static ReplayMoment? Of(
        History history,
        Lens lens,
        ReplayOrder order,
        ReplayPlace wanted,
        DateTimeOffset request,
        CancellationToken cancellation = default
    )
    {
        var records = Replay.Records(history, lens, order, cancellation);
        if (records.Count == 0)
            return null;
        var at = Math.Min(wanted.At, records.Count);
        // The record before tells how many frames to step back over.
        var first = Math.Max(at - 1, 1);
        var frames = Replay.Of<TalksStatus>(history, lens, new(order, BoundAt(records[first - 1], order)), request, cancellation);
        var (before, own) = Split(frames, at == first ? null : records[at - 1], at == records.Count ? null : records[at]);
        var then = Math.Min(wanted.Then, own.Count - 1);
        return new(
            new(at, then),
            records.Count,
            records[at - 1],
            own.Take(then + 1).Last(f => f.Entry is not null).Entry!,
            own[then],
            then > 0 ? new(at, then - 1)
                : before.Count > 0 ? new(at - 1, before.Count - 1)
                : null,
            then + 1 < own.Count ? new(at, then + 1)
                : at < records.Count ? new(at + 1)
                : null
        );
    }

    /// <summary>The lens through which the picture of the frame is seen.</summary>
    internal Lens LensOf(Lens lens, ReplayOrder order) =>
        order is ReplayOrder.Occurred
            ? lens with
            {
                OccurredUntil = BoundAt(Entry, order),
            }
            : lens with
            {
                RecordedUntil = BoundAt(Known, order),
            };

    // The frames of the record before, if any, and those of the record itself: until the next record.
    private static (List<ReplayFrame<TalksStatus>> Before, List<ReplayFrame<TalksStatus>> Own) Split(
        IEnumerable<ReplayFrame<TalksStatus>> frames,
        Entry? record,
        Entry? next
    )
    {
        var (before, own) = (new List<ReplayFrame<TalksStatus>>(), new List<ReplayFrame<TalksStatus>>());
        var isOwn = record is null;
        foreach (var frame in frames)
        {
            if (next is not null && frame.Entry?.Id == next.Id)
                break;
            isOwn = isOwn || frame.Entry?.Id == record!.Id;
            (isOwn ? own : before).Add(frame);
        }

        return (before, own);
    }

    private static Bound BoundAt(Entry entry, ReplayOrder order) =>
        order is ReplayOrder.Occurred
            ? new($"@{entry.Id}", Event: entry.Id)
            : new(FormattableString.Invariant($"@{entry.Sequence}"), Position: entry.Sequence);

    private JsonNode Read()
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
            Frame.WriteView(writer);
        return JsonNode.Parse(json.ToArray())!;
    }
}
