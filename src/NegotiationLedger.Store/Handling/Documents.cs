using NegotiationLedger.Handling;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Handling;

/// <summary>The documents of one transaction: what is loaded and stored in it. What was stored is written when more is loaded, or by <see cref="Flush"/>.</summary>
/// <param name="kinds">The kinds that the handler stores.</param>
/// <param name="connection">The connection, in the page's transaction.</param>
/// <param name="isBuilding">Whether the generation is being built, so that its documents stand in <c>ledger_building</c>.</param>
/// <param name="memory">What this run stored before.</param>
/// <param name="advance">
/// Moves the handler's progress in the transaction before the first document is written; fails when it is not this run's to move. Null when
/// the caller moves it, and then nothing is written before <see cref="Flush"/>.
/// </param>
internal sealed class Documents(
    IReadOnlyList<DocumentKind> kinds,
    NpgsqlConnection connection,
    bool isBuilding,
    DocumentMemory memory,
    Func<Task>? advance = null
) : IDocuments
{
    // Of a long stretch of the log no more is held in memory.
    private const int MostStored = 200;

    private const string FindByKeyword = """
        select id from ledger_keywords where kind = $1 and is_building = $2 and keywords && $3 order by id
        """;

    /// <summary>The connection that it works on; another one where somebody else commits what is stored.</summary>
    public NpgsqlConnection Connection { get; set; } = connection;

    private readonly Dictionary<(Type, string), IDocument> _stored = [];
    private readonly Dictionary<(Type, string), IReadOnlyList<string>> _keywords = [];
    private bool _hasAdvanced;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, T>> Load<T>(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
        where T : class, IDocument
    {
        if (advance is not null && _stored.Count >= MostStored)
            await Flush(cancellationToken);
        var found = new Dictionary<string, T>(ids.Count);
        var missing = new List<string>();
        foreach (var id in ids)
        {
            if (_stored.TryGetValue((typeof(T), id), out var stored))
                found[id] = (T)stored;
            else if (memory.TryGet(typeof(T), id) is T kept)
                Found(found, kept);
            else
                missing.Add(id);
        }

        if (missing.Count > 0)
            await Read(KindOf(typeof(T)), missing, found, cancellationToken);
        return found;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> Find<T>(IReadOnlyCollection<string> keywords, CancellationToken cancellationToken)
        where T : class, IDocument
    {
        await using var command = new NpgsqlCommand(FindByKeyword, Connection);
        command.Parameters.Add(new() { Value = KindOf(typeof(T)).Table });
        command.Parameters.Add(new() { Value = isBuilding });
        command.Parameters.Add(new() { Value = keywords.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        var ids = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            ids.Add(rows.GetString(0));
        return ids;
    }

    /// <inheritdoc/>
    public void Store<T>(T document)
        where T : class, IDocument => _stored[(typeof(T), document.Id)] = document;

    /// <summary>Moves the progress, and writes what was stored. It is remembered for the next transaction once <see cref="Remember"/> says that it was committed.</summary>
    public async Task Flush(CancellationToken cancellationToken)
    {
        // Progress first: whoever waits for it, such as a generation that takes this one's place, must not hold documents that this one waits for.
        if (advance is not null && !_hasAdvanced)
            await advance();
        _hasAdvanced = true;
        foreach (var kind in kinds)
        {
            var documents = _stored
                .Where(s => s.Key.Item1 == kind.Type)
                .Select(s => s.Value)
                .OrderBy(d => d.Id, StringComparer.Ordinal)
                .ToList();
            if (documents.Count == 0)
                continue;
            var bodies = documents.Select(kind.Write).ToArray();
            await Write(kind, documents, bodies, cancellationToken);
            await WriteKeywords(kind, documents, cancellationToken);
            foreach (var (document, body) in documents.Zip(bodies))
            {
                memory.Prepare(kind.Type, document, body.Length);
                _keywords.Remove((kind.Type, document.Id));
            }
        }

        _stored.Clear();
    }

    /// <summary>Keeps what was written in memory.</summary>
    public void Remember() => memory.Commit();

    private void Found<T>(Dictionary<string, T> found, T document)
        where T : class, IDocument
    {
        found[document.Id] = document;
        _keywords[(typeof(T), document.Id)] = document.Keywords;
    }

    private DocumentKind KindOf(Type type) =>
        kinds.FirstOrDefault(k => k.Type == type) ?? throw new InvalidOperationException($"The handler keeps no documents of {type}.");

    private async Task Read<T>(DocumentKind kind, List<string> ids, Dictionary<string, T> found, CancellationToken cancellationToken)
        where T : class, IDocument
    {
        await using var command = new NpgsqlCommand(isBuilding ? DocumentQueries.LoadBuilding : DocumentQueries.Of(kind).Load, Connection);
        command.Parameters.Add(new() { Value = ids.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar });
        if (isBuilding)
            command.Parameters.Add(new() { Value = kind.Table });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            Found(found, (T)kind.Read(rows.GetFieldValue<byte[]>(0)));
    }

    private async Task Write(DocumentKind kind, List<IDocument> documents, byte[][] bodies, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            isBuilding ? DocumentQueries.StoreBuilding : DocumentQueries.Of(kind).Store,
            Connection
        );
        command.Parameters.Add(
            new() { Value = documents.Select(d => d.Id).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar }
        );
        command.Parameters.Add(new() { Value = bodies, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        command.Parameters.Add(new() { Value = documents.Select(d => d.Version).ToArray() });
        command.Parameters.Add(new() { Value = kind.StoredType });
        if (isBuilding)
            command.Parameters.Add(new() { Value = kind.Table });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // Keywords change seldom: only those that did are written.
    private async Task WriteKeywords(DocumentKind kind, List<IDocument> documents, CancellationToken cancellationToken)
    {
        var changed = documents
            .Where(d =>
                d.Keywords.Count > 0 && !(_keywords.TryGetValue((kind.Type, d.Id), out var known) && known.SequenceEqual(d.Keywords))
            )
            .ToList();
        if (changed.Count == 0)
            return;
        await using var command = new NpgsqlCommand(DocumentQueries.StoreKeywords, Connection);
        command.Parameters.Add(new() { Value = kind.Table });
        command.Parameters.Add(new() { Value = isBuilding });
        command.Parameters.Add(
            new() { Value = changed.Select(d => d.Id).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar }
        );
        command.Parameters.Add(new() { Value = changed.Select(d => string.Join(' ', d.Keywords)).ToArray() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
