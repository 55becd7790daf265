using System.Collections.Immutable;
using NegotiationLedger.Assertions;
using NegotiationLedger.Developments;

namespace NegotiationLedger.Views.Kept;

/// <summary>
/// A view of a whole negotiation, by everyone's account, with what is needed to fold it on: a development that comes in order, and touches
/// nothing that came before, costs its own effects, however long the negotiation is. Anything else is folded from the history.
/// </summary>
/// <remarks>What it answers is what <see cref="View.Of"/> answers for the same prefix of the log.</remarks>
public sealed record KeptView<T>
    where T : class, IView<T>
{
    // More names than that are not carried about: such a negotiation is folded from its history.
    private const int MostNames = 1000;

    private KeptView(T state, Frame frame) => (State, Frame) = (state, frame);

    /// <summary>The view before <see cref="IView{T}.Finish"/>.</summary>
    internal T State { get; private init; }

    /// <summary>Title, parties and issues.</summary>
    internal Frame Frame { get; private init; }

    /// <summary>The <c>at</c> and the place of the last assertion in fold order.</summary>
    internal DateTimeOffset LastAt { get; init; }

    internal long LastPlace { get; init; }

    /// <summary>The names that occurrences were given, and those that something came after and nothing bears; null when they are too many.</summary>
    internal ImmutableSortedSet<string>? Names { get; init; }

    /// <summary>What could not be taken as it was recorded.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    /// <summary>The view.</summary>
    public T View => State.Finish(Frame, Lens.Everything, []);

    /// <summary>The view of a history.</summary>
    public static KeptView<T> Of(History history)
    {
        var account = history.Through(Lens.Everything);
        var last = account.Visible.Count > 0 ? account.Visible[^1] : null;
        return new(Views.View.StateOf<T>(account), Frame.Of(account))
        {
            LastAt = last?.At ?? DateTimeOffset.MinValue,
            LastPlace = last?.Place ?? -1,
            Names = NamesIn(account.Visible),
            Warnings = account.Warnings,
        };
    }

    /// <summary>The view after the next entry; null when it has to be folded from the history.</summary>
    /// <param name="entry">The next entry of the negotiation.</param>
    /// <param name="registry">The sources and speakers; none that an earlier entry refers to has changed since.</param>
    public KeptView<T>? Then(Entry entry, Registry registry)
    {
        if (entry.Data is not Development development || !ComesInOrder(entry, development))
            return null;
        var place = LastPlace + 1;
        var at = development.Occurred.Earliest;
        var assertion = Account.Show(new(entry, development, [], [], []), place, at, new Voices(registry));
        var (state, frame) = (State, Frame);
        foreach (var step in Occurrences.Steps([assertion]))
        {
            state = state.Apply(step);
            if (Account.IsOfFrame(development))
                frame = frame.Apply(step);
        }

        return this with
        {
            State = state,
            Frame = frame,
            LastAt = at,
            LastPlace = place,
            Names = development.Occurrence is { } name ? Names!.Add(name) : Names,
        };
    }

    /// <summary>Whether an entry takes nothing back that was folded: it is no earlier, shares its happening with none, and none waits for it.</summary>
    private bool ComesInOrder(Entry entry, Development development) =>
        Names is { Count: <= MostNames }
        && development.After is not { Count: > 0 }
        && development.Occurred.Earliest >= LastAt
        && !Names.Contains(entry.Id.ToString())
        && (development.Occurrence is not { } name || (!Names.Contains(name) && !EventId.TryParse(name, out _)));

    private static ImmutableSortedSet<string>? NamesIn(IReadOnlyList<Assertion> visible)
    {
        var borne = visible.Select(a => a.Data.Occurrence).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var after = visible.SelectMany(a => a.Data.After ?? []).ToHashSet(StringComparer.Ordinal);
        if (after.Count > 0)
            after.ExceptWith(visible.Select(a => a.Id.ToString()));
        borne.UnionWith(after);
        return borne.Count > MostNames ? null : ImmutableSortedSet.CreateRange(StringComparer.Ordinal, borne);
    }
}
