using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>What ended a state that nobody says has ended.</summary>
[JsonConverter(typeof(NamedValue<EndedBy>))]
public enum EndedBy
{
    /// <summary>The term that it was to last is over.</summary>
    Term,

    /// <summary>The negotiation was closed.</summary>
    Closing,
}

/// <summary>
/// Ends states by what is said of something else: how long they are to last, or that the negotiation was closed. Who says that is named, and it is
/// dated by it: whoever told the beginning said nothing of its end. Who says otherwise of it says otherwise of the state.
/// </summary>
internal static class Ended
{
    /// <summary>A state once the term that it was to last is over.</summary>
    /// <param name="state">The state.</param>
    /// <param name="value">What it is since.</param>
    /// <param name="term">How long it was to last; over at the instant.</param>
    /// <param name="asOf">The instant: by whoever states a term that is not over, the state lasts.</param>
    internal static Field<T> RanOut<T>(this Field<T> state, T value, Field<PeriodEnd> term, DateTimeOffset asOf) =>
        state.EndBy(
            new(value, term.Value.At!.Value, term.Value.On!, term.Events, term.Viewpoints, term.WeakestMode),
            EndedBy.Term,
            (term.Contested ?? []).Select(rival =>
                rival is { Kind: RivalKind.Value or RivalKind.Date, Value: { } other } && other.IsOver(asOf)
                    ? rival.As(value) with
                    {
                        Since = other.At!.Value,
                        Occurred = other.On!,
                    }
                    : rival.As(state.Value)
            )
        );

    /// <summary>A state once the negotiation was closed.</summary>
    /// <param name="state">The state.</param>
    /// <param name="value">What it is since.</param>
    /// <param name="closing">Who says that it was closed.</param>
    /// <param name="isClosed">Whether what is said of the closing says so.</param>
    internal static Field<T> CloseBy<T, TClosing>(this Field<T> state, T value, Field<TClosing> closing, Func<TClosing?, bool> isClosed) =>
        state.EndBy(
            new(value, closing.Since, closing.Occurred, closing.Events, closing.Viewpoints, closing.WeakestMode),
            EndedBy.Closing,
            (closing.Contested ?? []).Select(rival => rival.As(isClosed(rival.Value) ? value : state.Value))
        );

    /// <summary>When a state is over, and when by those after it who state a longer term.</summary>
    internal static IEnumerable<DateTimeOffset?> EndsBy<T>(this Field<T> state, Field<PeriodEnd>? term)
    {
        if (term?.Value.At is not { } end)
            return [];
        // Who says otherwise of the state itself is heard as saying that.
        var others = (term.Contested ?? []).Where(r => !Speaks(state, r.Viewpoint)).Select(r => r.Value?.At);
        return others.Where(at => at > end).Prepend(end);
    }

    private static Field<T> EndBy<T>(this Field<T> state, Said<T> end, EndedBy by, IEnumerable<Rival<T>> others)
    {
        List<Rival<T>> rivals = [];
        var (events, viewpoints, mode) = (end.Events, end.Viewpoints, end.WeakestMode);
        var said = state.Contested ?? [];
        foreach (var rival in said.Where(r => r.Kind is not RivalKind.Date).Concat(others.Where(o => !IsHeard(o))))
        {
            if (rival.Kind is not (RivalKind.Value or RivalKind.Date))
                rivals.Add(rival);
            else if (!EqualityComparer<T>.Default.Equals(rival.Value, end.Value))
                rivals.Add(rival with { Kind = RivalKind.Value });
            else if (!rival.Occurred.Overlaps(end.On))
                rivals.Add(rival with { Kind = RivalKind.Date });
            else
                (events, viewpoints, mode) = (
                    [.. events.Union(rival.Events)],
                    [.. viewpoints.Append(rival.Viewpoint).Distinct().Order()],
                    rival.WeakestMode > mode ? rival.WeakestMode : mode
                );
        }

        PastWord<T> past = new(
            state.Value,
            state.Viewpoints.Count > 0 ? state.Viewpoints[0] : default,
            state.Since,
            state.Occurred,
            state.Events
        );
        // Who dated the state otherwise dated its beginning.
        var dated = said.Where(r => r.Kind is RivalKind.Date)
            .Select(r => new PastWord<T>(r.Value!, r.Viewpoint, r.Since, r.Occurred, r.Events));
        return new(
            end.Value,
            end.Since,
            end.On,
            events,
            viewpoints,
            mode,
            rivals.Count > 0 ? rivals : null,
            [.. state.History ?? [], .. dated, past],
            by
        );

        bool IsHeard(Rival<T> other) =>
            other.Kind is RivalKind.Value or RivalKind.Date
                ? Speaks(state, other.Viewpoint)
                : said.Any(r => (r.Viewpoint, r.Kind, r.Of, r.Perhaps) == (other.Viewpoint, other.Kind, other.Of, other.Perhaps));
    }

    private static bool Speaks<T>(Field<T> state, Viewpoint viewpoint) =>
        (state.Contested ?? []).Any(r => r.Kind is RivalKind.Value && r.Viewpoint == viewpoint);

    private sealed record Said<T>(
        T Value,
        DateTimeOffset Since,
        Edtf On,
        IReadOnlyList<EventId> Events,
        IReadOnlyList<Viewpoint> Viewpoints,
        Mode WeakestMode
    );
}
