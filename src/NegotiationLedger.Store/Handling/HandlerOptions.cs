namespace NegotiationLedger.Store.Handling;

/// <summary>How a node runs its handlers.</summary>
public sealed record HandlerOptions
{
    /// <summary>How many entries are handled in one transaction, from 1.</summary>
    public int PageEntries { get; init; } = 1000;

    /// <summary>How many bytes of event data are handled in one transaction, roughly; a single entry may have more.</summary>
    public int PageBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>How many entries a handler that reads by stream handles in one transaction when it is far behind: more than two pages.</summary>
    public int LeapEntries { get; init; } = 50_000;

    /// <summary>How many bytes of documents each run keeps in memory, as JSON.</summary>
    public long MemoryBytes { get; init; } = 512 * 1024;

    /// <summary>How long a run waits for news before it looks by itself.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a node shows that it is alive, and looks for handlers that nobody runs.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After how long without a sign a node is taken over from; several heartbeats.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The first pause after a passing fault; it doubles up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest pause after a passing fault.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Measures waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Is told what happens to handlers on this node; must not throw.</summary>
    public Action<HandlerNews> Tell { get; init; } = _ => { };
}

/// <summary>What happened to a handler on this node.</summary>
/// <param name="Handler">Its name.</param>
/// <param name="Generation">The generation.</param>
public abstract record HandlerNews(string Handler, int Generation)
{
    /// <summary>This node runs it from here on.</summary>
    /// <param name="Handler">Its name.</param>
    /// <param name="Generation">The generation.</param>
    /// <param name="Evicted">Whether another node was taken over from that gave no sign.</param>
    public sealed record Taken(string Handler, int Generation, bool Evicted) : HandlerNews(Handler, Generation);

    /// <summary>A passing fault; it is tried again.</summary>
    /// <param name="Handler">Its name.</param>
    /// <param name="Generation">The generation.</param>
    /// <param name="Error">The fault.</param>
    public sealed record Retrying(string Handler, int Generation, Exception Error) : HandlerNews(Handler, Generation);

    /// <summary>It cannot get past an entry and waits for a word: retry or skip.</summary>
    /// <param name="Handler">Its name.</param>
    /// <param name="Generation">The generation.</param>
    /// <param name="Sequence">The entry's place in the log.</param>
    /// <param name="Id">The entry's id.</param>
    /// <param name="Error">Why.</param>
    public sealed record Stopped(string Handler, int Generation, long Sequence, string Id, Exception Error)
        : HandlerNews(Handler, Generation);

    /// <summary>The generation was caught up and serves from here on.</summary>
    /// <param name="Handler">Its name.</param>
    /// <param name="Generation">The generation.</param>
    public sealed record SwitchedOver(string Handler, int Generation) : HandlerNews(Handler, Generation);

    /// <summary>The node cannot run handlers at the moment; it tries again.</summary>
    /// <param name="Error">Why.</param>
    public sealed record Away(Exception Error) : HandlerNews("", 0);
}
