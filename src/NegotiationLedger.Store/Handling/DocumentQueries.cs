using System.Collections.Concurrent;

namespace NegotiationLedger.Store.Handling;

/// <summary>What is asked of the tables of documents.</summary>
/// <param name="Load">The bodies of the ids $1.</param>
/// <param name="Store">Puts the bodies $2 with the versions $3 and the type $4 in place of those of the ids $1.</param>
/// <param name="Replace">Makes the table equal to what stands in <c>ledger_building</c> under the kind $1; what is the same is left alone.</param>
/// <param name="Prune">Takes away what does not stand there.</param>
internal sealed record DocumentQueries(string Load, string Store, string Replace, string Prune)
{
    public const string LoadBuilding = "select data from ledger_building where id = any ($1) and kind = $2";

    public const string StoreBuilding = """
        insert into ledger_building (kind, id, data, mt_version, mt_dotnet_type)
        select $5, d.id, d.data, d.version, $4
        from unnest($1, $2, $3) as d (id, data, version)
        on conflict (kind, id) do update set data = excluded.data, mt_version = excluded.mt_version, mt_dotnet_type = excluded.mt_dotnet_type
        """;

    public const string StoreKeywords = """
        insert into ledger_keywords (kind, is_building, id, keywords)
        select $1, $2, k.id, string_to_array(k.words, ' ')
        from unnest($3, $4) as k (id, words)
        on conflict (kind, is_building, id) do update set keywords = excluded.keywords
        """;

    public const string ForgetBuilding = """
        with documents as (delete from ledger_building where kind = $1)
        delete from ledger_keywords where kind = $1 and is_building
        """;

    public const string ForgetKeywords = "delete from ledger_keywords where kind = $1 and not is_building";

    public const string TakeKeywords = "update ledger_keywords set is_building = false where kind = $1 and is_building";

    private static readonly ConcurrentDictionary<string, DocumentQueries> Known = [];

    /// <summary>The questions to a kind's table.</summary>
    public static DocumentQueries Of(DocumentKind kind) => Known.GetOrAdd(kind.Table, Make);

    // A table's name is this program's own, and can be no parameter; what is no plain word is refused all the same.
    private static DocumentQueries Make(string table)
    {
        if (!table.StartsWith("mt_doc_", StringComparison.Ordinal) || !table.All(c => char.IsAsciiLetterLower(c) || c == '_'))
            throw new ArgumentException($"'{table}' is no name of a table of documents.", nameof(table));
        return new(
            $"select data from {table} where id = any ($1)",
            $"""
            insert into {table} (id, data, mt_version, mt_dotnet_type)
            select d.id, d.data, d.version, $4
            from unnest($1, $2, $3) as d (id, data, version)
            on conflict (id) do update set
                data = excluded.data,
                mt_version = excluded.mt_version,
                mt_dotnet_type = excluded.mt_dotnet_type,
                mt_last_modified = transaction_timestamp()
            """,
            $"""
            insert into {table} (id, data, mt_version, mt_dotnet_type)
            select b.id, b.data, b.mt_version, b.mt_dotnet_type from ledger_building b where b.kind = $1
            on conflict (id) do update set
                data = excluded.data,
                mt_version = excluded.mt_version,
                mt_dotnet_type = excluded.mt_dotnet_type,
                mt_last_modified = transaction_timestamp()
            where {table}.data is distinct from excluded.data or {table}.mt_version is distinct from excluded.mt_version
            """,
            $"delete from {table} d where not exists (select from ledger_building b where b.kind = $1 and b.id = d.id)"
        );
    }
}
