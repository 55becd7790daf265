using Marten;
using NegotiationLedger.Store.Appending;

namespace NegotiationLedger.Marten;

/// <summary>Writes beside the events, in their transaction, what the ledger keeps beside the log: the head, receipts, texts.</summary>
/// <param name="requests">The requests that are appended.</param>
/// <param name="at">The time of the batch.</param>
internal sealed class HeadKeeper(IReadOnlyList<PendingAppend> requests, DateTimeOffset at) : DocumentSessionListenerBase
{
    /// <inheritdoc/>
    /// <remarks>Marten calls it when its own statements are queued: these come behind them, and find the events by their ids.</remarks>
    public override Task BeforeSaveChangesAsync(IDocumentSession session, CancellationToken token)
    {
        Guid[] registrations =
        [
            .. requests.Where(r => StreamName.Parse(r.Request.Stream).IsRegistration).SelectMany(r => r.Events).Select(e => e.Id.Value),
        ];
        session.QueueSqlCommand(HeadQueries.Move, at, registrations);
        session.QueueSqlCommand(HeadQueries.Date, at, at, requests.Select(r => r.Request.Stream).Distinct().ToArray());
        if (registrations.Length > 0)
            session.QueueSqlCommand(HeadQueries.Register, registrations);
        foreach (var request in requests)
            KeepBeside(session, request);
        return Task.CompletedTask;
    }

    private void KeepBeside(IDocumentSession session, PendingAppend pending)
    {
        var request = pending.Request;
        if (request.Receipt is { } receipt)
            session.QueueSqlCommand(
                HeadQueries.Receive,
                request.RecordedBy,
                receipt.Method,
                receipt.Path,
                receipt.Key,
                receipt.BodySha256,
                request.Events.Count,
                at,
                request.Events[0].Id.Value
            );
        if (request.Text is { } text)
            session.QueueSqlCommand(HeadQueries.Keep, text.Sha256, text.Source.Value, text.Text);
    }
}
