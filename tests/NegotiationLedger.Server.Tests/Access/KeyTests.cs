using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>Keys from their making to their end.</summary>
public sealed class KeyTests(GuardedServer guarded) : IClassFixture<GuardedServer>
{
    [Fact]
    public async Task A_key_is_shown_once_and_records_in_its_owners_name()
    {
        var made = await Create("recorder", "Desk of the North", ("expires", "2099-12-31"));
        made.Status.ShouldBe(HttpStatusCode.Created);
        made.CacheControl.ShouldBe("no-store");
        var (key, id) = (made.Json!["key"]!.GetValue<string>(), made.Json["about"]!["id"]!.GetValue<string>());
        made.Json["about"]!["createdBy"]!.GetValue<string>().ShouldBe("the admin");
        made.Json["about"]!["expiresAt"]!.GetValue<string>().ShouldStartWith("2099-12-31T23:59:59");

        (await guarded.Send(HttpMethod.Post, "/sources", key, Source("north").ToJsonString())).Status.ShouldBe(HttpStatusCode.Created);
        (await guarded.As("reader", HttpMethod.Get, "/sources/north")).Text.ShouldContain("\"recordedBy\":\"Desk of the North\"");

        var listed = await guarded.As("admin", HttpMethod.Get, "/keys");
        listed.Text.ShouldNotContain(key[16..]);
        var about = Find(listed, id);
        (about["state"]!.GetValue<string>(), about["role"]!.GetValue<string>()).ShouldBe(("accepted", "recorder"));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (Find(await guarded.As("admin", HttpMethod.Get, "/keys"), id)["lastUsedAt"] is null)
            patience.Token.ThrowIfCancellationRequested();
    }

