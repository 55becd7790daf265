using Microsoft.AspNetCore.Http;
using NegotiationLedger.Recording.Loads;

namespace NegotiationLedger.Server;

/// <summary>
/// Carries the file of a negotiation to the log. All of it is decided on before anything is written; then it is appended in the file's order, in
/// parts of which each is all or nothing. A load that is interrupted between two parts goes on there when the same file is loaded again.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="reader">The node's reader.</param>
/// <param name="histories">The histories that the node holds.</param>
/// <param name="quotedTexts">The texts that quotations are held against.</param>
/// <param name="heavy">Gives the decision its turn.</param>
public sealed class Loader(LedgerLog log, LedgerReader reader, RecentHistories histories, QuotedTexts quotedTexts, HeavyWork heavy)
    : IDisposable
{
    private const int AtOnce = 4;
    private const int Tries = 8;

    private readonly SemaphoreSlim _places = new(AtOnce);
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Takes one of the few places for files that come in; to be disposed of when the file is done with.</summary>
    /// <exception cref="ProblemException">There is none (503).</exception>
    internal IDisposable Enter() => _places.Wait(0) ? new Leaving(_places) : throw Problems.Loading;

    /// <summary>Loads a file, one at a time.</summary>
    /// <exception cref="ProblemException">The file is refused, or contradicts the ledger; nothing was written. Or it is only partly loaded.</exception>
    internal async Task<LoadAnswer> Load(HttpContext context, Stream stream, bool isDryRun)
    {
        var (cancellation, principal) = (context.RequestAborted, WriteRequest.PrincipalOf(context));
        await _turn.WaitAsync(cancellation);
        using var turn = new Leaving(_turn);
        var file = await NegotiationFileReader.Read(stream, cancellation);
        var appending = new LoadAppending(log, principal);
        for (var i = 0; i < Tries; i++)
        {
            var before = await reader.Read(file.Negotiation, cancellation);
            var lacking = await Decide(file, before, appending, cancellation);
            if (isDryRun || lacking.Count == 0)
                return AnswerOf(file, before, appending.Done.Count > 0 ? appending.Done : lacking, isDryRun);
            if (!await appending.Append(lacking, cancellation))
                continue;
            Acknowledged.Note(context, appending.Last!);
            Learn(file.Negotiation, appending);
            return AnswerOf(file, before, appending.Done, isDryRun: false, appending.Last);
        }

        throw appending.Refusal("Other requests record the same events, or record in the negotiation, all the time.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _places.Dispose();
        _turn.Dispose();
    }

    private async Task<IReadOnlyList<EventToLoad>> Decide(
        NegotiationFile file,
        Snapshot before,
        LoadAppending appending,
        CancellationToken cancellationToken
    )
    {
        var texts = await quotedTexts.Of(before.History.Registry, QuotedInFile.Of(file.Events, before.History), cancellationToken);
        var decision = await heavy.Do(
            ended => new DecideLoad(before.History, texts).Decide(file.Events, ended),
            "a file with so many corrections of quotations cannot be loaded",
            cancellationToken
        );
        if (decision.Problems.Count > 0)
            throw Problems.Invalid(decision.Problems);
        var conflicts =
            decision.Conflicts.Count > 0
                ? decision.Conflicts
                : await Taken(file, decision.Events, before.History.Registry, cancellationToken);
        if (conflicts.Count > 0)
            throw appending.Done.Count > 0 ? appending.Refusal(conflicts[0].Detail) : Problems.Conflicting(conflicts);
        return decision.Events;
    }

    // What only the log knows, ids in streams that were not read; and texts that stand here under another id.
    private async Task<IReadOnlyList<Problem>> Taken(
        NegotiationFile file,
        IReadOnlyList<EventToLoad> lacking,
        Registry registry,
        CancellationToken cancellationToken
    )
    {
        var lines = file.Events.ToDictionary(e => e.Id, e => e.Line);
        var streams = await log.StreamsOf([.. lacking.Select(e => e.Id)], cancellationToken);
        var conflicts = streams
            .Select(s => new Problem(
                $"/{lines[s.Key]}/id",
                $"The event id '{s.Key}' belongs to another record here, of '{s.Value}'. Load the file into a ledger that does not have it."
            ))
            .ToList();
        foreach (var lacked in lacking)
        {
            if (
                lacked.Data is SourceRegistered { TextSha256: { } sha256 } source
                && registry.WithText(sha256).FirstOrDefault(s => s.Source != source.Source && s.Publisher == source.Publisher) is { } same
            )
                conflicts.Add(
                    new(
                        $"/{lines[lacked.Id]}/data/textSha256",
                        $"The text of the source '{source.Source}' is that of the source '{same.Source}' of the same publisher here. Give the source the id '{same.Source}' throughout the file, or load it into another ledger."
                    )
                );
        }

        return conflicts;
    }

    private void Learn(NegotiationId negotiation, LoadAppending appending)
    {
        var entries = appending.Appended.Where(e => e.Stream == negotiation.Value).ToList();
        if (entries.Count > 0)
            histories.Learn(negotiation, entries);
    }

    private static LoadAnswer AnswerOf(
        NegotiationFile file,
        Snapshot before,
        IReadOnlyList<EventToLoad> lacking,
        bool isDryRun,
        AppendOutcome.Appended? last = null
    )
    {
        var registrations = file.Events.Count(e => e.IsRegistration);
        var (all, added) = (file.Events.Count - registrations, lacking.Count(e => e.Data is not Registration));
        return new(
            file.Negotiation.Value,
            Math.Max(before.History.Version, isDryRun ? 0 : lacking.LastOrDefault(e => e.Data is not Registration)?.Version ?? 0),
            $"@{last?.Entries[^1].Sequence ?? before.Head.Sequence}",
            isDryRun,
            new(lacking.Count - added, registrations - (lacking.Count - added)),
            new(added, all - added)
        );
    }

    private sealed class Leaving(SemaphoreSlim place) : IDisposable
    {
        public void Dispose() => place.Release();
    }
}
