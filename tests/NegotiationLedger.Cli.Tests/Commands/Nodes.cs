using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using NegotiationLedger.Cli;
using Npgsql;

namespace NegotiationLedger.Cli.Tests.Commands;

/// <summary>Servers on one data directory, and recorders who record to any of them that answers.</summary>
internal sealed class Nodes : IAsyncDisposable
{
    private const string Attribution = """{"source":"wire","mode":"observed","assertedOn":"2025-07-24"}""";
    private const int Recorders = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _data = Directory.CreateTempSubdirectory("ledger-nodes-").FullName;
    private readonly List<HostProcess> _hosts = [];
    private readonly HashSet<HostProcess> _frozen = [];
    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentBag<string> _acknowledged = [];
    private readonly SemaphoreSlim _more = new(0);
    private List<Task> _recorders = [];
    private EmbeddedPostgres _cluster = null!;
    private NpgsqlDataSource _admin = null!;

    /// <summary>The ids of the records that were acknowledged.</summary>
    public IReadOnlyCollection<string> Acknowledged => _acknowledged;

    public string ConnectionString { get; private set; } = null!;

    public static async Task<Nodes> Start(int count)
    {
        var nodes = new Nodes();
        nodes._cluster = await EmbeddedPostgres.Start(new() { DataDirectory = nodes._data });
        nodes.ConnectionString = (await nodes._cluster.EnsureLedger()).Writer;
        var database = new NpgsqlConnectionStringBuilder(nodes.ConnectionString).Database;
        nodes._admin = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(nodes._cluster.SuperuserConnectionString)
            {
                Database = database,
                SearchPath = "ledger",
            }.ConnectionString
        );
        for (var i = 0; i < count; i++)
            await nodes.Add();
        return nodes;
    }

    public async Task Add()
    {
        var host = await HostProcess.Start(_data);
        lock (_hosts)
            _hosts.Add(host);
    }

    /// <summary>Kills a node as <c>kill -9</c> does, and starts another one.</summary>
    public async Task Replace(int index)
    {
        await Kill(index);
        await Add();
    }

    /// <summary>Kills a node as <c>kill -9</c> does.</summary>
    public async Task Kill(int index)
    {
        HostProcess killed;
        lock (_hosts)
        {
            killed = _hosts[index];
            _hosts.RemoveAt(index);
        }

        await killed.KillAtOnce();
        killed.Dispose();
    }

    public Task Freeze(int index)
    {
        HostProcess host;
        lock (_hosts)
        {
            host = _hosts[index];
            _frozen.Add(host);
        }

        return host.Freeze();
    }

    public async Task Thaw(int index)
    {
        await _hosts[index].Thaw();
        lock (_hosts)
            _frozen.Remove(_hosts[index]);
    }

    /// <summary>Opens negotiations and begins to record to them.</summary>
    public async Task Open(int negotiations)
    {
        await Must(_hosts[0], "/sources", """{"source":"wire","kind":"article","title":"A wire"}""");
        for (var i = 0; i < negotiations; i++)
            await Must(
                _hosts[0],
                "/negotiations",
                $$"""{"id":"talks-{{i}}","title":"Talks","occurred":"2025","attribution":{{Attribution}},"parties":[{"party":"north","name":"North","role":"principal"},{"party":"south","name":"South","role":"principal"}]}"""
            );
        _recorders = [.. Enumerable.Range(0, Recorders).Select(r => Task.Run(() => Record(r, negotiations)))];
    }

    /// <summary>Waits until so many more records were acknowledged.</summary>
    public async Task Recorded(int more)
    {
        while (_more.Wait(0)) { }
        for (var i = 0; i < more; i++)
            (await _more.WaitAsync(TimeSpan.FromMinutes(1))).ShouldBeTrue("Nothing is acknowledged any more.");
    }

    public async Task StopRecording()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_recorders);
    }

    /// <summary>Waits until every projection has followed the log to its head; how long it took.</summary>
    public async Task<TimeSpan> CaughtUp()
    {
        var began = Stopwatch.GetTimestamp();
        await Until(
            $"""
            select count(*) = 2 and bool_and(p.last_seq_id >= {await Ask("select sequence from ledger_head")})
            from mt_event_progression p where p.name in ('Views:All', 'AuditTrail:All')
            """
        );
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>From here on it is noted when a document goes back.</summary>
    public Task<object?> NoteWhatGoesBack() =>
        Ask(
            """
            create table gone_back (negotiation text);
            grant insert on gone_back to public;
            create function note() returns trigger language plpgsql set search_path from current as $$
            begin
                insert into gone_back values (new.id);
                return null;
            end $$;
            create trigger note after update on mt_doc_talksstatus for each row when (new.mt_version < old.mt_version) execute function note();
            """
        );

    public async Task Until(string question)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await Ask(question) is not true)
            patience.Token.ThrowIfCancellationRequested();
    }

    // Tests write their statements as constants.
