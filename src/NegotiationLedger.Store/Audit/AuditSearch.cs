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
                Of(NpgsqlDbType.Bigint, Position),
                Of(NpgsqlDbType.Bigint, Order is AuditOrder.Recorded && After is not null ? Math.Max(First, After.Sequence) : First),
                Of(NpgsqlDbType.Bigint, Last),
                Of(NpgsqlDbType.Text, Question.Negotiation?.Value),
                Of(NpgsqlDbType.Text, Question.Type),
                Of(NpgsqlDbType.Text, Question.Mode is { } mode ? NamedValue<Mode>.NameOf(mode) : null),
                Of(NpgsqlDbType.Text, Question.Speaker?.ToString()),
                Of(NpgsqlDbType.Text, Question.Party?.Value),
                Of(NpgsqlDbType.Text, Question.Source?.Value),
                Of(NpgsqlDbType.Text, Question.RecordedBy is { } by ? AssertionVersion.PrincipalOf(by) : null),
                Of(NpgsqlDbType.Array | NpgsqlDbType.Smallint, fates),
                Of(NpgsqlDbType.Boolean, fates is not null && !fates.Contains((short)0)),
                Of(NpgsqlDbType.TimestampTz, Question.OccurredFrom?.UtcDateTime),
                Of(NpgsqlDbType.TimestampTz, Question.OccurredTo?.UtcDateTime),
                Of(NpgsqlDbType.Text, Question.Text is { } text ? Typed(text) : null),
                Of(NpgsqlDbType.Array | NpgsqlDbType.Text, Languages),
                Of(NpgsqlDbType.Bigint, (long)Limit),
                Order is AuditOrder.Relevance
                    ? Of(NpgsqlDbType.Real, After?.Rank)
                    : Of(NpgsqlDbType.TimestampTz, After?.Occurred?.UtcDateTime),
                Of(NpgsqlDbType.Bigint, After?.Sequence ?? 0),
                Of(NpgsqlDbType.Bigint, (long)AuditIndex.MostRanked),
            ];
        }
    }

    // Listed one by one, so that the planner knows how many records each of them means.
    private short[]? Fates =>
        Question.Fate switch
        {
            null => null,
            FateAsked.None => [0],
            FateAsked.Standing => [.. AllFates.Where(f => (f & AssertionVersion.SignOf(FateKind.Retracted)) == 0)],
            var kind => [.. AllFates.Where(f => (f & AssertionVersion.SignOf((FateKind)kind)) != 0)],
        };

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

    private static NpgsqlParameter Of(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
