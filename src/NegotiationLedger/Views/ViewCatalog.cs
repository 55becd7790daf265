using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NegotiationLedger.Views;

/// <summary>A view that readers can ask for by name.</summary>
public abstract class NamedView
{
    /// <summary>The name.</summary>
    public abstract string Name { get; }

    /// <summary>The version of what it answers.</summary>
    public abstract int CodeVersion { get; }

    /// <summary>The record that holds it.</summary>
    public abstract Type Type { get; }

    /// <summary>Folds it and writes it as JSON, UTF-8.</summary>
    /// <param name="account">What a lens lets through.</param>
    /// <param name="request">When it is asked for; see <see cref="View.Of"/>.</param>
    public abstract byte[] Fold(Account account, DateTimeOffset? request = null);

    /// <summary>Folds it and judges it by the time of a request.</summary>
    /// <param name="account">What a lens lets through.</param>
    /// <param name="request">When it is asked for.</param>
    /// <param name="cancellation">Gives up.</param>
    public abstract JudgedView Judge(Account account, DateTimeOffset request, CancellationToken cancellation = default);

    /// <summary>What changes from the view of one account to that of another.</summary>
    /// <param name="from">What a lens lets through.</param>
    /// <param name="to">What it lets through afterwards.</param>
    /// <param name="request">When it is asked for; see <see cref="View.Of"/>.</param>
    public abstract ViewChange Difference(Account from, Account to, DateTimeOffset? request = null);

    /// <summary>What changes from the view of one account to that of another, field by field.</summary>
    /// <param name="from">What a lens lets through.</param>
    /// <param name="to">What it lets through afterwards.</param>
    /// <param name="asOf">The instant by which both are judged; null where nothing is.</param>
    /// <param name="cancellation">Gives up.</param>
    internal abstract IReadOnlyList<ToldField> Tell(Account from, Account to, DateTimeOffset? asOf, CancellationToken cancellation);

    /// <summary>Follows it while its account grows.</summary>
    internal abstract FollowedView Follow();

    /// <inheritdoc cref="Views.Replay.Of{T}"/>
    public abstract IEnumerable<ReplayFrame> Replay(
        History history,
        Lens lens,
        ReplayRange range,
        DateTimeOffset? request = null,
        CancellationToken cancellation = default
    );

    /// <inheritdoc cref="Views.Diff.Of{T}"/>
    public abstract IReadOnlyList<Difference> Diff(
        History history,
        Lens left,
        Lens right,
        DateTimeOffset? request = null,
        CancellationToken cancellation = default
    );
}

/// <summary>A view as of an instant.</summary>
/// <param name="Json">The view as JSON, UTF-8.</param>
/// <param name="AsOf">The instant by which it is judged what has ended.</param>
/// <param name="NextChangeAt">The next instant at which it would change by itself; null when time alone changes nothing, or the lens sets the instant.</param>
public sealed record JudgedView(byte[] Json, DateTimeOffset AsOf, DateTimeOffset? NextChangeAt);

/// <summary>The views that readers can ask for.</summary>
public static class ViewCatalog
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<NamedView> All { get; } =
    [
        new Named<TalksStatus>(ViewJson.Plain.TalksStatus),
        new Named<PartyDemands>(ViewJson.Plain.PartyDemands),
        new Named<ProposalBook>(ViewJson.Plain.ProposalBook),
        new Named<Agreements>(ViewJson.Plain.Agreements),
        new Named<IssueMatrix>(ViewJson.Plain.IssueMatrix),
        new Named<Timeline>(ViewJson.Plain.Timeline),
    ];

    /// <summary>The view of a name, or null.</summary>
    public static NamedView? Find(string? name) => All.FirstOrDefault(v => v.Name == name);

    private sealed class Named<T>(JsonTypeInfo<T> shape) : NamedView
        where T : IView<T>
    {
        public override string Name => T.Name;

        public override int CodeVersion => T.CodeVersion;

        public override Type Type => typeof(T);

        public override byte[] Fold(Account account, DateTimeOffset? request = null) =>
            JsonSerializer.SerializeToUtf8Bytes(View.Of<T>(account, request), shape);

        public override JudgedView Judge(Account account, DateTimeOffset request, CancellationToken cancellation = default)
        {
            var view = Finished(account, cancellation);
            var asOf = account.AsOf(request)!.Value;
            return new(JsonSerializer.SerializeToUtf8Bytes(view.At(asOf), shape), asOf, asOf == request ? view.NextChangeAt(asOf) : null);
        }

        public override ViewChange Difference(Account from, Account to, DateTimeOffset? request = null)
        {
            var (before, after) = (View.Of<T>(from, request), View.Of<T>(to, request));
            var patch = ViewDifference.Of(before, after);
            return new(patch, ChangeWords.Of(patch, before, after));
        }

        internal override IReadOnlyList<ToldField> Tell(Account from, Account to, DateTimeOffset? asOf, CancellationToken cancellation)
        {
            var (before, after) = (Finished(from, cancellation).AsOf(asOf), Finished(to, cancellation).AsOf(asOf));
            return ChangeWords.ByField(ViewDifference.Of(before, after), before, after);
        }

        private static T Finished(Account account, CancellationToken cancellation) =>
            View.StateOf<T>(account, cancellation).Finish(Frame.Of(account), account.Claimed);

        internal override FollowedView Follow() => new FollowedView<T>();

        public override IEnumerable<ReplayFrame> Replay(
            History history,
            Lens lens,
            ReplayRange range,
            DateTimeOffset? request = null,
            CancellationToken cancellation = default
        ) => Views.Replay.Of<T>(history, lens, range, request, cancellation);

        public override IReadOnlyList<Difference> Diff(
            History history,
            Lens left,
            Lens right,
            DateTimeOffset? request = null,
            CancellationToken cancellation = default
        ) => Views.Diff.Of<T>(history, left, right, request, cancellation);
    }
}
