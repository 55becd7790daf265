namespace NegotiationLedger.Store;

/// <summary>Chooses which of the waiting requests go into the next transaction.</summary>
/// <remarks>
/// A stream has at most one request with an expected version in a batch; those come first, the unconditional ones follow in the order
/// of arrival. An event id, an idempotency key and a text occur once. What does not fit waits, in its order.
/// </remarks>
internal sealed class BatchComposer(int maxEvents, int maxBytes)
{
    /// <summary>Takes a batch out of those waiting.</summary>
    /// <param name="waiting">The requests in order of arrival; those taken or withdrawn are removed.</param>
    /// <returns>The batch in the order in which it is to be appended; empty only when all were withdrawn.</returns>
    public IReadOnlyList<PendingAppend> Compose(List<PendingAppend> waiting)
    {
        var draft = new Draft();
        var kept = 0;
        var full = false;
        for (var i = 0; i < waiting.Count; i++)
        {
            var request = waiting[i];
            full = full || !draft.IsEmpty && (draft.Events + request.Events.Count > maxEvents || draft.Bytes + request.Bytes > maxBytes);
            if (full || !draft.HasRoomFor(request))
                waiting[kept++] = request;
            else if (request.TryTake())
                draft.Add(request);
        }

        waiting.RemoveRange(kept, waiting.Count - kept);
        return draft.InOrder();
    }

    private sealed class Draft
    {
        private readonly List<PendingAppend> _conditional = [];
        private readonly List<PendingAppend> _unconditional = [];
        private readonly HashSet<string> _conditionalStreams = new(StringComparer.Ordinal);
        private readonly HashSet<(string, string, string, string)> _keys = [];
        private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
        private readonly HashSet<EventId> _ids = [];

        public int Events { get; private set; }

        public long Bytes { get; private set; }

        public bool IsEmpty => Events == 0;

        public bool HasRoomFor(PendingAppend pending) =>
            !(pending.Request.ExpectedVersion is not null && _conditionalStreams.Contains(pending.Request.Stream))
            && !(Key(pending.Request) is { } key && _keys.Contains(key))
            && !(pending.Request.Text is { } text && _texts.Contains(text.Sha256))
            && !pending.Events.Any(e => _ids.Contains(e.Id));

        public void Add(PendingAppend pending)
        {
            if (pending.Request.ExpectedVersion is not null)
                _conditionalStreams.Add(pending.Request.Stream);
            if (Key(pending.Request) is { } key)
                _keys.Add(key);
            if (pending.Request.Text is { } text)
                _texts.Add(text.Sha256);
            foreach (var e in pending.Events)
                _ids.Add(e.Id);
            (pending.Request.ExpectedVersion is null ? _unconditional : _conditional).Add(pending);
            Events += pending.Events.Count;
            Bytes += pending.Bytes;
        }

        public IReadOnlyList<PendingAppend> InOrder() => [.. _conditional, .. _unconditional];

        private static (string, string, string, string)? Key(AppendRequest request) =>
            request.Receipt is { } receipt ? (request.RecordedBy, receipt.Method, receipt.Route, receipt.Key) : null;
    }
}
