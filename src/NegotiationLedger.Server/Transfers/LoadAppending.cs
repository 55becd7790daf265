using Microsoft.AspNetCore.Http;
using NegotiationLedger.Recording.Loads;

namespace NegotiationLedger.Server;

/// <summary>Appends what a ledger lacks of a file, in the file's order: a registration by itself, records that follow one another together.</summary>
/// <param name="log">The log.</param>
/// <param name="principal">Who loads.</param>
internal sealed class LoadAppending(LedgerLog log, string principal)
{
    private const int MostTogether = 5_000;

    private readonly List<EventToLoad> _done = [];
    private readonly List<Entry> _appended = [];
    private int _lacking;

    /// <summary>What was appended so far.</summary>
    internal IReadOnlyList<EventToLoad> Done => _done;

    /// <summary>The entries that it became.</summary>
    internal IReadOnlyList<Entry> Appended => _appended;

    /// <summary>The last append.</summary>
    internal AppendOutcome.Appended? Last { get; private set; }

    /// <summary>Appends; false when others were quicker with something, so that it must be decided anew what is lacking.</summary>
    /// <exception cref="ProblemException">The database went away when a part was appended already (503).</exception>
    internal async Task<bool> Append(IReadOnlyList<EventToLoad> lacking, CancellationToken cancellationToken)
    {
        _lacking = _done.Count + lacking.Count;
        foreach (var part in Parts(lacking))
        {
            if (await AppendPart(part, cancellationToken) is not AppendOutcome.Appended appended)
                return false;
            _done.AddRange(part);
            _appended.AddRange(appended.Entries);
            Last = appended;
        }

        return true;
    }

    /// <summary>What to say when it cannot go on.</summary>
    internal ProblemException Refusal(string reason) => Problems.PartlyLoaded(StatusCodes.Status409Conflict, _done.Count, _lacking, reason);

    private async Task<AppendOutcome> AppendPart(IReadOnlyList<EventToLoad> part, CancellationToken cancellationToken)
    {
        var first = part[0];
        var text = first is { Text: { } held, Data: IWithText { TextSha256: { } sha256 } source }
            ? new SourceText(sha256, source.Source, held)
            : null;
        try
        {
            var request = new AppendRequest(
                first.Stream,
                [.. part.Select(e => new NewEvent(e.Id, e.Data, e.Origin))],
                principal,
                first.Version - 1,
                Receipt: null,
                text
            );
            var outcome = await log.Append(request, cancellationToken);
            // The text is held, for another publisher's print of it.
            return outcome is AppendOutcome.TextHeld ? await log.Append(request with { Text = null }, cancellationToken) : outcome;
        }
        catch (LedgerUnavailableException) when (_done.Count > 0)
        {
            throw Problems.PartlyLoaded(
                StatusCodes.Status503ServiceUnavailable,
                _done.Count,
                _lacking,
                "The database does not answer any more."
            );
        }
    }

    private static IEnumerable<IReadOnlyList<EventToLoad>> Parts(IReadOnlyList<EventToLoad> events)
    {
        var part = new List<EventToLoad>();
        foreach (var next in events)
        {
            if (part.Count > 0 && (next.Stream != part[0].Stream || next.Data is Registration || part.Count == MostTogether))
            {
                yield return part;
                part = [];
            }

            part.Add(next);
        }

        if (part.Count > 0)
            yield return part;
    }
}
