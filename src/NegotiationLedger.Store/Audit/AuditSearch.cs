using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Audit;

/// <summary>A question put in the words of <see cref="AuditQueries"/>.</summary>
internal sealed record AuditSearch(AuditQuestion Question, long Position, string[] Languages)
{
    /// <summary>The sequence before the first that may be given.</summary>
    public long First { get; init; }

    /// <summary>The last sequence that may be given.</summary>
    public long Last { get; init; } = Position;

    public AuditOrder Order { get; init; } = AuditOrder.Recorded;

    public AuditPlace? After { get; init; }

    public int Limit { get; init; }

    /// <summary>The registered speakers who ever spoke for the party asked for, as far as is known at the position.</summary>
    public string[] OfParty { get; init; } = [];

    /// <summary>The sources of the publisher asked for, as far as is known at the position; null when none is asked for.</summary>
    public string[]? OfPublisher { get; init; }

    /// <summary>The order that suits the question: the best first where words are looked for, by time of occurrence where that is asked for.</summary>
    public AuditOrder NaturalOrder =>
        Question.Text is not null ? AuditOrder.Relevance
        : Question is { OccurredFrom: null, OccurredTo: null } ? AuditOrder.Recorded
        : AuditOrder.Occurred;

    public string Statement =>
        Order switch
        {
            AuditOrder.Occurred => AuditQueries.ByOccurrence,
            AuditOrder.Relevance => AuditQueries.ByRelevance,
            _ => AuditQueries.ByRecording,
        };

    public IEnumerable<NpgsqlParameter> Parameters
    {
        get
        {
            var fates = Fates;
            return
            [
                Sql.Of(NpgsqlDbType.Bigint, Position),
                Sql.Of(NpgsqlDbType.Bigint, Order is AuditOrder.Recorded && After is not null ? Math.Max(First, After.Sequence) : First),
                Sql.Of(NpgsqlDbType.Bigint, Last),
                Sql.Of(NpgsqlDbType.Text, Question.Negotiation?.Value),
                Sql.Of(NpgsqlDbType.Text, Question.Type),
                Sql.Of(NpgsqlDbType.Text, Question.Mode is { } mode ? NamedValue<Mode>.NameOf(mode) : null),
                Sql.Of(NpgsqlDbType.Text, Question.Speaker?.ToString()),
                Sql.Of(NpgsqlDbType.Text, Question.Party?.Value),
                Sql.Of(NpgsqlDbType.Text, Question.Source?.Value),
                Sql.Of(NpgsqlDbType.Text, Question.RecordedBy is { } by ? AssertionRow.PrincipalOf(by) : null),
                Sql.Of(NpgsqlDbType.Array | NpgsqlDbType.Smallint, fates),
                Sql.Of(NpgsqlDbType.Boolean, fates is not null && !fates.Contains((short)0)),
                Sql.Of(NpgsqlDbType.TimestampTz, Question.OccurredFrom?.UtcDateTime),
                Sql.Of(NpgsqlDbType.TimestampTz, Question.OccurredTo?.UtcDateTime),
                Sql.Of(NpgsqlDbType.Text, Question.Text is { } text ? Typed(text) : null),
                Sql.Of(NpgsqlDbType.Array | NpgsqlDbType.Text, Languages),
                Sql.Of(NpgsqlDbType.Bigint, (long)Limit),
                Order is AuditOrder.Relevance
                    ? Sql.Of(NpgsqlDbType.Real, After?.Rank)
                    : Sql.Of(NpgsqlDbType.TimestampTz, After?.Occurred?.UtcDateTime),
                Sql.Of(NpgsqlDbType.Bigint, After?.Sequence ?? 0),
                Sql.Of(NpgsqlDbType.Bigint, (long)AuditIndex.MostRanked),
                Sql.Of(NpgsqlDbType.Array | NpgsqlDbType.Text, OfParty),
                Sql.Of(NpgsqlDbType.TimestampTz, Question.AssertedFrom?.UtcDateTime),
                Sql.Of(NpgsqlDbType.TimestampTz, Question.AssertedTo?.UtcDateTime),
                Sql.Of(NpgsqlDbType.Array | NpgsqlDbType.Text, OfPublisher),
            ];
        }
    }

    // Listed one by one, so that the planner knows how many records each of them means. What stands, and what nothing stands against, is
    // judged when it is read.
    private short[]? Fates =>
        Question.Fate is null or FateAsked.None or FateAsked.Standing
            ? null
            : [.. AllFates.Where(f => (f & AssertionRow.SignOf((FateKind)Question.Fate)) != 0)];

    private static IEnumerable<short> AllFates => Enumerable.Range(0, 1 << Enum.GetValues<FateKind>().Length).Select(f => (short)f);

    /// <summary>What a person typed, in lower case, with quotation marks as the search knows them.</summary>
    public static string Typed(string text) =>
        string.Create(
            text.Length,
            text,
            (span, source) =>
            {
                for (var i = 0; i < span.Length; i++)
                    span[i] = source[i] is '“' or '”' or '„' or '‟' or '«' or '»' ? '"' : char.ToLowerInvariant(source[i]);
            }
        );
}