#pragma warning disable CA2100
    public async Task<object?> Ask(string sql)
    {
        await using var command = _admin.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
#pragma warning restore CA2100

    public async Task<IReadOnlyList<string>> RecordedIds()
    {
        await using var command = _admin.CreateCommand("select id::text from mt_events");
        var ids = new List<string>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            ids.Add(row.GetString(0));
        return ids;
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        foreach (var host in _hosts)
            host.Dispose();
        await Task.WhenAll(_recorders);
        await _admin.DisposeAsync();
        await _cluster.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private async Task Record(int recorder, int negotiations)
    {
        var random = new Random(recorder);
        string? last = null;
        while (!_enough.IsCancellationRequested)
        {
            var id = Guid.CreateVersion7().ToString();
            var negotiation = recorder % negotiations;
            try
            {
                using var content = new StringContent(Body(random, id, last), Encoding.UTF8, "application/json");
                using var response = await AnyHost(random)
                    .Http.PostAsync($"/negotiations/talks-{negotiation}/developments", content, _enough.Token);
                if (response.StatusCode is not HttpStatusCode.Created)
                    continue;
                _acknowledged.Add(id);
                last = id;
                _more.Release();
            }
            catch (Exception e)
                when (e is HttpRequestException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                // That node is gone, or will be: what it had not answered is not counted.
            }
        }
    }

    private HostProcess AnyHost(Random random)
    {
        lock (_hosts)
        {
            var answering = _hosts.Where(h => !_frozen.Contains(h)).ToList();
            return answering[random.Next(answering.Count)];
        }
    }

    // In order, late, in one happening with others, and about an earlier record.
    private static string Body(Random random, string id, string? last)
    {
        var on = $"2025-{random.Next(1, 13):00}-{random.Next(1, 29):00}";
        var head = $$"""
            "id":"{{id}}","attribution":{{Attribution}}
            """;
        return random.Next(8) switch
        {
            0 when last is not null => $$"""{"type":"assertion_retracted","id":"{{id}}","assertion":"{{last}}","reason":"Not so."}""",
            1 when last is not null =>
                $$$"""{"type":"assertion_corrected","id":"{{{id}}}","assertion":"{{{last}}}","patch":{"occurred":"{{{on}}}"},"reason":"A slip."}""",
            2 => $$"""{"type":"talks_convened","venue":"Doha","occurred":"{{on}}",{{head}}}""",
            3 => $$"""{"type":"talks_suspended","occurred":"{{on}}","occurrence":"stop-{{random.Next(5)}}",{{head}}}""",
            4 =>
                $$"""{"type":"demand_stated","demand":"d-{{random.Next(5)}}","party":"north","text":"Words {{on}}","occurred":"{{on}}",{{head}}}""",
            5 => $$"""{"type":"figure_reported","subject":"held","value":{{random.Next(100)}},"occurred":"2025-12-31",{{head}}}""",
            _ => $$"""{"type":"statement_made","text":"Said.","occurred":"2025-12-31",{{head}}}""",
        };
    }

    private static async Task Must(HostProcess host, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await host.Http.PostAsync(path, content);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
    }
}
