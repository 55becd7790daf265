using System.Collections.Immutable;

namespace NegotiationLedger.Views.Kept;

/// <summary>
/// A view of a whole negotiation, by everyone's account, with what is needed to fold it on. A development that comes in order, and touches
/// nothing that came before, costs its own effects, however long the negotiation is; one that comes late is folded from the nearest state
/// kept before it. Anything else is folded from the history.
/// </summary>
/// <remarks>What it answers is what <see cref="View.Of"/> answers for the same prefix of the log.</remarks>
public sealed record KeptView<T>
    where T : class, IView<T>
{
    /// <summary>So many assertions a negotiation has before earlier states of it are kept: a shorter one is folded from its start as soon.</summary>
    internal const int Long = 1000;

    /// <summary>So many assertions lie between the states kept.</summary>
    internal const int Interval = 256;

    private const int MostEarlier = 2;

    // More names than that are not carried about: such a negotiation is folded from its history.
    private const int MostNames = 1000;

    private KeptView(KeptState<T> now) => Now = now;

    /// <summary>After the last assertion.</summary>
    internal KeptState<T> Now { get; private init; }

    /// <summary>Earlier states, in fold order.</summary>
    internal ImmutableList<KeptState<T>> Earlier { get; private init; } = [];

    /// <summary>The sequences of what was folded after the first of them, in fold order: assertions that stand alone, as they were recorded.</summary>
    internal ImmutableList<long> Since { get; private init; } = [];

    /// <summary>The names that occurrences were given, and those that something came after and nothing bears; null when they are too many.</summary>
    internal ImmutableSortedSet<string>? Names { get; private init; }

    /// <summary>What could not be taken as it was recorded.</summary>
    public IReadOnlyList<Warning> Warnings { get; private init; } = [];

    /// <summary>The view.</summary>
    public T View => Now.State.Finish(Now.Frame, Lens.Everything, []);

    /// <summary>The view of a history.</summary>
    public static KeptView<T> Of(History history)
    {
        var account = history.Through(Lens.Everything);
        var alone = FirstAlone(account.Visible);
        var before = KeptState<T>.Start.After([.. account.Visible.Take(alone)]);
        return new KeptView<T>(before).On(account.Visible.Skip(alone)) with
        {
            Names = NamesIn(account.Visible),
            Warnings = account.Warnings,
        };
    }

    /// <summary>
    /// What has to be folded again with the next entries of the negotiation: the sequences of entries, none when they come in order; null when
    /// the whole history has to be.
    /// </summary>
    /// <param name="news">The next entries of the negotiation, one or more.</param>
    public IReadOnlyList<long>? Refolded(IReadOnlyList<Entry> news) =>
        NamesWith(news) is not null && NearestTo(news) is { } nearest ? SinceThe(nearest) : null;

    /// <summary>The view after the next entries.</summary>
    /// <param name="news">The next entries of the negotiation, one or more.</param>
    /// <param name="refolded">The entries that <see cref="Refolded"/> names for them.</param>
    /// <param name="registry">The sources and speakers; none that an earlier entry refers to has changed since.</param>
    public KeptView<T> Then(IReadOnlyList<Entry> news, IReadOnlyList<Entry> refolded, Registry registry)
    {
        var nearest = NearestTo(news)!;
        var (voices, place) = (new Voices(registry), nearest.Place);
        var later = refolded.Concat(news).OrderBy(AtOf).ThenBy(e => e.Sequence);
        return Back(nearest).On(later.Select(e => Account.Show(new(e, (Development)e.Data, [], [], []), ++place, AtOf(e), voices))) with
        {
            Names = NamesWith(news),
        };
    }

    private static DateTimeOffset AtOf(Entry entry) => ((Development)entry.Data).Occurred.Earliest;

    /// <summary>The last state that none of some entries comes before; whatever came in order before them and has their instant stays before them.</summary>
    private KeptState<T>? NearestTo(IReadOnlyList<Entry> news)
    {
        var first = news.Min(AtOf);
        return first >= Now.At ? Now : Earlier.FindLast(state => first >= state.At);
    }

    private ImmutableList<long> SinceThe(KeptState<T> state) =>
        ReferenceEquals(state, Now) ? [] : Since.RemoveRange(0, (int)(state.Place - Earlier[0].Place));

    /// <summary>As it was at one of its states.</summary>
    private KeptView<T> Back(KeptState<T> state)
    {
        if (ReferenceEquals(state, Now))
            return this;
        var earlier = Earlier.RemoveAll(other => other.Place >= state.Place);
        return this with
        {
            Now = state,
            Earlier = earlier,
            Since = earlier.IsEmpty ? [] : Since.GetRange(0, (int)(state.Place - earlier[0].Place)),
        };
    }

    /// <summary>After further assertions, in fold order, each of which stands alone.</summary>
    private KeptView<T> On(IEnumerable<Assertion> assertions)
    {
        var (now, earlier, since) = (Now, Earlier.ToBuilder(), Since.ToBuilder());
        foreach (var assertion in assertions)
        {
            if (earlier.Count == 0 ? now.Place + 1 >= Long : now.Place - earlier[^1].Place >= Interval)
                earlier.Add(now);
            if (earlier.Count > MostEarlier)
            {
                since.RemoveRange(0, (int)(earlier[1].Place - earlier[0].Place));
                earlier.RemoveAt(0);
            }

            now = now.After([assertion]);
            if (earlier.Count > 0)
                since.Add(assertion.Entry.Sequence);
        }

        return this with
        {
            Now = now,
            Earlier = earlier.ToImmutable(),
            Since = since.ToImmutable(),
        };
    }

    /// <summary>The names after further entries; null when one of them shares its happening with another, waits for another or is waited for.</summary>
    private ImmutableSortedSet<string>? NamesWith(IReadOnlyList<Entry> news)
    {
        var names = Names;
        foreach (var entry in news)
        {
            if (
                names is not { Count: <= MostNames }
                || entry.Data is not Development { After: not { Count: > 0 } } development
                || names.Contains(entry.Id.ToString())
            )
                return null;
            if (development.Occurrence is not { } name)
                continue;
            if (names.Contains(name) || EventId.TryParse(name, out _))
                return null;
            names = names.Add(name);
        }

        return names;
    }

    /// <summary>From where on, within what is kept of a long negotiation, assertions stand alone and as they were recorded.</summary>
    private static int FirstAlone(IReadOnlyList<Assertion> visible)
    {
        if (visible.Count <= Long)
            return visible.Count;
        var shared = visible
            .Where(a => a.Data.Occurrence is not null)
            .CountBy(a => a.Data.Occurrence!, StringComparer.Ordinal)
            .Where(n => n.Value > 1 || EventId.TryParse(n.Key, out _))
            .Select(n => n.Key)
            .ToHashSet(StringComparer.Ordinal);
        var first = visible.Count;
        while (first > visible.Count - Interval * MostEarlier && IsAlone(visible[first - 1]))
            first--;
        return first;

        bool IsAlone(Assertion a) =>
            a is { Data.After: not { Count: > 0 }, CorrectedBy.Count: 0, DisputedBy.Count: 0, CorroboratedBy.Count: 0 }
            && !shared.Contains(a.Occurrence);
    }

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

/// <summary>A view between two assertions.</summary>
/// <param name="State">The view before <see cref="IView{T}.Finish"/>.</param>
/// <param name="Frame">Title, parties and issues.</param>
/// <param name="At">The <c>at</c> of the last assertion in it.</param>
/// <param name="Place">How many are in it, less one.</param>
internal sealed record KeptState<T>(T State, Frame Frame, DateTimeOffset At, long Place)
    where T : class, IView<T>
{
    /// <summary>The view before the first assertion.</summary>
    internal static KeptState<T> Start => new(T.Start, new(), DateTimeOffset.MinValue, -1);

    /// <summary>The view after further assertions, in fold order, that share no happening with those before them.</summary>
    internal KeptState<T> After(IReadOnlyList<Assertion> assertions)
    {
        if (assertions.Count == 0)
            return this;
        var (state, frame) = (State, Frame);
        foreach (var step in Occurrences.Steps(assertions))
            state = state.Apply(step);
        if (assertions.Any(a => Account.IsOfFrame(a.Data)))
            foreach (var step in Occurrences.Steps([.. assertions.Where(a => Account.IsOfFrame(a.Data))]))
                frame = frame.Apply(step);
        return new(state, frame, assertions[^1].At, assertions[^1].Place);
    }
}
