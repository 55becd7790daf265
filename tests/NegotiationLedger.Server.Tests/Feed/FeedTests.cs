using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;
using Npgsql;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests.Feed;

/// <summary>The feed: every entry once and in order, however often its readers are cut off.</summary>
public sealed class FeedTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/json")]
    public async Task By_HEAD_it_ends_at_once(string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/feed?wait=60");
        request.Headers.Add("Accept", accept);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var response = await _server.Http.SendAsync(request, patience.Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(accept);
    }

    [Fact]
    public async Task Each_record_is_told_as_it_is_recorded_and_as_the_history_has_it()
    {
        var negotiation = await talks.Open();
        await using var feed = await FollowedFeed.Open(_server.Http, $"?negotiation={negotiation}");
        await talks.Record(negotiation, new JsonArray(Statement("One"), Statement("Two")));
        await talks.Record(negotiation, Offer("plan"));
        var told = await feed.Take(3);
        var history = (await _server.History(negotiation)).TakeLast(3).ToList();
        told.Select(t => t.Event["data"]!.ToJsonString()).ShouldBe(history.Select(e => e.ToJsonString()));
        told.Select(t => t.Id).ShouldBe(history.Select(e => e["sequence"]!.GetValue<long>()));
        var (id, last) = told[2];
        (last["specversion"]!.GetValue<string>(), last["type"]!.GetValue<string>()).ShouldBe(("1.0", "ledger.record.proposal_offered"));
        last["id"]!.GetValue<string>().ShouldBe(history[2]["id"]!.GetValue<string>());
        last["source"]!.GetValue<string>().ShouldBe($"/negotiations/{negotiation}");
        last["subject"]!.GetValue<string>().ShouldBe($"{negotiation}#7");
        last["datacontenttype"]!.GetValue<string>().ShouldBe("application/json");
        DateTimeOffset.Parse(last["time"]!.GetValue<string>()).ShouldBe(DateTimeOffset.Parse(history[2]["recordedAt"]!.GetValue<string>()));
        long.Parse(last["sequence"]!.GetValue<string>()).ShouldBe(id);
        (await _server.Http.GetAsync(new Uri(last["source"]!.GetValue<string>(), UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task From_the_beginning_on_it_tells_every_entry_of_the_log_sources_and_speakers_too()
    {
        await talks.Open();
        await using var feed = await FollowedFeed.Open(_server.Http, "?after=0");
        var head = await _server.Head();
        var told = await feed.Take((int)head);
        told.Select(t => t.Id).ShouldBe(Enumerable.Range(1, (int)head).Select(n => (long)n));
        told[0].Event["source"]!.GetValue<string>().ShouldBe("/sources/communique");
        told[0].Event["type"]!.GetValue<string>().ShouldBe("ledger.record.source_registered");
    }

    [Fact]
    public async Task A_reader_that_is_cut_off_again_and_again_sees_every_entry_exactly_once()
    {
        var negotiation = await talks.Open();
        var random = new Random(17);
        var from = await _server.Head();
        var recording = Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
                await talks.Record(
                    negotiation,
                    new JsonArray([.. Enumerable.Range(0, random.Next(1, 8)).Select(n => Statement($"{i} {n}"))])
                );
        });
        var (seen, last) = (new List<long>(), from);
        while (!recording.IsCompleted || last < await _server.Head())
        {
            await using var feed = await FollowedFeed.Open(_server.Http, $"?after={from}", last);
            foreach (var (id, _) in await feed.Take((int)Math.Min(random.Next(0, 12), await _server.Head() - last)))
                seen.Add(last = id);
        }

        await recording;
        seen.ShouldBe(Enumerable.Range(1, (int)(last - from)).Select(n => from + n));
    }

    [Fact]
    public async Task A_poll_waits_for_what_comes_and_says_where_to_go_on()
    {
        var negotiation = await talks.Open();
        var from = await _server.Head();
        var polling = _server.Get($"/feed?after={from}&wait=60&negotiation={negotiation}");
        await talks.Record(negotiation, Statement("One"));
        var page = await polling;
        page["events"]!.AsArray().Count.ShouldBe(1);
        page["next"]!.GetValue<long>().ShouldBe(from + 1);
        // Without anything to wait for it answers at once.
        var empty = await _server.Get($"/feed?after={page["next"]}");
        (empty["events"]!.AsArray().Count, empty["next"]!.GetValue<long>()).ShouldBe((0, from + 1));
        // Who does not say where, begins now.
        (await _server.Get("/feed"))["next"]!
            .GetValue<long>()
            .ShouldBe(await _server.Head());
    }

    [Fact]
    public async Task Pages_of_any_size_follow_each_other_without_a_gap_or_a_repeat()
    {
        var negotiation = await talks.Open();
        await talks.Record(negotiation, new JsonArray([.. Enumerable.Range(0, 20).Select(i => Statement($"Number {i}"))]));
        var head = await _server.Head();
        foreach (var limit in (int[])[1, 7, 1000])
        {
            var (seen, after) = (new List<string>(), 0L);
            while (after < head)
            {
                var page = await _server.Get($"/feed?after={after}&limit={limit}");
                page["events"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(limit);
                seen.AddRange(page["events"]!.AsArray().Select(e => e!["sequence"]!.GetValue<string>()));
                after = page["next"]!.GetValue<long>();
            }

            seen.ShouldBe(seen.Distinct().Order(StringComparer.Ordinal));
            seen.Count.ShouldBe((int)head);
        }
    }

    [Fact]
    public async Task Filters_keep_what_they_name_and_the_place_moves_on_all_the_same()
    {
        var (one, two) = (await talks.Open(), await talks.Open());
        var from = await _server.Head();
        await talks.Record(one, new JsonArray(Statement("a"), Offer("plan")));
        await talks.Record(two, new JsonArray(Statement("b"), Development("team_recalled", ("party", "south"))));
        async Task<List<string>> Subjects(string query)
        {
            var page = await _server.Get($"/feed?after={from}&{query}");
            page["next"]!.GetValue<long>().ShouldBe(from + 4);
            return [.. page["events"]!.AsArray().Select(e => e!["subject"]!.GetValue<string>())];
        }

        (await Subjects("")).ShouldBe([$"{one}#5", $"{one}#6", $"{two}#5", $"{two}#6"]);
        (await Subjects($"negotiation={two}")).ShouldBe([$"{two}#5", $"{two}#6"]);
        (await Subjects("type=statement_made")).ShouldBe([$"{one}#5", $"{two}#5"]);
        (await Subjects($"type=statement_made&negotiation={one}&negotiation={two}")).ShouldBe([$"{one}#5", $"{two}#5"]);
        (await Subjects("party=south")).ShouldContain($"{two}#6");
        (await Subjects("type=talks_collapsed")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Changes_are_what_the_record_made_of_each_view()
    {
        var negotiation = await talks.Open();
        await talks.Record(negotiation, Offer("plan"));
        await using var feed = await FollowedFeed.Open(_server.Http, $"?what=changes&negotiation={negotiation}");
        var before = await _server.Get($"/negotiations/{negotiation}/proposals");
        await talks.Record(negotiation, Development("proposal_rejected", ("proposal", "plan"), ("by", "south")));
        var (_, told) = (await feed.Take(1))[0];
        var after = await _server.Get($"/negotiations/{negotiation}/proposals");
        told["type"]!.GetValue<string>().ShouldBe("ledger.changes");
        var data = told["data"]!;
        (data["type"]!.GetValue<string>(), data["version"]!.GetValue<int>()).ShouldBe(("proposal_rejected", 6));
        var views = data["views"]!.AsArray().ToDictionary(v => v!["view"]!.GetValue<string>(), v => v!);
        views["proposals"]["words"]!.AsArray().Select(w => w!.GetValue<string>()).ShouldBe(["South: “An offer” rejected"]);
        JsonPatch.Apply(before["answer"]!, views["proposals"]["patch"]!.AsArray()).ToJsonString().ShouldBe(after["answer"]!.ToJsonString());
    }

    [Fact]
    public async Task Changes_from_the_beginning_on_are_those_that_were_told_live()
    {
        var negotiation = await talks.Open();
        await using var live = await FollowedFeed.Open(_server.Http, $"?what=changes&negotiation={negotiation}");
        var from = await _server.Head();
        await talks.Record(negotiation, new JsonArray(Offer("plan"), Statement("a"), Offer("other")));
        await talks.Record(
            negotiation,
            Development("proposal_rejected", ("proposal", "plan"), ("by", "south"), ("occurred", "2024-12-31"))
        );
        var told = await live.Take(4);
        await _server.Restart();
        await using var again = await FollowedFeed.Open(_server.Http, $"?what=changes&negotiation={negotiation}&after={from}");
        (await again.Take(4)).Select(t => t.Event.ToJsonString()).ShouldBe(told.Select(t => t.Event.ToJsonString()));
    }

    [Theory]
    [InlineData("/feed?what=news", "/what", "records or changes")]
    [InlineData("/feed?after=x", "/after", "from 0")]
    [InlineData("/feed?after=-1", "/after", "from 0")]
    [InlineData("/feed?after=999999999", "/after", "beyond the head")]
    [InlineData("/feed?wait=61", "/wait", "from 0 to 60")]
    [InlineData("/feed?limit=0", "/limit", "from 1 to 1000")]
    [InlineData("/feed?type=statement_mad", "/type", "statement_made")]
    [InlineData("/feed?negotiation=No%20One", "/negotiation", "a-z")]
    [InlineData("/feed?speaker=envoy", "/speaker", "not a parameter")]
    public async Task What_cannot_be_followed_is_named_with_the_remedy(string path, string pointer, string words) =>
        (await _server.Send(HttpMethod.Get, path)).ShouldBeProblem(HttpStatusCode.BadRequest, "query").ShouldName(pointer, words);

    [Fact]
    public async Task A_place_that_is_none_is_refused_in_the_header_too() =>
        (await _server.Send(HttpMethod.Get, "/feed", body: null, ("Last-Event-ID", "yesterday"))).ShouldBeProblem(
            HttpStatusCode.BadRequest,
            "header"
        )["detail"]!
            .GetValue<string>()
            .ShouldContain("'yesterday'");
}

/// <summary>What a feed sends when there is nothing to tell, and to whom it sends no more.</summary>
public sealed class QuietFeedTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly TalksServer _talks = new(postgres)
    {
        Limits = new() { Heartbeat = TimeSpan.FromMilliseconds(20), SlowReader = TimeSpan.FromMilliseconds(500) },
    };

    private RunningServer Server => _talks.Server;

    public ValueTask InitializeAsync() => _talks.InitializeAsync();

    public ValueTask DisposeAsync() => _talks.DisposeAsync();

    [Fact]
    public async Task Signs_of_life_have_no_id_and_checkpoints_have_the_sequence_of_an_entry()
    {
        var negotiation = await _talks.Open();
        var from = await Server.Head();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/feed?after={from}&type=team_recalled");
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await Server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        await Block(lines, ": heartbeat");
        await _talks.Record(negotiation, new JsonArray(Statement("a"), Statement("b")));
        // Nothing of it is wanted: where it is to be gone on from is told all the same.
        var checkpoint = await Block(lines, "event: checkpoint");
        checkpoint.ShouldBe([$"id: {from + 2}", "event: checkpoint", "data: {}"]);
        (await Block(lines, ": heartbeat")).ShouldBe([": heartbeat"]);
    }

    [Fact]
    public async Task Who_waits_for_what_a_registration_changes_is_sent_signs_of_life_and_polls_are_told_what_comes_before_it()
    {
        var (negotiation, speaker) = (await _talks.Open(), await _talks.NewSpeaker());
        var said = Observed();
        (said["mode"], said["speaker"]) = ("attributed", speaker);
        var from = await Server.Head();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/feed?what=changes&after={from}");
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await Server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        await using var source = NpgsqlDataSource.Create(Server.Database.WriterConnectionString);
        await using (var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        await using (var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var held = new NpgsqlCommand("lock table ledger.ledger_assertions in exclusive mode", connection, transaction);
            await held.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await _talks.Record(negotiation, Development("talks_collapsed", ("attribution", said)));
            await _talks.Must($"/speakers/{speaker}/roles", Role());
            await Block(lines, $"id: {from + 1}");
            (await Block(lines, ": heartbeat")).ShouldBe([": heartbeat"]);
            var page = await Server.Get($"/feed?what=changes&after={from}&wait=1");
            (page["events"]!.AsArray().Count, page["next"]!.GetValue<long>()).ShouldBe((1, from + 1));
            (await Server.Send(HttpMethod.Get, $"/feed?what=changes&after={from + 1}&wait=1")).Status.ShouldBe(
                HttpStatusCode.ServiceUnavailable
            );
        }

        await Block(lines, $"id: {from + 2}");
    }

    // The next block of lines that has one of them; every block on the way is one of those that there are.
    private static async Task<List<string>> Block(StreamReader lines, string wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var block = new List<string>();
            while (await lines.ReadLineAsync(patience.Token) is { Length: > 0 } line)
                block.Add(line);
            if (block.Contains(wanted))
                return block;
            block.ShouldAllBe(line => line.StartsWith(": ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Who_takes_nothing_is_dropped_and_loses_nothing_by_it()
    {
        var negotiation = await _talks.Open();
        var from = await Server.Head();
        var address = Server.Http.BaseAddress!;
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(address.Host, address.Port);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes($"GET /feed?after={from} HTTP/1.1\r\nHost: {address.Authority}\r\nAccept: text/event-stream\r\n\r\n")
        );
        var words = new string('s', 50_000);
        for (var i = 0; i < 12; i++)
            await _talks.Record(negotiation, new JsonArray([.. Enumerable.Range(0, 10).Select(n => Statement($"{i} {n} {words}"))]));
        // The server ends the connection: what was on the way is read, and then no more comes.
        var (got, buffer) = (new StringBuilder(), new byte[65536]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (Server.Services.GetRequiredService<FeedPlaces>().Taken > 0)
            patience.Token.ThrowIfCancellationRequested();
        try
        {
            while (await socket.ReceiveAsync(buffer, patience.Token) is > 0 and var count)
                got.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
        catch (SocketException) { }

        patience.IsCancellationRequested.ShouldBeFalse();
        var last = got.ToString()
            .Split('\n')
            .Where(l => l.StartsWith("id: ", StringComparison.Ordinal))
            .Select(l => long.Parse(l[4..]))
            .LastOrDefault(from);
        last.ShouldBeLessThan(from + 120);
        await using var again = await FollowedFeed.Open(Server.Http, $"?after={from}", last);
        (await again.Take((int)(from + 120 - last)))
            .Select(t => t.Id)
            .ShouldBe(Enumerable.Range(1, (int)(from + 120 - last)).Select(n => last + n));
    }
}

/// <summary>A feed ends with the right to read it.</summary>
public sealed class GuardedFeedTests(Access.GuardedServer guarded) : IClassFixture<Access.GuardedServer>
{
    [Fact]
    public async Task A_revoked_key_reads_nothing_more()
    {
        var made = await guarded.As("admin", HttpMethod.Post, "/keys", """{"role":"reader","owner":"gone soon"}""");
        var (key, id) = (made.Json!["key"]!.GetValue<string>(), made.Json["about"]!["id"]!.GetValue<string>());
        await using var feed = await FollowedFeed.Open(guarded.Server.Http, key: key);
        await Register("before");
        (await feed.Take(1))[0].Event["source"]!.GetValue<string>().ShouldBe("/sources/before");
        await guarded.As("admin", HttpMethod.Delete, $"/keys/{id}");
        // It is heeded within the time that a node may know a key for: until then records may come.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var next = feed.Next();
        for (var i = 0; !next.IsCompleted || await next is not null; i++)
        {
            patience.Token.ThrowIfCancellationRequested();
            if (next.IsCompleted)
                next = feed.Next();
            await Register($"after-{i}");
        }
    }

    [Fact]
    public async Task A_key_that_is_revoked_while_its_poll_waits_is_told_nothing()
    {
        var key = await guarded.Make("reader", "polling");
        var places = guarded.Server.Services.GetRequiredService<FeedPlaces>();
        var before = places.Taken;
        var polling = guarded.Send(HttpMethod.Get, "/feed?wait=2&negotiation=nothing-is-told", key.Text);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (places.Taken == before)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        await guarded.As("admin", HttpMethod.Delete, $"/keys/{key.Id}");
        (await polling).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    private Task<Reply> Register(string id) =>
        guarded.As(
            "recorder",
            HttpMethod.Post,
            "/sources",
            $$"""{"source":"{{id}}","kind":"article","title":"{{id}}","publisher":"The Post"}"""
        );
}
