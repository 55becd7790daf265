using Npgsql;

namespace NegotiationLedger.Store.Audit;

/// <summary>A record that may answer a question, as the index found it.</summary>
/// <param name="Sequence">Its sequence.</param>
/// <param name="Since">Which of its forms it was found by.</param>
/// <param name="IsSure">Whether it answers the question for certain: nothing is recorded about it, and no speaker's role matters.</param>
/// <param name="IsTangled">Whether it was found though its forms are not kept.</param>
/// <param name="Standing">The form that it was found by, where it is not the one it was recorded in.</param>
/// <param name="Language">The configuration that the words of the form are stemmed by.</param>
/// <param name="Occurred">The instant that it was found by.</param>
internal sealed record Candidate(
    long Sequence,
    long Since,
    bool IsSure,
    bool IsTangled,
    byte[]? Standing,
    string Language,
    DateTime? Occurred
)
{
    private const int Columns = 11;

    /// <summary>How well its words match.</summary>
    public float Rank { get; init; }

    /// <summary>How many matched in all, where they were counted.</summary>
    public long Matched { get; init; }

    /// <summary>The last entry that may have changed its negotiation's frame.</summary>
    public long Frame { get; init; }

    /// <summary>The record, where it was read.</summary>
    public Entry? Entry { get; init; }

    /// <summary>Whether two candidates have the same place in an order.</summary>
    public bool IsAt(Candidate other, AuditOrder order) =>
        Sequence == other.Sequence
        && order switch
        {
            AuditOrder.Occurred => Occurred == other.Occurred,
            AuditOrder.Relevance => Rank.Equals(other.Rank),
            _ => true,
        };

    /// <summary>The place after it.</summary>
    public AuditPlace PlaceAt(long position, AuditOrder order) =>
        new(
            position,
            order,
            Sequence,
            order is AuditOrder.Occurred && Occurred is { } occurred ? EntryRow.Utc(occurred) : null,
            order is AuditOrder.Relevance ? Rank : null
        );

    /// <summary>What it is counted by, where the record was not read.</summary>
    public AuditTraits? Traits { get; init; }

    /// <summary>Reads a row of <see cref="AuditQueries"/> with its record; of one that is not sure it is read with what is about it.</summary>
    public static Candidate Read(NpgsqlDataReader row)
    {
        var candidate = Of(row, isSure: row.GetBoolean(6), occurred: 7);
        return candidate with
        {
            Rank = row.GetFloat(8),
            Matched = row.GetInt64(9),
            Frame = row.GetInt64(10),
            Entry = candidate.IsSure ? EntryRow.Read(row, Columns).ToEntry() : null,
        };
    }

    /// <summary>Reads a row of <see cref="AuditQueries.Unread"/>.</summary>
    public static Candidate ReadAlone(NpgsqlDataReader row) =>
        Of(row, isSure: row.GetBoolean(6), occurred: 7) with
        {
            Traits = new(row.GetString(8), row.GetString(9), Text(row, 10), Text(row, 11), Text(row, 12), row.GetString(13)),
        };

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static Candidate Of(NpgsqlDataReader row, bool isSure, int occurred) =>
        new(
            row.GetInt64(0),
            row.GetInt64(1),
            isSure && row.GetBoolean(2) && !row.GetBoolean(3),
            row.GetBoolean(3),
            row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4),
            row.GetString(5),
            row.IsDBNull(occurred) ? null : row.GetDateTime(occurred)
        );
}
