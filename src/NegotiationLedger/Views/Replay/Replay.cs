using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Views;

/// <summary>A view after one more record, or after something ended by itself.</summary>
/// <param name="Number">Which frame of those wanted, from 1.</param>
/// <param name="Entry">The record, or the registration, as it stands in the log; null where time alone changes the view.</param>
/// <param name="Shown">What it says as the lens shows it then: in order of occurrence with its standing corrections.</param>
/// <param name="At">The instant it is folded at; of what time alone changes, the first instant after the end; null of a record in order of recording.</param>
/// <param name="Patch">The JSON Patch (RFC 6902) from the view of the frame before; before the very first record, from that of nothing.</param>
/// <param name="What">The record in a line.</param>
/// <param name="Words">What changed, in sentences without full stops.</param>
/// <param name="IsLast">Whether no frame follows.</param>
public abstract record ReplayFrame(
    int Number,
    Entry? Entry,
    LedgerEvent? Shown,
    DateTimeOffset? At,
    JsonArray Patch,
    string What,
    IReadOnlyList<string> Words,
    bool IsLast
)
{
    /// <summary>Writes the view as JSON.</summary>
    public abstract void WriteView(Utf8JsonWriter writer);
}

/// <summary>A frame that holds its view.</summary>
public sealed record ReplayFrame<T>(
    int Number,
    Entry? Entry,
    LedgerEvent? Shown,
    DateTimeOffset? At,
    JsonArray Patch,
    string What,
    IReadOnlyList<string> Words,
    T View,
    bool IsLast = false
) : ReplayFrame(Number, Entry, Shown, At, Patch, What, Words, IsLast)
    where T : IView<T>
{
    /// <inheritdoc/>
    public override void WriteView(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, View, ViewTree.ShapeOf(typeof(T)));
}

/// <summary>
/// A view, record by record. In order of occurrence a frame is the view through <c>occurredUntil=@&lt;event id&gt;</c>, and there is one for each
/// standing development that the lens shows. In order of recording it is the view through <c>recordedUntil=@&lt;sequence&gt;</c>, and there is one
/// for each entry that the lens shows, that is about one it shows, or that changes the answer all the same, such as a speaker's new role: late news
/// changes the past under it. A frame is as of its record: what had ended when it occurred, or when it was recorded, is shown as ended. What ends by itself between two records, or after the last of a replay to
/// the end, is a frame without a record; the last frame of such a replay is as of the request.
/// </summary>
public static class Replay
{
    /// <summary>The frames wanted, in order, each made when it is asked for.</summary>
    /// <param name="history">The history.</param>
    /// <param name="lens">The lens.</param>
    /// <param name="range">The order, and which frames.</param>
    /// <param name="request">When it is asked for; no frame is as of later.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LensException">The lens cannot be held against the history, or the range names what is not in it. Thrown at once.</exception>
    public static IEnumerable<ReplayFrame<T>> Of<T>(
        History history,
        Lens lens,
        ReplayRange range,
        DateTimeOffset? request = null,
        CancellationToken cancellation = default
    )
        where T : IView<T> => Frames<T>(TapeOf(history, lens, range, cancellation), request, isWholeAtEnd: range.To is null);

    /// <summary>The records that the lens shows, in order, each of which begins a frame of any view. Nothing is folded to know them.</summary>
    /// <param name="history">The history.</param>
    /// <param name="lens">The lens.</param>
    /// <param name="order">The order.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LensException">The lens cannot be held against the history.</exception>
    public static IReadOnlyList<Entry> Records(History history, Lens lens, ReplayOrder order, CancellationToken cancellation = default)
    {
        var tape = TapeOf(history, lens, new(order), cancellation);
        return [.. tape.Moments.Where(tape.Advance).Select(moment => moment.Entry)];
    }

    private static Tape TapeOf(History history, Lens lens, ReplayRange range, CancellationToken cancellation) =>
        range.Order is ReplayOrder.Occurred
            ? new OccurrenceTape(history.Through(lens), range) { Cancellation = cancellation }
            : new RecordingTape(history, lens, range) { Cancellation = cancellation };

