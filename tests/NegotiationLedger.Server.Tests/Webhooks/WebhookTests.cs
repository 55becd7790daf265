using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using Npgsql;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests.Webhooks;

/// <summary>Webhooks: signed, in order, each event at least once, whatever their receivers do.</summary>
public sealed class WebhookTests(WebhookServer webhooks) : IClassFixture<WebhookServer>
{
    private readonly RunningServer _server = webhooks.Server;
    private readonly TalksServer _talks = webhooks.Talks;

    [Fact]
    public async Task What_is_recorded_is_sent_signed_as_the_feed_has_it()
    {
        await using var receiver = await Receiver.Start();
        var negotiation = await _talks.Open();
        var from = await _server.Head();
        var (id, secret) = await webhooks.Make(receiver, ("negotiations", new JsonArray(negotiation)));
        secret.ShouldStartWith("whsec_");
        await _talks.Record(negotiation, new JsonArray(Statement("One"), Statement("Two")));
        await receiver.Until(r => r.Sequences.Count == 2);
        var feed = (await _server.Get($"/feed?after={from}"))["events"]!.AsArray();
        receiver.Taken.SelectMany(r => r.Events).Select(e => e.ToJsonString()).ShouldBe(feed.Select(e => e!.ToJsonString()));
        var first = receiver.Taken[0];
        first.IsSignedBy(secret).ShouldBeTrue();
        first.IsSignedBy("whsec_" + Convert.ToBase64String(new byte[32])).ShouldBeFalse();
        (first with { Body = first.Body.Replace("One", "Two", StringComparison.Ordinal) }).IsSignedBy(secret).ShouldBeFalse();
        JsonNode.Parse(first.Body)!["type"]!.GetValue<string>().ShouldBe("ledger.records");
        var stands = await webhooks.Until(id, w => w["behind"]!.GetValue<long>() == 0);
        (stands["state"]!.GetValue<string>(), stands["position"]!.GetValue<string>()).ShouldBe(("active", $"@{from + 2}"));
    }

    [Fact]
    public async Task What_is_sent_again_stops_where_the_receiver_can_take_nothing_and_where_the_webhook_is_gone()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = (_, _) => 400;
        var negotiation = await _talks.Open();
        var (id, _) = await webhooks.Make(receiver, ("negotiations", new JsonArray(negotiation)));
        await _talks.Record(negotiation, new JsonArray(Statement("One"), Statement("Two"), Statement("Three")));
        await webhooks.Until(id, w => w["letters"]!.GetValue<int>() == 3 && w["behind"]!.GetValue<long>() == 0);

        receiver.Answer = (_, _) => 503;
        var before = receiver.All.Count;
        (await _server.Post($"/webhooks/{id}/letters/redelivery", new JsonObject())).Json!["left"]!.GetValue<int>().ShouldBe(3);
        receiver.All.Count.ShouldBe(before + 1);

