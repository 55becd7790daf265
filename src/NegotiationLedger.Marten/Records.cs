using JasperFx.Events;
using NegotiationLedger.Store.Appending;

namespace NegotiationLedger.Marten;

/// <summary>The message that records a batch of requests: what came together is committed together.</summary>
public sealed class RecordBatch
{
    internal RecordBatch(IReadOnlyList<PendingAppend> requests) => Requests = requests;

    internal IReadOnlyList<PendingAppend> Requests { get; }
}

/// <summary>What became of a batch.</summary>
public sealed class RecordedBatch
{
    private readonly IReadOnlyList<(BatchAnswer Answer, IReadOnlyList<IEvent> Events)> _requests;

    internal RecordedBatch(IReadOnlyList<(BatchAnswer, IReadOnlyList<IEvent>)> requests) => _requests = requests;

    /// <summary>One answer per request; to be asked once the batch is committed, when Marten has numbered the events.</summary>
    internal List<BatchAnswer> Answers() =>
        [
            .. _requests.Select(r =>
                r.Events.Count == 0 ? r.Answer : r.Answer with { FirstSequence = r.Events[0].Sequence, FirstVersion = r.Events[0].Version }
            ),
        ];
}
