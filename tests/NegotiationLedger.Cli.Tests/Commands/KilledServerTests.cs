using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Cli.Tests.Commands;

/// <summary>The server killed while it records.</summary>
public sealed class KilledServerTests
{
    private const string Attribution = """{"source":"wire","mode":"observed","assertedOn":"2025-07-24"}""";

    [Fact]
    public async Task Every_acknowledged_record_is_there_after_kill_9_and_the_next_start_needs_no_help()
    {
        var data = Directory.CreateTempSubdirectory("ledger-killed-").FullName;
        try
        {
            var acknowledged = await RecordUntilKilled(data);
            using var next = await HostProcess.Start(data);
            var recorded = await Recorded(next.Http);
            acknowledged.Count.ShouldBeGreaterThan(200);
            acknowledged.ShouldBeSubsetOf(recorded.Select(r => r.Id));
            recorded.Select(r => r.Id).ShouldBeUnique();
            recorded.Select(r => r.Version).ShouldBe(Enumerable.Range(1, recorded.Count));
            (await next.Stop()).ShouldBe(0);
            Directory.EnumerateFiles(data, "postmaster.pid", SearchOption.AllDirectories).ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<IReadOnlyCollection<string>> RecordUntilKilled(string data)
    {
        using var host = await HostProcess.Start(data);
        await Post(host.Http, "/sources", """{"source":"wire","kind":"article","title":"A wire"}""");
        await Post(host.Http, "/negotiations", $$"""{"id":"talks","title":"Talks","occurred":"2025","attribution":{{Attribution}}}""");
        var acknowledged = new ConcurrentBag<string>();
        var enough = new TaskCompletionSource();
        var recorders = Enumerable.Range(0, 8).Select(_ => Record(host.Http, acknowledged, enough)).ToList();
        await enough.Task;
        await host.KillAtOnce();
        await Task.WhenAll(recorders);
        return acknowledged;
    }

    private static async Task Record(HttpClient http, ConcurrentBag<string> acknowledged, TaskCompletionSource enough)
    {
        try
        {
            while (true)
            {
                var id = Guid.CreateVersion7().ToString();
                await Post(
                    http,
                    "/negotiations/talks/developments",
                    $$"""{"type":"statement_made","id":"{{id}}","text":"Said.","occurred":"2025-07-24","attribution":{{Attribution}}}"""
                );
                acknowledged.Add(id);
                if (acknowledged.Count > 300)
                    enough.TrySetResult();
            }
        }
        catch (HttpRequestException)
        {
            // The server is gone: what it had not answered is not counted.
        }
    }

    private static async Task Post(HttpClient http, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(path, content);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
    }

    private static async Task<List<(string Id, int Version)>> Recorded(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/negotiations/talks/history");
        request.Headers.Accept.ParseAdd("application/x-ndjson");
        using var response = await http.SendAsync(request);
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonNode.Parse(line)!).Select(e => (e["id"]!.GetValue<string>(), e["version"]!.GetValue<int>()))];
    }
}
