using System.Text.Json;
using NegotiationLedger.Accounts;
using NegotiationLedger.Store;
using NegotiationLedger.Values;
using NegotiationLedger.Views;
using NegotiationLedger.Vocabulary;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Testing;

/// <summary>Holds every persisted view against a fresh fold of the log.</summary>
public static class FreshFolds
{
    /// <summary>What differs: the document's table and id, and how; empty when each document is, to the byte, what a fresh fold gives.</summary>
    public static async Task<IReadOnlyList<string>> Differences(string connectionString)
    {
        await using var log = new LedgerLog(new() { ConnectionString = connectionString });
        var registry = Registry.Empty.With(await log.ReadRegistrations(0, CancellationToken.None));
        var histories = new Dictionary<string, History>();
        await foreach (var stream in log.ListStreams())
            histories[stream.Stream] = History
                .Empty(new(stream.Stream), registry)
                .With((await log.ReadStream(stream.Stream, 0, CancellationToken.None)).Entries, registry);
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = "ledger", Pooling = false }.ConnectionString
        );
        var differences = new List<string>();
        await Compare<TalksStatus>("mt_doc_talksstatus");
        await Compare<PartyDemands>("mt_doc_partydemands");
        await Compare<ProposalBook>("mt_doc_proposalbook");
        await Compare<Agreements>("mt_doc_agreements");
        await Compare<IssueMatrix>("mt_doc_issuematrix");
        return differences;

        async Task Compare<T>(string table)
            where T : class, IView<T>
        {
            var fresh = histories.ToDictionary(h => h.Key, h => JsonSerializer.Serialize(ViewDocument<T>.Of(h.Value)));
            var kept = await Kept(source, table);
            foreach (var id in fresh.Keys.Except(kept.Keys))
                differences.Add($"{table} {id}: there is no document");
            foreach (var id in kept.Keys.Except(fresh.Keys))
                differences.Add($"{table} {id}: there is no such negotiation");
            var stored = await AsStored(source, fresh);
            foreach (var id in fresh.Keys.Intersect(kept.Keys).Where(id => stored[id] != kept[id]))
                differences.Add($"{table} {id}: {kept[id]} instead of {stored[id]}");
        }
    }

    private static async Task<Dictionary<string, string>> Kept(NpgsqlDataSource source, string table)
    {
        // The table is one of four named above.
#pragma warning disable CA2100
        await using var command = source.CreateCommand(
            $"select id, data::text from {table} where mt_version = ((data ->> 'codeVersion')::bigint << 32) + (data ->> 'version')::bigint"
        );
#pragma warning restore CA2100
        return await Read(command);
    }

    // As the database writes JSON, so that texts can be compared.
    private static async Task<Dictionary<string, string>> AsStored(NpgsqlDataSource source, Dictionary<string, string> views)
    {
        await using var command = source.CreateCommand("select id, view::jsonb::text from unnest($1, $2) as v (id, view)");
        command.Parameters.Add(new() { Value = views.Keys.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = views.Values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        return await Read(command);
    }

    private static async Task<Dictionary<string, string>> Read(NpgsqlCommand command)
    {
        var texts = new Dictionary<string, string>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            texts[row.GetString(0)] = row.GetString(1);
        return texts;
    }
}
