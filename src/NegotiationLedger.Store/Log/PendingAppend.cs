using System.Security.Cryptography;
using System.Text;

namespace NegotiationLedger.Store;

/// <summary>A request on its way into the log.</summary>
internal sealed class PendingAppend
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Continuations run elsewhere: the batcher must not run its callers' code.
    private readonly TaskCompletionSource<AppendOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    /// <summary>Writes the request's events to their stored form.</summary>
    /// <exception cref="ArgumentException">The request names no stream or principal, has no events, or an id twice.</exception>
    /// <exception cref="DataRefusedException">A name, a key or the text holds what PostgreSQL cannot store.</exception>
    public PendingAppend(AppendRequest request)
    {
        ArgumentException.ThrowIfNullOrEmpty(request.Stream, nameof(request));
        ArgumentException.ThrowIfNullOrEmpty(request.RecordedBy, nameof(request));
        if (request.Events.Count == 0)
            throw new ArgumentException("A request records at least one event.", nameof(request));
        if (request.Events.Count > 1 && request.Events.DistinctBy(e => e.Id).Count() < request.Events.Count)
            throw new ArgumentException("An event id occurs twice in the request.", nameof(request));
        foreach (var text in Texts(request))
            RefuseUnstorable(text);
        Request = request;
        Events = [.. request.Events.Select(e => PreparedEvent.Of(e, Batch))];
        Bytes = Events.Sum(e => e.Json.Length) + (request.Text?.Text.Length ?? 0);
    }

    private enum State
    {
        Waiting,
        Taken,
        Cancelled,
    }

    /// <summary>What was asked.</summary>
    public AppendRequest Request { get; }

    /// <summary>The id under which the whole of it is found again.</summary>
    public Guid Batch { get; } = Guid.CreateVersion7();

    /// <summary>Its events as they are stored.</summary>
    public IReadOnlyList<PreparedEvent> Events { get; }

    /// <summary>The size of what is sent, roughly.</summary>
    public int Bytes { get; }

    /// <summary>Whether a connection was lost while the request was under way, so that it may have been written.</summary>
    public bool IsDoubtful { get; set; }

    /// <summary>What became of it.</summary>
    public Task<AppendOutcome> Outcome => _outcome.Task;

    /// <summary>Takes the request out of its caller's hands; false when the caller has withdrawn it.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, (int)State.Taken, (int)State.Waiting) == (int)State.Waiting;

    /// <summary>Withdraws the request unless it was taken.</summary>
    public void Cancel(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, (int)State.Cancelled, (int)State.Waiting) == (int)State.Waiting)
            _outcome.TrySetCanceled(cancellationToken);
    }

    /// <summary>Answers the caller.</summary>
    public void Complete(AppendOutcome outcome) => _outcome.TrySetResult(outcome);

    /// <summary>Tells the caller why there is no answer.</summary>
    public void Fail(Exception reason) => _outcome.TrySetException(reason);

    private static IEnumerable<string?> Texts(AppendRequest request) =>
        [
            request.Stream,
            request.RecordedBy,
            request.Receipt?.Method,
            request.Receipt?.Route,
            request.Receipt?.Key,
            request.Receipt?.Answer,
            request.Text?.Text,
        ];

    private static void RefuseUnstorable(string? text)
    {
        if (text is null)
            return;
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new DataRefusedException("22021", "A name, a key or a text contains the character U+0000.");
        try
        {
            _ = StrictUtf8.GetByteCount(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new DataRefusedException("22021", "A name, a key or a text contains half of a surrogate pair.", e);
        }
    }
}

/// <summary>An event in the form in which it is stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Data">What was given.</param>
/// <param name="Type">The stored name.</param>
/// <param name="Json">The body, UTF-8.</param>
/// <param name="Headers">The salt, the version of its JSON, the id of its batch and its origin, as a JSON object; the log adds who recorded it.</param>
/// <param name="Salt">16 random bytes in base64, made anew whenever an event is prepared.</param>
/// <param name="Origin">Where it stood in another ledger; null for what is new.</param>
internal sealed record PreparedEvent(EventId Id, LedgerEvent Data, string Type, byte[] Json, string Headers, string Salt, Origin? Origin)
{
    private const int SaltBytes = 16;

    /// <summary>Writes an event to its stored form.</summary>
    /// <param name="added">The event.</param>
    /// <param name="batch">The id of the request that it comes with, by which the whole of it is found again.</param>
    public static PreparedEvent Of(NewEvent added, Guid batch)
    {
        var stored = EventFormat.Write(added.Data);
        var salt = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SaltBytes));
        var origin = added.Origin is null ? "" : $",\"origin\":{OriginHeader.Write(added.Origin)}";
        var headers = $$"""{"salt":"{{salt}}","batch":"{{batch}}","schemaVersion":{{stored.SchemaVersion}}{{origin}}}""";
        return new(added.Id, added.Data, stored.Type, stored.Data.ToArray(), headers, salt, added.Origin);
    }
}