    // A frame waits until it is known whether another follows.
    private static IEnumerable<ReplayFrame<T>> Frames<T>(Tape tape, DateTimeOffset? request, bool isWholeAtEnd)
        where T : IView<T>
    {
        var folding = new Folding<T>();
        Held<T>? held = null;
        ReplayFrame<T>? last = null;
        var (before, known) = (T.Start, T.Start);
        foreach (var moment in tape.Moments)
        {
            if (held is null)
            {
                known = folding.Of(tape.Account, tape.Account.TakeChange());
                before = known.AsOf(JustBefore(tape, moment, request));
            }

            var isShown = tape.Advance(moment);
            if (!isShown && (!tape.Account.IsChanged || (held is null && tape.Passed is null)))
                continue;
            var view = folding.Of(tape.Account, tape.Account.TakeChange());
            // What the lens does not show may change the answer all the same.
            if (!isShown && ViewDifference.Of(known, view).Count == 0)
                continue;
            if (held is { } earlier)
            {
                foreach (var frame in Until(tape.AsOf(moment, request), earlier, last, before, tape.AsOf(earlier.Moment, request)))
                    yield return last = frame;
                before = last!.View;
            }

            held = new(moment, tape.Shown(moment), known = view);
        }

        if (held is not { } end)
            yield break;
        var asOf = tape.AsOf(end.Moment, request);
        var endsAt = isWholeAtEnd && request is not null ? tape.AsOfEnd(request) : asOf;
        // Its day may end before the instant of a record on it that was stated elsewhere.
        asOf = endsAt < asOf ? endsAt : asOf;
        // What changes at the very end is within it.
        var until = endsAt?.AddMicroseconds(1);
        ReplayFrame<T>? final = null;
        foreach (var frame in Until(until, end, last, before, asOf))
        {
            if (final is not null)
                yield return final;
            final = frame;
        }

        yield return final! with
        {
            IsLast = true,
        };
    }

    // As the frame before it would be, had it been wanted; before the very first nothing is judged.
    private static DateTimeOffset? JustBefore(Tape tape, Moment first, DateTimeOffset? request)
    {
        if (tape.Passed is not { } passed)
            return null;
        var (then, now) = (tape.AsOf(passed, request), tape.AsOf(first, request)?.AddMicroseconds(-1));
        return then > now ? then : now;
    }

    // The frame of a record, then one for each instant before the next at which something ends by itself.
    private static IEnumerable<ReplayFrame<T>> Until<T>(
        DateTimeOffset? next,
        Held<T> held,
        ReplayFrame<T>? last,
        T before,
        DateTimeOffset? asOf
    )
        where T : IView<T>
    {
        var frame = Frame(held, last, before, asOf);
        yield return frame;
        for (var at = Ending(held.View, asOf); at < next; at = Ending(held.View, at))
        {
            var view = held.View.At(at.Value);
            var patch = ViewDifference.Of(frame.View, view);
            if (patch.Count == 0)
                continue;
            var words = ChangeWords.Of(patch, frame.View, view);
            yield return frame = new(frame.Number + 1, Entry: null, Shown: null, at, patch, "time passes", words, view);
        }
    }

    private static DateTimeOffset? Ending<T>(T view, DateTimeOffset? asOf)
        where T : IView<T> => asOf is { } instant ? view.NextChangeAt(instant) : null;

    private static ReplayFrame<T> Frame<T>(Held<T> held, ReplayFrame<T>? last, T before, DateTimeOffset? asOf)
        where T : IView<T>
    {
        var view = held.View.AsOf(asOf);
        var patch = ViewDifference.Of(before, view);
        return new(
            (last?.Number ?? 0) + 1,
            held.Moment.Entry,
            held.Shown,
            held.Moment.At?.Instant,
            patch,
            Telling.Words(held.Shown.Headline(view.Frame)),
            ChangeWords.Of(patch, before, view),
            view
        );
    }

    /// <summary>A frame that is not judged yet.</summary>
    private sealed record Held<T>(Moment Moment, LedgerEvent Shown, T View);
}
