using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>
/// Writes the frames of a replay until there are enough, or they took all the time or all the bytes that one request may have. It works in turns:
/// between two buffers others go on.
/// </summary>
/// <param name="heavy">Where it waits for its turns.</param>
/// <param name="time">Measures how long it was at work.</param>
/// <param name="limit">The most frames that records begin.</param>
/// <param name="isWhole">Whether each frame has the whole view.</param>
/// <param name="order">The order of the replay.</param>
/// <param name="left">Whoever asked is gone.</param>
internal sealed class ReplayPage(HeavyWork heavy, TimeProvider time, int limit, bool isWhole, ReplayOrder order, CancellationToken left)
{
    private const int WholeViewEvery = 100;
    private const int FlushAt = 32 * 1024;

    // Nobody waits longer for a turn than this, times those before him.
    private static readonly TimeSpan TurnTime = TimeSpan.FromMilliseconds(50);

    private TimeSpan _worked;
    private long _written;

    /// <summary>Writes them, one line each.</summary>
    /// <param name="response">Where to.</param>
    /// <param name="replay">Begins the replay; gives up when what it is given is cancelled.</param>
    /// <param name="registry">The sources and speakers as the lens knows them.</param>
    /// <exception cref="ProblemException">What goes before the first takes too long (422), or too many wait (503).</exception>
    /// <exception cref="LensException">The lens cannot be held against the history.</exception>
    internal async Task Write(HttpResponse response, Func<CancellationToken, IEnumerable<ReplayFrame>> replay, Registry registry)
    {
        var output = response.BodyWriter;
        await using var writer = new Utf8JsonWriter(output, PlainJson.Written);
        var turn = await heavy.Turn(left);
        try
        {
            using var late = new CancellationTokenSource(heavy.Budget.Time, time);
            using var gone = CancellationTokenSource.CreateLinkedTokenSource(left, late.Token);
            using var page = Page(replay(gone.Token)).GetEnumerator();
            var hasFrame = IsBegun(page, late);
            response.ContentType = "application/x-ndjson";
            while (hasFrame)
            {
                hasFrame = WriteTurn(page, writer, output, registry);
                turn.Dispose();
                _written += output.UnflushedBytes;
                await output.FlushAsync(left);
                if (hasFrame)
                    turn = await heavy.Turn(left);
            }
        }
        finally
        {
            turn.Dispose();
        }
    }

    // The time goes until the first frame; after it the page may end at any.
    private bool IsBegun(IEnumerator<(ReplayFrame Frame, string? Next)> page, CancellationTokenSource late)
    {
        try
        {
            var isBegun = page.MoveNext();
            late.CancelAfter(Timeout.InfiniteTimeSpan);
            return isBegun;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !left.IsCancellationRequested)
        {
            throw Problems.TooMuch(
                $"What goes before the first frame takes longer than {heavy.Budget.Time.TotalSeconds:0.#} s: give another 'from', or occurredUntil or recordedUntil for a part of the negotiation."
            );
        }
    }

    private bool IsFull(ReplayFrame frame) => frame.Number >= limit || _worked >= heavy.Budget.Time || _written >= heavy.Budget.Bytes;

    // The first frame goes out at once; then whatever fills a buffer or takes a while.
    private bool WriteTurn(IEnumerator<(ReplayFrame Frame, string? Next)> page, Utf8JsonWriter writer, PipeWriter output, Registry registry)
    {
        var (start, before) = (time.GetTimestamp(), _worked);
        bool isFirst;
        do
        {
            var (frame, next) = page.Current;
            isFirst = frame.Number == 1;
            WriteFrame(writer, frame, next, registry);
            writer.Flush();
            writer.Reset();
            output.Write("\n"u8);
            if (!page.MoveNext())
                return false;
            _worked = before + time.GetElapsedTime(start);
        } while (!isFirst && output.UnflushedBytes < FlushAt && _worked - before < TurnTime);

        return true;
    }

    // A page ends before a record: what ends by itself after the last is still in it.
    private IEnumerable<(ReplayFrame Frame, string? Next)> Page(IEnumerable<ReplayFrame> frames)
    {
        ReplayFrame? waiting = null;
        foreach (var frame in frames)
        {
            if (waiting is not null && frame.Entry is { } next)
            {
                yield return (waiting, order is ReplayOrder.Occurred ? $"@{next.Id}" : $"@{next.Sequence}");
                yield break;
            }

            if (waiting is not null)
                yield return (waiting, null);
            waiting = IsFull(frame) ? frame : null;
            if (waiting is null)
                yield return (frame, null);
        }

        if (waiting is not null)
            yield return (waiting, null);
    }

    private void WriteFrame(Utf8JsonWriter writer, ReplayFrame frame, string? next, Registry registry)
    {
        writer.WriteStartObject();
        writer.WriteNumber("frame", frame.Number);
        if (frame is { Entry: { } entry, Shown: { } shown })
        {
            writer.WritePropertyName("entry");
            JsonSerializer.Serialize(writer, EntryAnswer.Of(entry, registry), HistoryJson.Plain.EntryAnswer);
            if (!ReferenceEquals(shown, entry.Data))
            {
                writer.WritePropertyName("shown");
                JsonSerializer.Serialize(writer, shown, EventNames.Of(shown).Shape);
            }
        }

        if (frame.At is { } at)
            writer.WriteString("at", Instants.Write(at));
        writer.WriteString("what", frame.What);
        writer.WriteStartArray("words");
        foreach (var sentence in frame.Words)
            writer.WriteStringValue(sentence);
        writer.WriteEndArray();
        writer.WritePropertyName("patch");
        frame.Patch.WriteTo(writer);
        if (isWhole || frame.Number == 1 || frame.IsLast || frame.Number % WholeViewEvery == 0)
        {
            writer.WritePropertyName("view");
            frame.WriteView(writer);
        }

        if (frame.IsLast)
            writer.WriteBoolean("last", true);
        if (next is not null)
            writer.WriteString("next", next);
        writer.WriteEndObject();
    }
}
