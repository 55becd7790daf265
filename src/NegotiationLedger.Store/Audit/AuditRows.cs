using Npgsql;

namespace NegotiationLedger.Store.Audit;

/// <summary>Reads records with what became of them, as <see cref="AuditQueries"/> gives them: a row for each record about a record, the rows of one record together.</summary>
internal static class AuditRows
{
    private const int Columns = 5;
    private const int NoteFates = Columns + 10;
    private const int NoteStanding = NoteFates + 1;
    private const int Note = NoteStanding + 1;

    /// <summary>The records, in the order of the rows, and how many matched in all where they were counted.</summary>
    public static async Task<(List<AuditHit> Hits, long Matched)> Read(
        NpgsqlDataReader row,
        Registry registry,
        CancellationToken cancellationToken
    )
    {
        var hits = new List<AuditHit>();
        var fates = new List<Fate>();
        var matched = 0L;
        while (await row.ReadAsync(cancellationToken))
        {
            if (hits.Count == 0 || hits[^1].Record.Entry.Sequence != row.GetInt64(Columns))
            {
                fates = [];
                hits.Add(Hit(row, fates, registry));
                matched = row.GetInt64(3);
            }

            if (!await row.IsDBNullAsync(Note, cancellationToken))
                fates.Add(FateOf(row));
        }

        return (hits, matched);
    }

    /// <summary>The standing form of an entry: the column's, or what was recorded when that is null.</summary>
    /// <remarks>The index is written anew when a type's JSON changes, so the column is always in the newest version.</remarks>
    /// <exception cref="System.Text.Json.JsonException">It is of a version that this program does not know.</exception>
    public static LedgerEvent Standing(NpgsqlDataReader row, int column, Entry entry)
    {
        if (row.IsDBNull(column))
            return entry.Data;
        var name = EventNames.Of(entry.Data);
        return EventFormat.Read(new(name.Name, name.SchemaVersion, row.GetFieldValue<byte[]>(column)));
    }

    private static AuditHit Hit(NpgsqlDataReader row, IReadOnlyList<Fate> fates, Registry registry)
    {
        var entry = EntryRow.Read(row, Columns).ToEntry();
        var record = AuditRecord.Of(new(entry.Stream), entry, Standing(row, 0, entry), fates, registry);
        return new(record, row.GetInt64(4), row.GetString(1), row.GetFloat(2));
    }

    private static Fate FateOf(NpgsqlDataReader row)
    {
        var by = EntryRow.Read(row, Note).ToEntry();
        var annotation = (Annotation)Standing(row, NoteStanding, by);
        var stands = (row.GetInt16(NoteFates) & AssertionVersion.SignOf(FateKind.Retracted)) == 0;
        return new(Fate.KindOf(annotation), by, annotation, stands);
    }
}
