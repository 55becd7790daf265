using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using NegotiationLedger.Cli;
using NegotiationLedger.Torture.Running;
using Npgsql;

namespace NegotiationLedger.Torture.Requests;

/// <summary>Sends spoilt requests to every address of one server; nothing but what was acknowledged may be written, and each refusal says of what.</summary>
internal sealed class SpoiltRequests
{
    private const int Clients = 6;
    private const int Between = 5000;
    private const int OneGoodOf = 12;

    private readonly Asked _asked;
    private readonly Findings _findings;
    private readonly LedgerProcess _server;
    private readonly NpgsqlDataSource _database;
    private readonly ConcurrentDictionary<(string Operation, string Outcome), int> _outcomes = [];
    private readonly ConcurrentDictionary<string, int> _asking = [];
    private readonly ConcurrentDictionary<string, long> _ticks = [];
    private readonly ConcurrentBag<string> _recorded = [];
    private readonly ConcurrentBag<long> _registered = [];
    private readonly ConcurrentBag<string> _unanswered = [];
    private IReadOnlyList<Operation> _operations = [];
    private Talks _talks = null!;
    private IReadOnlyList<Credential> _credentials = [new("admin", null)];

    private int Written => _recorded.Distinct().Count() + _registered.Distinct().Count();

    private SpoiltRequests(Asked asked, Findings findings, LedgerProcess server, NpgsqlDataSource database) =>
        (_asked, _findings, _server, _database) = (asked, findings, server, database);

    /// <summary>Attacks a server on a database of its own.</summary>
    public static async Task<PartReport> Run(Asked asked, Findings findings)
    {
        await using var cluster = await EmbeddedPostgres.Start(new() { Temporary = true, Durable = false });
        var connections = await Databases.Ledger(cluster.SuperuserConnectionString);
        await using var database = NpgsqlDataSource.Create(Databases.AsSuperuser(cluster.SuperuserConnectionString));
        var (port, admin) = (Ports.Free(), asked.IsGuarded ? await Credentials.First(connections.Writer) : null);
        await using var server = await LedgerProcess.Start(connections.Writer, port, new(), asked.IsGuarded ? Credentials.Guarded : []);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        var attack = new SpoiltRequests(asked, findings, server, database);
        if (admin is not null)
            attack._credentials = await Credentials.Make(admin, http);
        return await attack.Attack(http);
    }