        receiver.Answer = (_, _) =>
        {
            _server.Send(HttpMethod.Delete, $"/webhooks/{id}").GetAwaiter().GetResult().Status.ShouldBe(HttpStatusCode.NoContent);
            return 400;
        };
        (await _server.Post($"/webhooks/{id}/letters/redelivery", new JsonObject())).ShouldBeProblem(HttpStatusCode.NotFound, "missing");
        receiver.All.Count.ShouldBe(before + 2);
    }

    [Fact]
    public async Task What_is_at_an_address_is_not_told_beyond_its_status()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var answering = Task.Run(async () =>
        {
            using var caller = await other.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            await caller.GetStream().WriteAsync("SSH-2.0-OpenSSH_9.9 inner-host\r\n\r\n"u8.ToArray());
        });
        var url = $"http://{other.LocalEndpoint}/hook";
        var made = await _server.Post("/webhooks", new JsonObject { ["url"] = url });
        var id = made.Json!["about"]!["id"]!.GetValue<string>();
        await _talks.Open();
        await answering;
        var stands = await webhooks.Until(id, w => w["state"]!.GetValue<string>() == "failing");
        stands["word"]!.GetValue<string>().ShouldBe("no answer by HTTP from 127.0.0.1");
        other.Stop();
        await webhooks.Until(id, w => w["word"]?.GetValue<string>() == "no connection to 127.0.0.1");
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_after_another_took_its_place_both_sign()
    {
        await using var receiver = await Receiver.Start();
        var negotiation = await _talks.Open();
        var (id, secret) = await webhooks.Make(receiver, ("negotiations", new JsonArray(negotiation)));
        var rotated = await _server.Post($"/webhooks/{id}/rotation", new JsonObject());
        rotated.Status.ShouldBe(HttpStatusCode.Created, rotated.Text);
        rotated.CacheControl.ShouldBe("no-store");
        var next = rotated.Json!["secret"]!.GetValue<string>();
        next.ShouldNotBe(secret);
        await _talks.Record(negotiation, Statement("One"));
        await receiver.Until(r => r.Taken.Count == 1);
        receiver.Taken[0].IsSignedBy(secret).ShouldBeTrue();
        receiver.Taken[0].IsSignedBy(next).ShouldBeTrue();
        foreach (var path in (string[])["/webhooks", $"/webhooks/{id}", "/metrics", "/projections", $"/webhooks/{id}/letters"])
        {
            var answer = (await _server.Send(HttpMethod.Get, path)).Text;
            foreach (var part in (string[])[secret[6..], next[6..]])
                answer.ShouldNotContain(part);
        }
    }

    [Fact]
    public async Task Who_fails_again_and_again_misses_nothing_and_gets_it_in_order()
    {
        await using var receiver = await Receiver.Start();
        var random = new Random(5);
        receiver.Answer = (_, _) =>
            random.Next(3) switch
            {
                0 => 204,
                1 => 500,
                _ => 429,
            };
        var negotiation = await _talks.Open();
        var from = await _server.Head();
        var (id, _) = await webhooks.Make(receiver, ("negotiations", new JsonArray(negotiation)));
        for (var i = 0; i < 10; i++)
            await _talks.Record(negotiation, new JsonArray([.. Enumerable.Range(0, 5).Select(n => Statement($"{i} {n}"))]));
        await receiver.Until(r => r.Sequences.Distinct().Count() == 50);
        receiver.Sequences.Distinct().ShouldBe(Enumerable.Range(1, 50).Select(n => from + n));
        receiver.All.Count.ShouldBeGreaterThan(receiver.Taken.Count);
        // The same events are sent under the same id.
        foreach (var same in receiver.All.GroupBy(r => r.Id))
            same.Select(r => r.Events.Count).Distinct().Count().ShouldBe(1);
        (await webhooks.Until(id, w => w["behind"]!.GetValue<long>() == 0))["state"]!.GetValue<string>().ShouldBe("active");
    }

    [Fact]
    public async Task What_alone_is_refused_is_kept_as_a_letter_and_sent_again_when_it_is_asked_for()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = (_, r) => r.Body.Contains("poison", StringComparison.Ordinal) ? 422 : 204;
        var negotiation = await _talks.Open();
        var from = await _server.Head();
        var (id, _) = await webhooks.Make(receiver, ("negotiations", new JsonArray(negotiation)));
        await _talks.Record(
            negotiation,
            new JsonArray([.. Enumerable.Range(1, 20).Select(n => Statement(n is 7 or 13 ? $"poison {n}" : $"{n}"))])
        );
        var stands = await webhooks.Until(id, w => w["behind"]!.GetValue<long>() == 0);
        (stands["state"]!.GetValue<string>(), stands["letters"]!.GetValue<int>()).ShouldBe(("active", 2));
        receiver.Sequences.ShouldBe(Enumerable.Range(1, 20).Where(n => n is not (7 or 13)).Select(n => from + n));
        var letters = (await _server.Get($"/webhooks/{id}/letters"))["letters"]!.AsArray();
        letters.Select(l => l!["sequence"]!.GetValue<long>()).ShouldBe([from + 7, from + 13]);
        letters[0]!["word"]!.GetValue<string>().ShouldBe("answered 422");

        receiver.Answer = (_, _) => 200;
        var again = await _server.Post($"/webhooks/{id}/letters/redelivery", new JsonObject());
        (again.Json!["delivered"]!.GetValue<int>(), again.Json["left"]!.GetValue<int>()).ShouldBe((2, 0));
        receiver.Sequences.TakeLast(2).ShouldBe([from + 7, from + 13]);
        (await webhooks.Find(id))["letters"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task Who_wants_nothing_any_more_is_sent_nothing_until_it_is_enabled_and_then_all()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = (_, _) => 410;
        var negotiation = await _talks.Open();
        var (id, _) = await webhooks.Make(receiver, ("negotiations", new JsonArray(negotiation)));
        await _talks.Record(negotiation, Statement("One"));
        var disabled = await webhooks.Until(id, w => w["state"]!.GetValue<string>() == "disabled");
        disabled["word"]!.GetValue<string>().ShouldBe("answered 410");
        await _talks.Record(negotiation, Statement("Two"));
        receiver.Answer = (_, _) => 204;
        (await _server.Post($"/webhooks/{id}/enable", new JsonObject())).Json!["state"]!.GetValue<string>().ShouldBe("active");
        await receiver.Until(r => r.Sequences.Count == 2);
        receiver.All.Count(r => r.Status == 410).ShouldBe(1);
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = (n, _) => n < 3 ? 307 : 204;
        var negotiation = await _talks.Open();
        var (id, _) = await webhooks.Make(receiver, ("negotiations", new JsonArray(negotiation)));
        await _talks.Record(negotiation, Statement("One"));
        await receiver.Until(r => r.Taken.Count == 1);
        receiver.All.ShouldAllBe(r => r.Headers["Host"].Length > 0);
        receiver.All.Count.ShouldBe(3);
        id.Length.ShouldBe(12);
    }

    [Fact]
    public async Task Changes_are_sent_to_who_wants_them()
    {
        await using var receiver = await Receiver.Start();
        var negotiation = await _talks.Open();
        await webhooks.Make(
            receiver,
            ("what", "changes"),
            ("negotiations", new JsonArray(negotiation)),
            ("types", new JsonArray("team_recalled"))
        );
        await _talks.Record(negotiation, new JsonArray(Offer("plan"), Development("team_recalled", ("party", "south"))));
        await receiver.Until(r => r.Taken.Count == 1);
        var told = receiver.Taken[0].Events.ShouldHaveSingleItem();
        told["type"]!.GetValue<string>().ShouldBe("ledger.changes");
        told["data"]!["type"]!.GetValue<string>().ShouldBe("team_recalled");
    }

    [Fact]
    public async Task What_a_role_changes_in_a_negotiation_is_sent_to_who_wants_its_changes()
    {
        await using var receiver = await Receiver.Start();
        var (negotiation, speaker) = (await _talks.Open(), await _talks.NewSpeaker());
        var said = Observed();
        (said["mode"], said["speaker"]) = ("attributed", speaker);
        await _talks.Record(negotiation, Development("talks_collapsed", ("attribution", said)));
        await webhooks.Make(receiver, ("what", "changes"), ("negotiations", new JsonArray(negotiation)));
        await _talks.Must($"/speakers/{speaker}/roles", Role());
        await receiver.Until(r => r.Taken.Count == 1);
        var told = receiver.Taken[0].Events.ShouldHaveSingleItem();
        told["type"]!.GetValue<string>().ShouldBe("ledger.changes.registration");
        told["data"]!["negotiations"]![0]!["negotiation"]!.GetValue<string>().ShouldBe(negotiation);
    }

    [Fact]
    public async Task What_comes_before_a_registration_is_sent_though_it_is_not_known_yet_who_cites_that()
    {
        await using var receiver = await Receiver.Start();
        var (negotiation, speaker) = (await _talks.Open(), await _talks.NewSpeaker());
        var said = Observed();
        (said["mode"], said["speaker"]) = ("attributed", speaker);
        await webhooks.Make(receiver, ("what", "changes"), ("negotiations", new JsonArray(negotiation)));
        await using var source = NpgsqlDataSource.Create(_server.Database.WriterConnectionString);
        await using (var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        await using (var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var held = new NpgsqlCommand("lock table ledger.ledger_assertions in exclusive mode", connection, transaction);
            await held.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await _talks.Record(negotiation, Development("talks_collapsed", ("attribution", said)));
            await _talks.Must($"/speakers/{speaker}/roles", Role());
            await receiver.Until(r => r.Taken.Count == 1);
            Types().ShouldBe(["ledger.changes"]);
        }

        await receiver.Until(r => r.Taken.Count == 2);
        Types().ShouldBe(["ledger.changes", "ledger.changes.registration"]);

        IEnumerable<string> Types() => receiver.Taken.SelectMany(r => r.Events).Select(e => e["type"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_node_that_is_gone_leaves_its_webhooks_to_another()
    {
        await using var receiver = await Receiver.Start();
        await using var other = await RunningServer.Beside(_server);
        var negotiation = await _talks.Open();
        var from = await _server.Head();
        await webhooks.Make(receiver, ("negotiations", new JsonArray(negotiation)));
        for (var i = 0; i < 10; i++)
        {
            await _talks.Record(negotiation, new JsonArray([.. Enumerable.Range(0, 3).Select(n => Statement($"{i} {n}"))]));
            if (i == 4)
                await _server.Restart();
        }

        await receiver.Until(r => r.Sequences.Distinct().Count() == 30);
        receiver.Sequences.Distinct().ShouldBe(Enumerable.Range(1, 30).Select(n => from + n));
    }

    [Theory]
    [InlineData("{}", "/url", "give the url")]
    [InlineData("""{"url":"ftp://example.org/"}""", "/url", "https://")]
    [InlineData("""{"url":"hook"}""", "/url", "https://")]
    [InlineData("""{"url":"http://example.org/"}""", "/url", "without TLS")]
    [InlineData("""{"url":"https://user:word@example.org/"}""", "/url", "password")]
    [InlineData("""{"url":"https://10.0.0.1/"}""", "/url", "public internet")]
    [InlineData("""{"url":"https://[::1]/"}""", "/url", "public internet")]
    [InlineData("""{"url":"https://0x7f.1/","what":"news"}""", "/what", "changes or alerts")]
    [InlineData("""{"url":"https://example.org/","types":["x"]}""", "/types/0", "vocabulary")]
    [InlineData("""{"url":"https://example.org/","negotiations":"all"}""", "/negotiations", "list")]
    [InlineData("""{"url":"https://example.org/","negotiations":["No One"]}""", "/negotiations/0", "a-z")]
    [InlineData("""{"url":"https://example.org/","party":"No One"}""", "/party", "a-z")]
    [InlineData("""{"url":"https://example.org/","secret":"x"}""", "/secret", "not a field")]
    public async Task What_cannot_be_sent_to_is_named_with_the_remedy(string body, string pointer, string words) =>
        (await _server.Send(HttpMethod.Post, "/webhooks", body))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "invalid")
            .ShouldName(pointer, words);

    [Fact]
    public async Task There_are_a_hundred_of_one_owner_and_not_more()
    {
        var all = (await _server.Get("/webhooks"))["webhooks"]!.AsArray().Count;
        var made = new List<string>();
        for (var i = all; i < WebhookEndpoints.MostOfOne; i++)
        {
            var one = await _server.Post("/webhooks", new JsonObject { ["url"] = "https://ledger.invalid/", ["party"] = "nobody" });
            made.Add(one.Json!["about"]!["id"]!.GetValue<string>());
        }

        (await _server.Post("/webhooks", new JsonObject { ["url"] = "https://ledger.invalid/" })).ShouldBeProblem(
            HttpStatusCode.Conflict,
            "taken"
        )["detail"]!
            .GetValue<string>()
            .ShouldContain("100");
        foreach (var id in made)
            (await _server.Send(HttpMethod.Delete, $"/webhooks/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _server.Send(HttpMethod.Delete, $"/webhooks/{made[0]}")).ShouldBeProblem(HttpStatusCode.NotFound, "missing");
    }
}

/// <summary>Where webhooks get to.</summary>
public sealed class WebhookAddressTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("198.18.0.1")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:db8::1")]
    [InlineData("2001::1")]
    public void Not_to_private_addresses_in_any_disguise(string address) =>
        new WebhookAddresses([]).Allows(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946")]
    [InlineData("::ffff:93.184.216.34")]
    public void To_public_ones(string address) => new WebhookAddresses([]).Allows(IPAddress.Parse(address)).ShouldBeTrue();

    [Fact]
    public void To_a_network_that_is_allowed_and_to_no_other()
    {
        var addresses = new WebhookAddresses([IPNetwork.Parse("10.1.0.0/16")]);
        addresses.Allows(IPAddress.Parse("10.1.2.3")).ShouldBeTrue();
        addresses.Allows(IPAddress.Parse("::ffff:10.1.2.3")).ShouldBeTrue();
        addresses.Allows(IPAddress.Parse("10.2.0.1")).ShouldBeFalse();
    }
}

/// <summary>Webhooks where nothing private is allowed, and patience is short.</summary>
public sealed class WebhookLimitsTests(NegotiationLedger.Testing.PostgresFixture postgres) : IAsyncLifetime
{
    private readonly TalksServer _talks = new(postgres)
    {
        Webhooks = new()
        {
            Pauses = [TimeSpan.FromMilliseconds(20)],
            GiveUpAfter = TimeSpan.FromMilliseconds(50),
            Linger = TimeSpan.FromMilliseconds(200),
        },
    };

    public ValueTask InitializeAsync() => _talks.InitializeAsync();

    public ValueTask DisposeAsync() => _talks.DisposeAsync();

    [Theory]
    [InlineData("localhost")]
    [InlineData("nobody.invalid")]
    public async Task A_name_that_means_this_machine_or_nobody_is_not_connected_to_and_in_the_end_it_is_disabled_with_the_reason(
        string host
    )
    {
        var made = await _talks.Server.Post("/webhooks", new JsonObject { ["url"] = $"https://{host}/hook" });
        var id = made.Json!["about"]!["id"]!.GetValue<string>();
        await _talks.Open();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        JsonNode stands;
        do
        {
            patience.Token.ThrowIfCancellationRequested();
            stands = await _talks.Server.Get($"/webhooks/{id}");
        } while (stands["state"]!.GetValue<string>() != "disabled");
        stands["word"]!.GetValue<string>().ShouldBe($"{host} has no address that webhooks may be sent to");
        stands["failingSince"].ShouldNotBeNull();
    }
}

/// <summary>Whose webhooks are whose.</summary>
public sealed class WebhookOwnerTests(Access.GuardedServer guarded) : IClassFixture<Access.GuardedServer>
{
    [Fact]
    public async Task While_no_key_of_its_owners_is_accepted_it_is_paused_and_with_the_next_it_goes_on()
    {
        await using var receiver = await Receiver.Start();
        await using var others = await Receiver.Start();
        var leaver = await guarded.Make("recorder", "leaver");
        var id = (await guarded.Send(HttpMethod.Post, "/webhooks", leaver.Text, $$"""{"url":"{{receiver.Url}}/hook"}""")).Json!["about"]![
            "id"
        ]!.GetValue<string>();
        (await guarded.As("recorder", HttpMethod.Post, "/webhooks", $$"""{"url":"{{others.Url}}/hook"}""")).Status.ShouldBe(
            HttpStatusCode.Created
        );
        await Register();
        await receiver.Until(r => r.Sequences.Count == 1);

        // A key that may only read keeps no webhook going.
        await guarded.Make("reader", "leaver");
        await guarded.As("admin", HttpMethod.Delete, $"/keys/{leaver.Id}");
        using (var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1)))
            while ((await Stands())["state"]!.GetValue<string>() != "paused")
                patience.Token.ThrowIfCancellationRequested();
        (await Stands())["word"]!.GetValue<string>().ShouldContain("no key of its owner's is accepted");
        // What is told within the second that a revocation may take.
        var told = receiver.Sequences.Count;
        for (var i = 0; i < 3; i++)
        {
            await Register();
            await others.Until(r => r.Sequences.Count == i + 2);
        }

        receiver.Sequences.Count.ShouldBeLessThanOrEqualTo(told + 1);
        (await Stands())["behind"]!.GetValue<long>().ShouldBeGreaterThan(0);

        await guarded.Make("recorder", "leaver");
        await receiver.Until(r => r.Sequences.Count >= 4);
        receiver.Sequences.Distinct().Count().ShouldBe(4);
        (await Stands())["state"]!.GetValue<string>().ShouldBe("active");

        async Task<JsonNode> Stands() => (await guarded.As("admin", HttpMethod.Get, $"/webhooks/{id}")).Json!;

        async Task Register() =>
            (
                await guarded.As(
                    "recorder",
                    HttpMethod.Post,
                    "/sources",
                    $$"""{"source":"s-{{Guid.NewGuid():N}}","kind":"article","title":"A note"}"""
                )
            ).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_recorder_has_its_own_and_an_admin_sees_to_all()
    {
        const string wish = """{"url":"https://ledger.invalid/hook"}""";
        var mine = await guarded.As("recorder", HttpMethod.Post, "/webhooks", wish);
        var other = (await guarded.Make("recorder", "another desk")).Text;
        var theirs = await guarded.Send(HttpMethod.Post, "/webhooks", other, wish);
        var (one, two) = (Id(mine), Id(theirs));
        (await guarded.As("recorder", HttpMethod.Get, "/webhooks")).Text.ShouldNotContain(two);
        foreach (
            var (method, path, body) in new (HttpMethod, string, string?)[]
            {
                (HttpMethod.Get, $"/webhooks/{two}", null),
                (HttpMethod.Delete, $"/webhooks/{two}", null),
                (HttpMethod.Post, $"/webhooks/{two}/rotation", "{}"),
                (HttpMethod.Post, $"/webhooks/{two}/enable", "{}"),
                (HttpMethod.Get, $"/webhooks/{two}/letters", null),
                (HttpMethod.Post, $"/webhooks/{two}/letters/redelivery", "{}"),
            }
        )
            (await guarded.As("recorder", method, path, body)).ShouldBeProblem(HttpStatusCode.NotFound, "missing");
        (await guarded.As("admin", HttpMethod.Get, "/webhooks")).Text.ShouldContain(one);
        (await guarded.As("admin", HttpMethod.Get, "/webhooks")).Text.ShouldContain(two);
        (await guarded.As("admin", HttpMethod.Delete, $"/webhooks/{two}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await guarded.As("reader", HttpMethod.Get, "/webhooks")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");

        static string Id(Reply made) => made.Json!["about"]!["id"]!.GetValue<string>();
    }
}
