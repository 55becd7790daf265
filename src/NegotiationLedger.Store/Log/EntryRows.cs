using System.Text.Json;
using Npgsql;

namespace NegotiationLedger.Store;

/// <summary>A row of the log as it was read; the body is not looked at yet.</summary>
internal sealed record EntryRow(
    EventId Id,
    long Sequence,
    string Stream,
    long Version,
    DateTimeOffset RecordedAt,
    string RecordedBy,
    string? Salt,
    Guid? Batch,
    StoredEvent Stored,
    Origin? Origin
)
{
    /// <summary>The columns of <c>mt_events e</c>, in the order of <see cref="Read"/>.</summary>
    public const string Columns = """
        e.seq_id, e.id, e.stream_id, e.version, e.timestamp, e.type, e.data,
        e.headers ->> 'recordedBy', e.headers ->> 'salt', coalesce((e.headers ->> 'schemaVersion')::integer, 1),
        (e.headers ->> 'batch')::uuid, e.headers ->> 'origin'
        """;

    // Streams and principals: each of them many times over.
    private static readonly Recent<string> Names = new(name => name);

    /// <summary>Reads a row whose columns begin at an ordinal.</summary>
    public static EntryRow Read(NpgsqlDataReader row, int first) =>
        new(
            new(row.GetGuid(first + 1)),
            row.GetInt64(first),
            Names.Of(row.GetString(first + 2)),
            row.GetInt64(first + 3),
            Utc(row.GetDateTime(first + 4)),
            row.IsDBNull(first + 7) ? "" : Names.Of(row.GetString(first + 7)),
            row.IsDBNull(first + 8) ? null : row.GetString(first + 8),
            row.IsDBNull(first + 10) ? null : row.GetGuid(first + 10),
            new(row.GetString(first + 5), row.GetInt32(first + 9), row.GetFieldValue<byte[]>(first + 6)),
            OriginHeader.Read(row.IsDBNull(first + 11) ? null : row.GetString(first + 11))
        );

    /// <summary>The entry, with its body in the newest form.</summary>
    /// <exception cref="JsonException">The body is of a type or version this program does not know.</exception>
    public Entry ToEntry() => new(Id, Sequence, Stream, Version, RecordedAt, RecordedBy, EventFormat.Read(Stored), Batch, Origin);

    /// <summary>Runs a command that returns such rows, and nothing else.</summary>
    public static async Task<List<Entry>> ReadAll(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var entries = new List<Entry>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            entries.Add(Read(row, 0).ToEntry());
        return entries;
    }

    /// <summary>A timestamp of the database, which is in UTC.</summary>
    public static DateTimeOffset Utc(DateTime value) => new(value, TimeSpan.Zero);
}

/// <summary>An entry as it was read.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Size">How long its body is, in bytes.</param>
internal sealed record LogRow(Entry Entry, int Size);

/// <summary>The head as it was read.</summary>
internal static class HeadRow
{
    /// <summary>Reads a row that has, from an ordinal on, sequence, time and the sequence of the last registration.</summary>
    public static Head Read(NpgsqlDataReader row, int first = 0) =>
        new(row.GetInt64(first), EntryRow.Utc(row.GetDateTime(first + 1)), row.GetInt64(first + 2));
}