    private async Task<PartReport> Attack(HttpClient http)
    {
        _operations = await Operation.Described(http);
        _talks = await Talks.Open(http);
        var head = await Head();
        var began = Stopwatch.GetTimestamp();
        for (var from = 0; from < _asked.Count; from += Between)
        {
            var until = Math.Min(from + Between, _asked.Count);
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => Send(from + client, until))));
            await Check(head, $"after {until} requests");
        }

        var rate = _asked.Count / Stopwatch.GetElapsedTime(began).TotalSeconds;
        await CheckIds(head);
        if (_server.HasExited)
            _findings.Note("requests: the server has ended");
        foreach (var (message, count, first) in _server.Log.Errors)
            _findings.Note($"requests: logged {count} times: {message} — {first[..Math.Min(first.Length, 600)]}");
        return Report(rate);
    }

    private async Task Send(int first, int until)
    {
        using var wire = new Wire(_server.Port);
        for (var number = first; number < until; number += Clients)
        {
            var random = new Random(HashCode(_asked.Seed, number));
            var sending = _talks.Good(PickOperation(random), random);
            if (random.Next(OneGoodOf) > 0)
                new Spoiler(random).Spoil(sending);
            var credential = _credentials[random.Next(_credentials.Count)];
            credential.Sign(sending, random);
            try
            {
                var asked = Stopwatch.GetTimestamp();
                var answer = await wire.Ask(sending);
                _ticks.AddOrUpdate(
                    $"{sending.Operation}",
                    Stopwatch.GetElapsedTime(asked).Ticks,
                    (_, t) => t + Stopwatch.GetElapsedTime(asked).Ticks
                );
                Keep(number, sending, credential, answer);
            }
            catch (OperationCanceledException)
            {
                _findings.Note($"request {number}: no answer in a minute: {sending}");
            }
        }
    }

    private void Keep(int number, Sending sending, Credential credential, Answer answer)
    {
        var problem = Verdict.ProblemOf(answer);
        var outcome = answer.Status == 0 ? "closed" : $"{answer.Status} {problem}".TrimEnd();
        _outcomes.AddOrUpdate(($"{sending.Operation}", outcome), 1, (_, n) => n + 1);
        if (_asked.IsGuarded)
            _asking.AddOrUpdate($"{credential.Name}: {(answer.Status == 0 ? "closed" : $"{answer.Status / 100}xx")}", 1, (_, n) => n + 1);
        if ((Verdict.Of(sending, answer) ?? credential.Wrong(sending, answer)) is { } wrong)
            _findings.Note($"request {number}: {wrong}: {sending} → {answer.Status} {answer.Body[..Math.Min(answer.Body.Length, 600)]}");
        if (sending.Spoilt.Count == 0 && answer.Status is >= 400 or 0 && !credential.MayRefuse(sending, answer.Status))
            _findings.Note($"request {number}: a good request is refused: {sending} → {answer.Status} {answer.Body}");
        // Who leaves without waiting for an answer cannot know whether it was whole enough to be recorded.
        if (answer.Status == 0 && sending.Body is { } body)
            _unanswered.Add(Encoding.UTF8.GetString(body));
        if (sending.Operation.Path.Split('/')[1] is "keys" or "webhooks" or "drafts" or "sessions")
            return;
        if (answer.Status == 201 || (answer.Status == 200 && sending.Operation.Path.EndsWith("imports", StringComparison.Ordinal)))
            Acknowledge(answer);
    }

    private void Acknowledge(Answer answer)
    {
        using var json = JsonDocument.Parse(answer.Body);
        var root = json.RootElement;
        if (root.TryGetProperty("negotiations", out var negotiations) && root.TryGetProperty("totals", out _))
            Keep(
                negotiations
                    .EnumerateArray()
                    .SelectMany(n => n.GetProperty("rows").EnumerateArray())
                    .Where(r => r.GetProperty("outcome").GetString() == "recorded")
            );
        // What is acknowledged twice, as by the same key, counts once.
        if (root.TryGetProperty("rows", out var rows))
            Keep(rows.EnumerateArray().Where(r => r.GetProperty("outcome").GetString() == "recorded"));
        else if (root.TryGetProperty("records", out var records))
            Keep(records.EnumerateArray());
        else
            _registered.Add(Registered(root));

        void Keep(IEnumerable<JsonElement> recorded)
        {
            foreach (var id in recorded.Select(r => r.GetProperty("id").GetString()!))
                _recorded.Add(id);
        }
    }

    // A correction and a role are answered with all that is registered, their own registration last.
    private static long Registered(JsonElement answer) =>
        new[] { "corrections", "roles" }
            .SelectMany(more => answer.TryGetProperty(more, out var list) ? list.EnumerateArray() : default)
            .Append(answer)
            .Concat(answer.TryGetProperty("textAdded", out var added) ? [added] : [])
            .Max(r => r.GetProperty("sequence").GetInt64());

    private async Task Check(long head, string when)
    {
        var written = Written;
        var now = await Head();
        if (now < head + written || now > head + written + _unanswered.Count)
            _findings.Note($"requests: {when} the head is @{now}; @{head} and {written} acknowledged records make @{head + written}");
        System.Console.WriteLine($"  {when}: @{now}, {written} acknowledged, {_findings.Count} broken");
    }

    private async Task CheckIds(long head)
    {
        var (ids, sequences) = (new HashSet<string>(), new HashSet<long>());
        var (recorded, registered) = (_recorded.ToHashSet(), _registered.ToHashSet());
        await using var command = _database.CreateCommand(
            "select id::text, seq_id, type, data::text from ledger.mt_events order by seq_id"
        );
        await using var row = await command.ExecuteReaderAsync();
        for (var expected = 1L; await row.ReadAsync(); expected++)
        {
            var (id, sequence) = (row.GetString(0), row.GetInt64(1));
            ids.Add(id);
            if (!sequences.Add(sequence) || sequence != expected)
                _findings.Note($"requests: @{sequence} stands where @{expected} should");
            if (sequence > head && !recorded.Contains(id) && !registered.Contains(sequence) && !MayBeUnanswered(row.GetString(3)))
                _findings.Note(
                    $"requests: @{sequence} was never acknowledged: {row.GetString(2)} {row.GetString(3)[..Math.Min(row.GetString(3).Length, 600)]}"
                );
        }

        foreach (var id in _recorded.Except(ids))
            _findings.Note($"requests: {id} was acknowledged and is not there");
        foreach (var sequence in _registered.Except(sequences))
            _findings.Note($"requests: a registration @{sequence} was acknowledged and is not there");
    }

    // Every text of the record stands in what was sent, as it is or as JSON escapes it.
    private bool MayBeUnanswered(string record)
    {
        using var json = JsonDocument.Parse(record);
        var texts = json
            .RootElement.EnumerateObject()
            .Where(m => m.Value.ValueKind is JsonValueKind.String)
            .Select(m => m.Value.GetString()!)
            .ToList();
        return texts.Count > 0
            && _unanswered.Any(sent =>
                texts.TrueForAll(text =>
                    sent.Contains(text, StringComparison.Ordinal)
                    || sent.Contains(JsonEncodedText.Encode(text).ToString(), StringComparison.Ordinal)
                )
            );
    }

    private async Task<long> Head()
    {
        await using var command = _database.CreateCommand("select sequence from ledger.ledger_head");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    // A rebuild or a check reads the whole ledger: few are asked for. Writes are what there is to lose.
    private Operation PickOperation(Random random)
    {
        while (true)
        {
            var operation = _operations[random.Next(_operations.Count)];
            var isHeavy =
                operation.Path.StartsWith("/projections/", StringComparison.Ordinal)
                || operation.Path.StartsWith("/docs", StringComparison.Ordinal)
                || operation.Path.StartsWith("/openapi", StringComparison.Ordinal);
            if (
                random.Next(
                    isHeavy ? 20
                    : operation.HasBody ? 1
                    : 3
                ) == 0
            )
                return operation;
        }
    }

    private PartReport Report(double rate)
    {
        var rows = _outcomes
            .GroupBy(o => o.Key.Operation)
            .Select(g =>
                (IReadOnlyList<string>)
                    [
                        g.Key,
                        $"{g.Sum(o => o.Value)}",
                        $"{g.Where(o => o.Key.Outcome[0] == '2').Sum(o => o.Value)}",
                        $"{g.Where(o => o.Key.Outcome[0] == '3').Sum(o => o.Value)}",
                        $"{g.Where(o => o.Key.Outcome[0] == '4').Sum(o => o.Value)}",
                        $"{g.Where(o => o.Key.Outcome[0] == '5').Sum(o => o.Value)}",
                        $"{g.Where(o => o.Key.Outcome == "closed").Sum(o => o.Value)}",
                        $"{TimeSpan.FromTicks(_ticks[g.Key]).TotalMilliseconds / g.Sum(o => o.Value):N1}",
                    ]
            )
            .OrderBy(r => r[0], StringComparer.Ordinal);
        var outcomes = _outcomes
            .GroupBy(o => o.Key.Outcome)
            .OrderByDescending(g => g.Sum(o => o.Value))
            .Select(g => $"  {g.Key}: {g.Sum(o => o.Value)}");
        var lines = _server.Log.Size.Lines;
        return new(
            "requests",
            ["requests", "sent", "2xx", "3xx", "4xx", "5xx", "closed", "mean ms"],
            [.. rows],
            [
                .. outcomes,
                .. _asking.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"  {a.Key}: {a.Value}"),
                $"{_asked.Count} requests at {rate:N0}/s; {Written} records acknowledged; {lines} lines logged",
            ]
        );
    }

    private static int HashCode(int seed, int number) => unchecked((seed * 1_000_003) + number);
}