    [Theory]
    [InlineData("{\"role\":\"emperor\",\"owner\":\"a\"}", "/role", "reader, recorder, auditor, admin")]
    [InlineData("{\"role\":\"Admin\",\"owner\":\"a\"}", "/role", "'Admin'")]
    [InlineData("{\"role\":15,\"owner\":\"a\"}", "/role", "text")]
    [InlineData("{\"owner\":\"a\"}", "/role", "text")]
    [InlineData("{\"role\":\"reader\"}", "/owner", "text")]
    [InlineData("{\"role\":\"reader\",\"owner\":\"\"}", "/owner", "text")]
    [InlineData("{\"role\":\"reader\",\"owner\":\"local\"}", "/owner", "local")]
    [InlineData("{\"role\":\"reader\",\"owner\":\"a:b\"}", "/owner", "colon")]
    [InlineData("{\"role\":\"reader\",\"owner\":\"a\\nb\"}", "/owner", "control")]
    [InlineData("{\"role\":\"reader\",\"owner\":\"a\",\"expires\":\"2001-01-01\"}", "/expires", "past")]
    [InlineData("{\"role\":\"reader\",\"owner\":\"a\",\"expires\":\"soon\"}", "/expires", "soon")]
    [InlineData("{\"role\":\"reader\",\"owner\":\"a\",\"createdBy\":\"b\"}", "/createdBy", "not a field")]
    public async Task What_cannot_be_a_key_is_named_with_the_remedy(string body, string pointer, string words) =>
        (await guarded.As("admin", HttpMethod.Post, "/keys", body))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "invalid")
            .ShouldName(pointer, words);

    [Fact]
    public async Task A_revoked_key_is_refused_at_every_node_within_a_second_and_stays_so()
    {
        await using var other = await RunningServer.Beside(guarded.Server);
        var (key, id) = await Made("reader", "gone tomorrow");
        (await guarded.Send(HttpMethod.Get, "/sources", key)).Status.ShouldBe(HttpStatusCode.OK);
        (await Read(other, key)).Status.ShouldBe(HttpStatusCode.OK);

        var revoked = await guarded.As("admin", HttpMethod.Delete, $"/keys/{id}");
        revoked.Json!["state"]!.GetValue<string>().ShouldBe("revoked");
        (await guarded.Send(HttpMethod.Get, "/sources", key)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        HeldKeys.Held.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await Read(other, key)).Status != HttpStatusCode.Unauthorized)
            patience.Token.ThrowIfCancellationRequested();

        var again = await guarded.As("admin", HttpMethod.Delete, $"/keys/{id}");
        again.Json!["revokedAt"]!.GetValue<string>().ShouldBe(revoked.Json["revokedAt"]!.GetValue<string>());
        (await guarded.As("admin", HttpMethod.Post, $"/keys/{id}/rotation", "{}")).ShouldBeProblem(HttpStatusCode.Conflict, "ended");
        (await guarded.As("admin", HttpMethod.Post, "/keys/nothing/rotation", "{}")).ShouldBeProblem(HttpStatusCode.NotFound, "missing");
        (await guarded.As("admin", HttpMethod.Delete, "/keys/nothing")).ShouldBeProblem(HttpStatusCode.NotFound, "missing");
    }

    [Fact]
    public async Task A_rotated_key_ends_at_once_and_the_new_one_is_its_like()
    {
        var (key, id) = await Made("recorder", "turning");
        var rotated = await guarded.As("admin", HttpMethod.Post, $"/keys/{id}/rotation", "{}");
        rotated.Status.ShouldBe(HttpStatusCode.Created);
        (rotated.Json!["about"]!["role"]!.GetValue<string>(), rotated.Json["about"]!["owner"]!.GetValue<string>()).ShouldBe(
            ("recorder", "turning")
        );
        (await guarded.Send(HttpMethod.Get, "/sources", key)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await guarded.Send(HttpMethod.Get, "/sources", rotated.Json["key"]!.GetValue<string>())).Status.ShouldBe(HttpStatusCode.OK);
        var old = Find(await guarded.As("admin", HttpMethod.Get, "/keys"), id);
        old["replacedBy"]!.GetValue<string>().ShouldBe(rotated.Json["about"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Both_are_accepted_for_as_long_as_they_overlap_and_the_old_one_can_still_be_revoked()
    {
        var (key, id) = await Made("reader", "turning slowly");
        var rotated = await guarded.As("admin", HttpMethod.Post, $"/keys/{id}/rotation", "{\"overlapSeconds\":604800}");
        (await guarded.Send(HttpMethod.Get, "/sources", key)).Status.ShouldBe(HttpStatusCode.OK);
        (await guarded.Send(HttpMethod.Get, "/sources", rotated.Json!["key"]!.GetValue<string>())).Status.ShouldBe(HttpStatusCode.OK);
        Find(await guarded.As("admin", HttpMethod.Get, "/keys"), id)["state"]!.GetValue<string>().ShouldBe("ending");
        (await guarded.As("admin", HttpMethod.Post, $"/keys/{id}/rotation", "{}")).ShouldBeProblem(HttpStatusCode.Conflict, "ended")[
            "detail"
        ]!
            .GetValue<string>()
            .ShouldContain(rotated.Json["about"]!["id"]!.GetValue<string>());
        (await guarded.As("admin", HttpMethod.Delete, $"/keys/{id}")).Json!["state"]!.GetValue<string>().ShouldBe("revoked");
        (await guarded.Send(HttpMethod.Get, "/sources", key)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("604801")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("\"1\"")]
    public async Task An_overlap_is_at_most_a_week(string seconds) =>
        (await guarded.As("admin", HttpMethod.Post, $"/keys/{guarded.Key("reader").Id}/rotation", $"{{\"overlapSeconds\":{seconds}}}"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "invalid")
            .ShouldName("/overlapSeconds", seconds, "604800");

    [Fact]
    public async Task Unknown_revoked_expired_and_malformed_keys_are_answered_alike()
    {
        var (revoked, id) = await Made("admin", "revoked");
        await guarded.As("admin", HttpMethod.Delete, $"/keys/{id}");
        var expired = await guarded.Make("admin", "expired", DateTimeOffset.UtcNow.AddHours(-1));
        var known = guarded.Key("admin").Text;
        var otherSecret = OfTheSameId(known);
        var answers = new List<Reply>();
        foreach (var key in (string[])[revoked, expired.Text, ApiKey.New().Text, otherSecret, known[..^1] + "!", "nl_", "x"])
            answers.Add(await guarded.Send(HttpMethod.Get, "/keys", key));
        answers.Add(await guarded.Server.Send(HttpMethod.Get, "/keys", body: null, ("Authorization", "Basic YTpi")));
        answers.Select(a => a.Status).Distinct().ShouldBe([HttpStatusCode.Unauthorized]);
        answers.Select(a => a.Text).Distinct().Count().ShouldBe(1);
        answers.Select(a => a.Headers.WwwAuthenticate.ToString()).Distinct().Count().ShouldBe(1);
        answers[0].ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task Without_the_database_nobody_is_let_in_and_nobody_is_turned_away()
    {
        await using var server = new GuardedServer(guarded.Postgres);
        await server.InitializeAsync();
        await server.Server.Database.LetIn(isOpen: false);
        try
        {
            foreach (var key in (string[])[server.Key("admin").Text, ApiKey.New().Text])
                (await server.Send(HttpMethod.Get, "/sources", key)).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
            (await server.Send(HttpMethod.Get, "/sources", "nl_")).Status.ShouldBe(HttpStatusCode.Unauthorized);
            (await server.Send(HttpMethod.Get, "/health/live", server.Key("admin").Text)).Status.ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            await server.Server.Database.LetIn(isOpen: true);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await server.As("admin", HttpMethod.Get, "/sources")).Status != HttpStatusCode.OK)
            patience.Token.ThrowIfCancellationRequested();
    }

    [Theory]
    [InlineData("Idempotency-Key", "\"a\"")]
    [InlineData("If-Match", "\"1\"")]
    public async Task A_key_is_never_answered_twice(string header, string value) =>
        (await guarded.As("admin", HttpMethod.Post, "/keys", "{\"role\":\"reader\",\"owner\":\"a\"}", (header, value))).ShouldBeProblem(
            HttpStatusCode.BadRequest,
            "header"
        );

    private static string OfTheSameId(string key)
    {
        var text = key[..16] + ApiKey.New().Text[16..^6];
        return text + ApiKey.ChecksumOf(text);
    }

    private async Task<(string Key, string Id)> Made(string role, string owner)
    {
        var made = (await Create(role, owner)).Json!;
        return (made["key"]!.GetValue<string>(), made["about"]!["id"]!.GetValue<string>());
    }

    private Task<Reply> Create(string role, string owner, params (string Name, string Value)[] more)
    {
        var body = new JsonObject { ["role"] = role, ["owner"] = owner };
        foreach (var (name, value) in more)
            body[name] = value;
        return guarded.As("admin", HttpMethod.Post, "/keys", body.ToJsonString());
    }

    private static Task<Reply> Read(RunningServer server, string key) =>
        server.Send(HttpMethod.Get, "/sources", body: null, ("Authorization", $"Bearer {key}"));

    private static JsonNode Find(Reply listed, string id) =>
        listed.Json!["keys"]!.AsArray().Single(k => k!["id"]!.GetValue<string>() == id)!;
}
