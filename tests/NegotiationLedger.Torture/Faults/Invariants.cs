using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using NegotiationLedger.Testing;
using Npgsql;

namespace NegotiationLedger.Torture.Faults;

/// <summary>What holds of a ledger at any time, held against the database itself. Goes on from where it was, so that each check reads what is new.</summary>
internal sealed class Invariants(Action<string> broken)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, (string Stream, long Sequence, long Version)> _log = [];
    private readonly Dictionary<string, long> _versions = [];
    private long _head;
    private DateTime _recordedAt = DateTime.MinValue;

    /// <summary>The log is dense, its clock and its versions too; what was acknowledged is in it once, as sent, and what was refused is not.</summary>
    /// <param name="database">The superuser's connection string.</param>
    /// <param name="acknowledged">What was acknowledged before now.</param>
    /// <param name="books">What else the clients know; null when the log is a copy from before.</param>
    public async Task Log(string database, IReadOnlyCollection<Acknowledged> acknowledged, Books? books)
    {
        await using var source = NpgsqlDataSource.Create(database);
        var contents = acknowledged.Where(a => !_log.ContainsKey(a.Id)).ToDictionary(a => a.Id);
        await ReadOn(source, contents);
        await using var command = source.CreateCommand("select sequence from ledger.ledger_head");
        if ((long)(await command.ExecuteScalarAsync())! is var head && head != _head)
            broken($"the head is @{head}, and the last entry @{_head}");
        foreach (var record in acknowledged)
        {
            if (!_log.TryGetValue(record.Id, out var found))
                broken($"{record.Id} was acknowledged as @{record.Sequence} and is not there");
            else if (found != (record.Stream ?? found.Stream, record.Sequence, record.Version))
                broken($"{record.Id} was acknowledged as {record.Stream} @{record.Sequence}, version {record.Version}, and is {found}");
        }

        if (books is null)
            return;
        foreach (var (sequence, what) in books.Registrations.Where(r => r.Key > _head))
            broken($"the registration @{sequence} was acknowledged and is not there: {what}");
        foreach (var (id, how) in books.Refused.Where(r => _log.ContainsKey(r.Key)))
            broken($"{id} was refused ({how}) and is there as {_log[id]}");
    }

    /// <summary>The projections have followed the log to its head, and hold what a fresh fold gives.</summary>
    public async Task Projections(HttpClient http)
    {
        try
        {
            if (!await CaughtUp(http))
                broken($"the projections are behind for two minutes: {await http.GetStringAsync("/projections")}");
            else
            {
                await Check(http, "Views");
                await Check(http, "AuditTrail");
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or SocketException)
        {
            broken($"the projections cannot be checked: {e.Message}");
        }
    }

    /// <summary>The documents are, to the byte, what this program folds from the log.</summary>
    public async Task Folds(string writer)
    {
        foreach (var difference in (await FreshFolds.Differences(writer)).Take(3))
            broken($"a document differs from a fresh fold: {difference[..Math.Min(difference.Length, 500)]}");
    }

    private async Task Check(HttpClient http, string name)
    {
        var lines = (await http.GetStringAsync($"/projections/{name}/check")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var last = JsonDocument.Parse(lines[^1]);
        if (!last.RootElement.TryGetProperty("differences", out var count) || count.GetInt64() > 0)
            broken($"{name} differs from a fresh fold: {string.Join(' ', lines.Take(3))}");
    }

    private async Task ReadOn(NpgsqlDataSource source, Dictionary<string, Acknowledged> contents)
    {
        await using var command = source.CreateCommand(
            "select seq_id, id::text, stream_id, version, timestamp, data::text from ledger.mt_events where seq_id > $1 order by seq_id"
        );
        command.Parameters.Add(new() { Value = _head });
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            var (sequence, id, stream, version, at) = (
                row.GetInt64(0),
                row.GetString(1),
                row.GetString(2),
                row.GetInt64(3),
                row.GetDateTime(4)
            );
            if (sequence != _head + 1)
                broken($"after @{_head} comes @{sequence}");
            if (at < _recordedAt)
                broken($"@{sequence} was recorded at {at:O}, before the one before it, at {_recordedAt:O}");
            if (version != _versions.GetValueOrDefault(stream) + 1)
                broken($"@{sequence} is version {version} of {stream}, after version {_versions.GetValueOrDefault(stream)}");
            if (!_log.TryAdd(id, (stream, sequence, version)))
                broken($"{id} is there twice: @{_log[id].Sequence} and @{sequence}");
            (_head, _recordedAt, _versions[stream]) = (sequence, at, version);
            if (contents.GetValueOrDefault(id)?.Sent is { } sent)
            {
                using var data = JsonDocument.Parse(row.GetString(5));
                if (Sent.Missing(sent, data.RootElement, "", "type", "id") is { } missing)
                    broken($"{id} is not as it was sent: {missing}");
            }
        }
    }

    private static async Task<bool> CaughtUp(HttpClient http)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Patience)
        {
            using var answer = await http.GetAsync("/projections");
            if (!answer.IsSuccessStatusCode)
                continue;
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            if (json.RootElement.GetProperty("projections").EnumerateArray().All(IsCurrent))
                return true;
            await Task.Delay(20);
        }

        return false;
    }

    private static bool IsCurrent(JsonElement projection) =>
        projection.GetProperty("lag").GetInt64() == 0
        && projection.GetProperty("failures").GetInt64() == 0
        && !projection.TryGetProperty("left", out _);
}
