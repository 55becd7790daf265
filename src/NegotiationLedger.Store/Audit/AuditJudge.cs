using System.Collections.Immutable;
using Npgsql;

namespace NegotiationLedger.Store.Audit;

/// <summary>Tells which candidates answer a question, and what became of them, as of a position. What stands is told by the domain, of the record and all that may be about it.</summary>
/// <param name="source">Where the index is.</param>
/// <param name="search">The question.</param>
/// <param name="registry">The sources and speakers as of the position.</param>
internal sealed class AuditJudge(NpgsqlDataSource source, AuditSearch search, Registry registry)
{
    private AuditQuestion Question => search.Question;

    /// <summary>The records of those that answer, in the order of the candidates, each once.</summary>
    /// <param name="candidates">Candidates; of those that are sure the record was read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<List<(Candidate Candidate, AuditRecord Record)>> Answering(
        IReadOnlyList<Candidate> candidates,
        CancellationToken cancellationToken
    )
    {
        var strands = await Strands.Of(
            source,
            [.. candidates.Where(c => !c.IsSure).Select(c => c.Sequence).Distinct()],
            search.Position,
            registry,
            cancellationToken
        );
        var answering = new List<(Candidate, AuditRecord)>();
        var seen = new HashSet<long>();
        foreach (var candidate in candidates)
        {
            var record = candidate.IsSure ? Recorded(candidate) : strands[candidate.Sequence];
            if ((candidate.IsSure || (IsFoundByItsForm(candidate, record) && Answers(record))) && seen.Add(candidate.Sequence))
                answering.Add((candidate, record));
        }

        return search.Question.Text is null ? answering : await Worded(answering, cancellationToken);
    }

    private AuditRecord Recorded(Candidate candidate)
    {
        var entry = candidate.Entry!;
        return AuditRecord.Of(new(entry.Stream), entry, entry.Data, [], registry);
    }

    // A correction is found by what no correction of it changes.
    private bool IsFoundByItsForm(Candidate candidate, AuditRecord record)
    {
        if (candidate.IsTangled)
            return search.Order is not AuditOrder.Occurred || IsSameInstant(candidate.Occurred, record.Standing);
        if (record.Entry.Data is AssertionCorrected)
            return true;
        var form = candidate.Standing is null ? record.Entry.Data : AuditForm.Read(candidate.Standing, record.Entry);
        return ReferenceEquals(form, record.Standing) || AuditForm.Of(form) == AuditForm.Of(record.Standing);
    }

    private static bool IsSameInstant(DateTime? found, LedgerEvent standing) =>
        found is { } instant
        && standing is Development development
        && MicrosecondOf(development) == instant.Ticks / TimeSpan.TicksPerMicrosecond;

    // The database counts in microseconds.
    private static long MicrosecondOf(Development development) => development.Occurred.Earliest.UtcTicks / TimeSpan.TicksPerMicrosecond;

    private bool Answers(AuditRecord record) =>
        (Question.Mode is not { } mode || record.Attribution?.Mode == mode)
        && (Question.Speaker is not { } speaker || record.Attribution?.Speaker == speaker)
        && (Question.Source is not { } carrier || record.Attribution?.Source == carrier)
        && (Question.Publisher is not { } publisher || IsCarriedBy(publisher, record))
        && (Question.Party is not { } party || IsOf(party, record))
        && HasFate(record)
        && Occurred(record)
        && Asserted(record);

    private static bool IsOf(PartyId party, AuditRecord record) =>
        record.Viewpoint == Viewpoint.Of(party) || Mentions.Of(record.Standing).Parties.Contains(party);

    private bool IsCarriedBy(string publisher, AuditRecord record) =>
        record.Attribution is { } attribution && registry.PublisherOf(attribution.Source) == publisher;

    private bool HasFate(AuditRecord record) =>
        Question.Fate switch
        {
            null => true,
            FateAsked.None => !record.Fates.Any(f => f.Stands),
            FateAsked.Standing => !record.IsRetracted,
            var kind => record.Has((FateKind)kind),
        };

    private bool Occurred(AuditRecord record) =>
        Question is { OccurredFrom: null, OccurredTo: null }
        || record.Standing is Development development
            && !(MicrosecondOf(development) < Question.OccurredFrom?.UtcTicks / TimeSpan.TicksPerMicrosecond)
            && !(MicrosecondOf(development) > Question.OccurredTo?.UtcTicks / TimeSpan.TicksPerMicrosecond);

    private bool Asserted(AuditRecord record) =>
        Question is { AssertedFrom: null, AssertedTo: null }
        || record.Attribution?.AssertedOn.Earliest is { } asserted
            && !(asserted < Question.AssertedFrom)
            && !(asserted > Question.AssertedTo);

    // The words of tangled records are in no index.
    private async Task<List<(Candidate Candidate, AuditRecord Record)>> Worded(
        List<(Candidate Candidate, AuditRecord Record)> answering,
        CancellationToken cancellationToken
    )
    {
        var tangled = answering.Where(a => a.Candidate.IsTangled).ToList();
        if (tangled.Count == 0)
            return answering;
        var languages = tangled.Select(t => TextLanguage.Of(t.Record.Attribution, registry)).ToList();
        var ranks = new Dictionary<long, (float Rank, string Language)>();
        await using var command = source.CreateCommand(AuditQueries.Matching);
        command.Parameters.Add(Sql.Texts(tangled.Select(t => AssertionRow.WordsOf(t.Record.Entry, t.Record.Standing))));
        command.Parameters.Add(Sql.Texts(languages));
        command.Parameters.Add(Sql.Text(AuditSearch.Typed(Question.Text!)));
        command.Parameters.Add(Sql.Texts(search.Languages));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            ranks.Add(tangled[(int)row.GetInt64(0)].Candidate.Sequence, (row.GetFloat(1), languages[(int)row.GetInt64(0)]));
        return
        [
            .. answering
                .Where(a => !a.Candidate.IsTangled || ranks.ContainsKey(a.Candidate.Sequence))
                .Select(a =>
                    a.Candidate.IsTangled
                        ? (
                            a.Candidate with
                            {
                                Rank = ranks[a.Candidate.Sequence].Rank,
                                Language = ranks[a.Candidate.Sequence].Language,
                            },
                            a.Record
                        )
                        : a
                ),
        ];
    }
}
