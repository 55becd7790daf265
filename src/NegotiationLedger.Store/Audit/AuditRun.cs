using Npgsql;

namespace NegotiationLedger.Store.Audit;

/// <summary>One call of <see cref="AuditProjection.Bring(NpgsqlConnection, IReadOnlyCollection{string}, long, CancellationToken)"/>.</summary>
internal sealed class AuditRun(NpgsqlConnection connection, AuditProjection projection, long through, CancellationToken cancellationToken)
{
    private const string More = "More is to be brought into the index.";

    private readonly AuditWriter _writer = new(connection, cancellationToken);
    private readonly Dictionary<string, Exception> _failures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);

    public async Task<Brought> Bring(string[] negotiations)
    {
        await connection.Run(AuditStatements.Know, cancellationToken, Sql.Texts(negotiations));
        var faulty = await Hold(negotiations);
        var pending = _versions.Keys.ToList();
        var brought = 0;
        while (pending.Count > 0 && brought < projection.MostEntries)
        {
            var page = await Page(pending);
            var isLast = page.Count < projection.PageSize && page.Sum(r => (long)r.Stored.Data.Length) < AuditProjection.BytesAtOnce;
            brought += page.Count;
            await Apply(page.ToArray());
            pending = isLast ? [] : pending[pending.IndexOf(page[^1].Stream)..];
            pending.RemoveAll(_failures.ContainsKey);
        }

        foreach (var negotiation in pending)
            await connection.Run(AuditStatements.Fail, cancellationToken, Sql.Text(negotiation), Sql.Text(More));
        var healed = faulty.Where(n => !_failures.ContainsKey(n) && !pending.Contains(n)).ToList();
        await Reached(healed, healed.Select(n => _versions[n]));
        return new(_failures, pending);
    }

    // In one order, so that two that hold the same wait for each other.
    private async Task<List<string>> Hold(string[] negotiations)
    {
        var faulty = new List<string>();
        await using var hold = connection.Command(AuditStatements.Hold, Sql.Texts(negotiations));
        await using var row = await hold.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            _versions.Add(row.GetString(0), row.GetInt64(1));
            if (row.GetBoolean(2))
                faulty.Add(row.GetString(0));
        }

        return faulty;
    }

    private async Task<List<EntryRow>> Page(List<string> pending)
    {
        await using var read = connection.Command(
            AuditStatements.Entries,
            Sql.Texts(pending),
            Sql.Numbers(pending.Select(n => _versions[n])),
            Sql.Number(through),
            Sql.Number(projection.PageSize),
            Sql.Number(AuditProjection.BytesAtOnce)
        );
        var rows = new List<EntryRow>();
        await using var row = await read.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            rows.Add(EntryRow.Read(row, 0));
        return rows;
    }

    // All at once. Where something is wrong, or is not done in the time that a statement has, it is done in halves.
    private async Task Apply(ArraySegment<EntryRow> rows)
    {
        if (rows.Count == 0)
            return;
        await connection.Run("savepoint audit_index", cancellationToken);
        try
        {
            await Write(rows);
            await connection.Run("release savepoint audit_index", cancellationToken);
        }
        catch (Exception error) when (AuditProjection.IsOfItsOwn(error, connection))
        {
            await connection.Run("rollback to savepoint audit_index; release savepoint audit_index", cancellationToken);
            if (rows.Count == 1)
            {
                await Fail(rows[0].Stream, error);
                return;
            }

            var half = rows.Count / 2;
            await Apply(rows[..half]);
            await Apply(rows[half..].Where(r => !_failures.ContainsKey(r.Stream)).ToArray());
        }
    }

    private async Task Write(ArraySegment<EntryRow> rows)
    {
        var entries = rows.Select(r => r.ToEntry()).Where(e => e.Data is not Registration).ToList();
        var languages = new SourceLanguages(await projection.Registrations(connection, cancellationToken));
        var work = new AuditWork(entries, new(connection, cancellationToken), languages);
        await _writer.Write(await work.Run());
        var last = rows.GroupBy(r => r.Stream, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Version);
        await Reached(last.Keys, last.Values);
        foreach (var (negotiation, version) in last)
            _versions[negotiation] = version;
    }

    private async Task Reached(IReadOnlyCollection<string> negotiations, IEnumerable<long> versions)
    {
        if (negotiations.Count > 0)
            await connection.Run(AuditStatements.Reached, cancellationToken, Sql.Texts(negotiations), Sql.Numbers(versions));
    }

    private async Task Fail(string negotiation, Exception error)
    {
        _failures[negotiation] = error;
        await connection.Run(
            AuditStatements.Fail,
            cancellationToken,
            Sql.Text(negotiation),
            Sql.Text($"{error.GetType().Name}: {error.Message.Replace('\0', ' ')}")
        );
    }
}
