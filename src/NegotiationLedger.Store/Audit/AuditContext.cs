using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Audit;

/// <summary>A record whose form others bear on.</summary>
/// <param name="Record">The record.</param>
/// <param name="Shapers">Those that bear on it, in sequence order; none of one that is tangled.</param>
/// <param name="Forms">The forms that it stood in beside the one it was recorded in.</param>
/// <param name="Fates">What was recorded about it.</param>
/// <param name="IsTangled">Whether its forms are no longer kept.</param>
internal sealed record Shape(Entry Record, IReadOnlyList<Entry> Shapers, IReadOnlyList<LedgerEvent> Forms, short Fates, bool IsTangled);

/// <summary>What the index knows of earlier records that later ones are about.</summary>
internal sealed class AuditContext(NpgsqlConnection connection, CancellationToken cancellationToken)
{
    private const int AskedAtOnce = 1000;

    /// <summary>What is to be known of some records, by id; nothing of one that is not recorded.</summary>
    public async Task<Dictionary<EventId, Bearing>> Bearings(IReadOnlyCollection<EventId> ids)
    {
        var bearings = new Dictionary<EventId, Bearing>();
        foreach (var some in ids.Chunk(AskedAtOnce))
        {
            await using var command = connection.Command(AuditStatements.BearingsById, Sql.Uuids(some.Select(id => id.Value)));
            await foreach (var (id, bearing) in Read(command))
                bearings.Add(id, bearing);
        }

        return bearings;
    }

    /// <summary>What is to be known of some records, by their sequence.</summary>
    public async Task<List<Bearing>> BearingsAt(IReadOnlyCollection<long> sequences)
    {
        var bearings = new List<Bearing>();
        foreach (var some in sequences.Chunk(AskedAtOnce))
        {
            await using var command = connection.Command(AuditStatements.BearingsAt, Sql.Numbers(some));
            await foreach (var (_, bearing) in Read(command))
                bearings.Add(bearing);
        }

        return bearings;
    }

    /// <summary>Some records whose form others bear on.</summary>
    public async Task<List<Shape>> Shapes(long[] sequences)
    {
        if (sequences.Length == 0)
            return [];
        var records = new List<(Entry Record, short Fates, bool IsTangled)>();
        await using (var command = connection.Command(AuditStatements.Shaped, Sql.Numbers(sequences)))
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
                records.Add((EntryRow.Read(row, 2).ToEntry(), row.GetInt16(0), row.GetBoolean(1)));
        }

        var kept = records.Where(r => !r.IsTangled).ToDictionary(r => r.Record.Sequence, r => r.Record);
        var shapers = kept.Count == 0 ? null : await Shapers(kept.Keys);
        var forms = kept.Count == 0 ? null : await Forms(kept);
        return [.. records.Select(r => new Shape(r.Record, Of(shapers, r.Record), Of(forms, r.Record), r.Fates, r.IsTangled))];
    }

    private static IReadOnlyList<T> Of<T>(ILookup<long, T>? lookup, Entry record) => lookup is null ? [] : [.. lookup[record.Sequence]];

    private async Task<ILookup<long, Entry>> Shapers(IEnumerable<long> sequences)
    {
        var shapers = new List<(long Shaped, Entry By)>();
        await using var command = connection.Command(
            AuditStatements.Shapers,
            Sql.Numbers(sequences),
            Sql.Number(AuditWork.MostShapers + 1)
        );
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            shapers.Add((row.GetInt64(0), EntryRow.Read(row, 1).ToEntry()));
        return shapers.ToLookup(s => s.Shaped, s => s.By);
    }

    private async Task<ILookup<long, LedgerEvent>> Forms(Dictionary<long, Entry> records)
    {
        var forms = new List<(long Sequence, LedgerEvent Form)>();
        await using var command = connection.Command(AuditStatements.Forms, Sql.Numbers(records.Keys));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            forms.Add((row.GetInt64(0), AuditForm.Read(row.GetFieldValue<byte[]>(1), records[row.GetInt64(0)])));
        return forms.ToLookup(f => f.Sequence, f => f.Form);
    }

    private async IAsyncEnumerable<(EventId Id, Bearing Bearing)> Read(NpgsqlCommand command)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var type =
                EventNames.Find(row.GetString(3))?.Type
                ?? throw new InvalidOperationException($"The type '{row.GetString(3)}' is unknown to this version of the ledger.");
            var bearing = new Bearing(row.GetInt64(1), row.GetString(2), type, row.IsDBNull(4) ? null : row.GetInt64(4));
            yield return (new(row.GetGuid(0)), bearing);
        }
    }
}
