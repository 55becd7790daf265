using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Wolverine;
using Wolverine.Marten.Subscriptions;

namespace NegotiationLedger.Store.Projections;

/// <summary>Follows the log for a projection: a page names what moved, the handler brings the projection up to date, and the progress is committed.</summary>
/// <remarks>
/// The handler commits in transactions of its own, bounded in size, before the page's progress: a page that is delivered again finds the
/// work done. What failed, the messages that try it again and the progress are one transaction, so that nothing is passed over.
/// </remarks>
public sealed class ProjectionSubscription : BatchSubscription
{
    // More than a busy node gathers while it pauses.
    private const int Many = 5000;

    // A page is bounded in entries, and so is what its negotiations hold; this only ends what hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Follows the log for the projection of a name.</summary>
    public ProjectionSubscription(string projection)
        : base(projection) => Options.BatchSize = MovedLoader.MostEntries;

    /// <inheritdoc/>
    public override async Task ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        IMessageBus bus,
        CancellationToken cancellationToken
    )
    {
        var streams = page.Events.Select(e => e.StreamKey!).ToLookup(StreamName.IsOfRegistration);
        var moved = new NegotiationsMoved(
            SubscriptionName,
            [.. streams[false]],
            [.. streams[true]],
            page.SequenceCeiling,
            IsFarBehind: page.SequenceCeiling - page.SequenceFloor > Many
        );
        var outcome = await bus.InvokeAsync<ProjectionOutcome>(moved, cancellationToken, Patience);
        foreach (var failure in outcome.Failures)
        {
            ProjectionFailures.Note(operations, SubscriptionName, failure);
            if (!failure.IsKnown)
                await bus.PublishAsync(new ProjectNegotiation(SubscriptionName, failure.Negotiation));
        }

        foreach (var negotiation in outcome.Unfinished)
            await bus.PublishAsync(new ProjectNegotiation(SubscriptionName, negotiation));
    }
}
