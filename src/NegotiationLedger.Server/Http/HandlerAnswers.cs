using NegotiationLedger.Store.Handling;

namespace NegotiationLedger.Server.Http;

/// <summary>A handler's generation.</summary>
/// <param name="Name">The handler.</param>
/// <param name="Generation">The generation, from 1; each rebuild is one more.</param>
/// <param name="CodeVersion">The version of what it makes of the log.</param>
/// <param name="IsServing">Whether its documents are those that readers see; else it is being built.</param>
/// <param name="State"><c>running</c>, <c>building</c>, <c>stopped</c>, or <c>waiting</c> while no node runs it.</param>
/// <param name="Position">The sequence up to which everything is handled.</param>
/// <param name="Lag">How many entries are not handled yet.</param>
/// <param name="LagSeconds">How long the first of them has waited, in seconds.</param>
/// <param name="Done">How many entries are handled, of those there are: what a bar shows.</param>
/// <param name="Head">The log's head.</param>
/// <param name="Stopped">What it cannot get past; absent while nothing stops it.</param>
/// <param name="Skipped">The sequences of the entries that were skipped.</param>
public sealed record HandlerAnswer(
    string Name,
    int Generation,
    int CodeVersion,
    bool IsServing,
    string State,
    long Position,
    long Lag,
    double LagSeconds,
    long Done,
    long Head,
    StopAnswer? Stopped,
    IReadOnlyList<long> Skipped
)
{
    /// <summary>A status as it is answered.</summary>
    public static HandlerAnswer Of(HandlerStatus status) =>
        new(
            status.Name,
            status.Generation,
            status.CodeVersion,
            status.IsServing,
            StateOf(status),
            status.Position,
            status.Lag,
            Math.Round(status.LagSeconds, 3),
            status.Head - status.Lag,
            status.Head,
            status.Stopped is { } stop ? new(stop.Sequence, stop.Id.ToString(), stop.Since, stop.Error) : null,
            status.Skipped
        );

    private static string StateOf(HandlerStatus status) =>
        status.Stopped is not null ? "stopped"
        : !status.IsRunning ? "waiting"
        : status.IsServing ? "running"
        : "building";
}

/// <summary>An entry that stops a handler.</summary>
/// <param name="Sequence">Its place in the log.</param>
/// <param name="Id">Its id.</param>
/// <param name="Since">Since when.</param>
/// <param name="Error">Why.</param>
public sealed record StopAnswer(long Sequence, string Id, DateTimeOffset Since, string Error);

/// <summary>The handlers, by name and generation.</summary>
/// <param name="Handlers">Each generation.</param>
public sealed record HandlersAnswer(IReadOnlyList<HandlerAnswer> Handlers);

/// <summary>What a handler was told.</summary>
/// <param name="Name">The handler.</param>
/// <param name="Word">What it was told.</param>
/// <param name="IsDone">Whether that changed anything: false when nothing stops it, or it is being built already.</param>
public sealed record HandlerTold(string Name, string Word, bool IsDone);
