using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Audit;

/// <summary>Writes changes into the audit index, on the connection and in the transaction of its caller.</summary>
internal sealed class AuditWriter(NpgsqlConnection connection, CancellationToken cancellationToken)
{
    private const int MostRows = 500;
    private const int MostCharacters = 2_000_000;

    /// <summary>Writes what entries change.</summary>
    public async Task Write(AuditChanges changes)
    {
        await InParts([.. changes.Rows], AuditStatements.Insert, Columns);
        await InParts(
            [.. changes.Edges],
            AuditStatements.Link,
            some =>
                [
                    Sql.Numbers(some.Select(e => e.About)),
                    Sql.Numbers(some.Select(e => e.Sequence)),
                    Sql.Texts(some.Select(e => e.Negotiation)),
                ]
        );
        await InParts(
            [.. changes.Fates.OrderBy(f => f.Key)],
            AuditStatements.Note,
            some => [Sql.Numbers(some.Select(f => f.Key)), Sql.Many(NpgsqlDbType.Smallint, some.Select(f => f.Value))]
        );
        long[] tangled = [.. changes.Tangled.Order()];
        await InParts(tangled, AuditStatements.Tangle, some => [Sql.Numbers(some)]);
        await InParts(tangled, AuditStatements.DropForms, some => [Sql.Numbers(some)]);
        await InParts(
            [.. changes.Dates],
            AuditStatements.AddDates,
            some => [Sql.Many(NpgsqlDbType.TimestampTz, some.Select(d => d.Occurred)), Sql.Numbers(some.Select(d => d.Sequence))]
        );
    }

    private async Task InParts<T>(T[] items, string statement, Func<IReadOnlyList<T>, NpgsqlParameter[]> parameters)
    {
        for (var first = 0; first < items.Length; )
        {
            var (count, size) = (0, 0L);
            while (first + count < items.Length && count < MostRows && (count == 0 || size < MostCharacters))
                size += SizeOf(items[first + count++]);
            await using var command = connection.Command(statement, parameters(new ArraySegment<T>(items, first, count)));
            await command.ExecuteNonQueryAsync(cancellationToken);
            first += count;
        }
    }

    private static long SizeOf<T>(T item) => item is AssertionRow row ? row.Words.Length + (row.Standing?.Length ?? 0) : 0;

    private static NpgsqlParameter[] Columns(IReadOnlyList<AssertionRow> rows)
    {
        return
        [
            Column(NpgsqlDbType.Bigint, r => r.Sequence),
            Column(NpgsqlDbType.Bigint, r => r.Since),
            Column(NpgsqlDbType.Bigint, r => r.Shapes),
            Column(NpgsqlDbType.Smallint, r => r.Fates),
            Column(NpgsqlDbType.Boolean, r => r.IsExact),
            Column(NpgsqlDbType.Boolean, r => r.IsTangled),
            Column(NpgsqlDbType.TimestampTz, r => r.Occurred),
            Column(NpgsqlDbType.TimestampTz, r => r.Asserted),
            Column(NpgsqlDbType.Text, r => r.Negotiation),
            Column(NpgsqlDbType.Text, r => r.Type),
            Column(NpgsqlDbType.Text, r => r.Mode),
            Column(NpgsqlDbType.Text, r => r.Speaker),
            Column(NpgsqlDbType.Text, r => r.Source),
            Column(NpgsqlDbType.Text, r => r.RecordedBy),
            Column(NpgsqlDbType.Text, r => r.Language),
            Column(NpgsqlDbType.Text, r => r.Parties),
            Column(NpgsqlDbType.Text, r => r.Standing),
            Column(NpgsqlDbType.Text, r => r.Words),
        ];

        NpgsqlParameter Column<T>(NpgsqlDbType type, Func<AssertionRow, T> value) => Sql.Many(type, rows.Select(value));
    }
}
