using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Audit;

/// <summary>Writes a page of entries into the audit index, on the connection and in the transaction of its caller.</summary>
internal sealed class IndexWriter(NpgsqlConnection connection, int pageSize, CancellationToken cancellationToken)
{
    private static readonly string[] AboutRecords =
    [
        .. EventNames.All.Where(n => n.Type.IsSubclassOf(typeof(Annotation))).Select(n => n.Name),
    ];

    /// <summary>Writes what a page makes of the index.</summary>
    /// <param name="entries">The entries after the index's progress, in sequence order, without gaps.</param>
    /// <param name="registry">The sources and speakers registered before them.</param>
    /// <returns>Those registered by their end.</returns>
    public async Task<Registry> Apply(IReadOnlyList<Entry> entries, Registry registry)
    {
        var page = new AssertionPage(registry, await Contexts(entries));
        foreach (var entry in entries)
        {
            var before = page.Registry;
            if (page.Take(entry) is not { } speaker)
                continue;
            await Write(page);
            await Reassign(speaker, entry.Sequence, before, page.Registry);
        }

        await Write(page);
        return page.Registry;
    }

    /// <summary>Moves the progress in the same transaction.</summary>
    /// <returns>False when it is not where it was expected, so that the transaction must be given up.</returns>
    public async Task<bool> Advance(string name, long expected, long reached)
    {
        await using var advance = Command(IndexStatements.Advance, Text(name), Number(expected), Number(reached));
        return await advance.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private async Task<Dictionary<string, List<Entry>>> Contexts(IReadOnlyList<Entry> entries)
    {
        var notes = entries.Where(e => e.Data is Annotation).ToList();
        var contexts = notes.Select(n => n.Stream).Distinct(StringComparer.Ordinal).ToDictionary(s => s, _ => new List<Entry>());
        if (notes.Count == 0)
            return contexts;
        await using var read = Command(
            IndexStatements.Contexts,
            Array(NpgsqlDbType.Text, contexts.Keys.ToArray()),
            Number(entries[0].Sequence - 1),
            Array(NpgsqlDbType.Text, AboutRecords),
            Array(NpgsqlDbType.Uuid, notes.SelectMany(n => RecordGroups.NamedBy((Annotation)n.Data)).Select(id => id.Value).ToArray())
        );
        await using var row = await read.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var entry = EntryRow.Read(row, 0).ToEntry();
            contexts[entry.Stream].Add(entry);
        }

        return contexts;
    }

    private async Task Write(AssertionPage page)
    {
        if (page.Closings.Count > 0)
        {
            await using var close = Command(
                IndexStatements.Close,
                Array(NpgsqlDbType.Bigint, page.Closings.Select(c => c.Sequence).ToArray()),
                Array(NpgsqlDbType.Bigint, page.Closings.Select(c => c.Until).ToArray())
            );
            await close.ExecuteNonQueryAsync(cancellationToken);
        }

        if (page.Versions.Count > 0)
        {
            await using var insert = Command(IndexStatements.Insert, Columns(page.Versions));
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        page.Clear();
    }

    private static NpgsqlParameter[] Columns(IReadOnlyList<AssertionVersion> versions)
    {
        return
        [
            Column(NpgsqlDbType.Bigint, v => v.Sequence),
            Column(NpgsqlDbType.Bigint, v => v.Since),
            Column(NpgsqlDbType.Bigint, v => v.Until),
            Column(NpgsqlDbType.Bigint, v => v.About),
            Column(NpgsqlDbType.TimestampTz, v => v.Occurred),
            Column(NpgsqlDbType.Smallint, v => v.Fates),
            Column(NpgsqlDbType.Text, v => v.Negotiation),
            Column(NpgsqlDbType.Text, v => v.Type),
            Column(NpgsqlDbType.Text, v => v.Mode),
            Column(NpgsqlDbType.Text, v => v.Speaker),
            Column(NpgsqlDbType.Text, v => v.Source),
            Column(NpgsqlDbType.Text, v => v.RecordedBy),
            Column(NpgsqlDbType.Text, v => v.Language),
            Column(NpgsqlDbType.Text, v => v.Parties),
            Column(NpgsqlDbType.Text, v => v.Standing),
            Column(NpgsqlDbType.Text, v => v.Words),
        ];

        NpgsqlParameter Column<T>(NpgsqlDbType type, Func<AssertionVersion, T> value) => Array(type, versions.Select(value).ToArray());
    }

    // A role that was learned of later moves what its bearer said in that time to another party's account.
    private async Task Reassign(SpeakerId speaker, long since, Registry before, Registry after)
    {
        var last = 0L;
        int read;
        do
        {
            var records = await OfSpeaker(speaker, last, before);
            var moved = records
                .Select(r => (r, Mentions: Mentions.Of(r.Standing)))
                .Select(r => (r.r.Entry.Sequence, Old: PartiesOf(r.r, r.Mentions, before), New: PartiesOf(r.r, r.Mentions, after)))
                .Where(r => r.Old != r.New)
                .ToList();
            await using var reassign = Command(
                IndexStatements.Reassign,
                Array(NpgsqlDbType.Bigint, moved.Select(m => m.Sequence).ToArray()),
                Array(NpgsqlDbType.Text, moved.Select(m => m.New).ToArray()),
                Number(since)
            );
            if (moved.Count > 0)
                await reassign.ExecuteNonQueryAsync(cancellationToken);
            read = records.Count;
            last = read == 0 ? last : records[^1].Entry.Sequence;
        } while (read == pageSize);
    }

    private static string PartiesOf(AuditRecord record, Mentions mentions, Registry registry) =>
        AssertionVersion.PartiesOf(AuditRecord.Of(record.Negotiation, record.Entry, record.Standing, [], registry), mentions);

    private async Task<List<AuditRecord>> OfSpeaker(SpeakerId speaker, long after, Registry registry)
    {
        await using var read = Command(IndexStatements.OfSpeaker, Text(speaker.Value), Number(after), Number(pageSize));
        var records = new List<AuditRecord>();
        await using var row = await read.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var entry = EntryRow.Read(row, 1).ToEntry();
            records.Add(AuditRecord.Of(new(entry.Stream), entry, AuditRows.Standing(row, 0, entry), [], registry));
        }

        return records;
    }

    private NpgsqlCommand Command(string statement, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        // The statements are constants of this assembly.
#pragma warning disable CA2100
        var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    private static NpgsqlParameter Text(string value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value };

    private static NpgsqlParameter Number(long value) => new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = value };

    private static NpgsqlParameter Array<T>(NpgsqlDbType type, T[] values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values };
}
