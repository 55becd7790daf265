using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>Sources: one for each text, described once, corrected in the open.</summary>
public sealed class SourceTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task A_source_is_registered_with_its_text_and_read_with_it()
    {
        var reply = await Post(With(Source("article"), ("text", "First line.\r\nSecond — line. 🕊\r")));
        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        reply.Headers.Location!.ToString().ShouldBe("/sources/article");
        reply.Json!["text"].ShouldBeNull();
        var read = await _server.Get("/sources/article");
        read["text"]!.GetValue<string>().ShouldBe("First line.\nSecond — line. 🕊\n");
        read["description"]!["textSha256"]!
            .GetValue<string>()
            .ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("First line.\nSecond — line. 🕊\n"))));
        read["recordedBy"]!.GetValue<string>().ShouldBe("local");
    }

    [Fact]
    public async Task The_same_text_is_the_same_source_whatever_its_line_ends_id_and_description()
    {
        (await Post(With(Source("first"), ("text", "One\ntext.\n")))).Status.ShouldBe(HttpStatusCode.Created);
        var head = await _server.Head();
        foreach (
            var again in new[]
            {
                With(Source("first"), ("text", "One\ntext.\n")),
                With(Source("first"), ("text", "One\r\ntext.\r\n"), ("author", "Another")),
                With(Source("second"), ("text", "One\rtext.\r"), ("title", "Another")),
                With(Source("first"), ("source", null), ("text", "One\ntext.\n")),
            }
        )
        {
            var reply = await Post(again);
            reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
            reply.Json!["source"]!.GetValue<string>().ShouldBe("first");
            reply.Headers.Location!.ToString().ShouldBe("/sources/first");
        }

        (await _server.Send(HttpMethod.Get, "/sources/second")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _server.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task The_same_text_of_another_publisher_is_a_source_of_its_own_and_linked()
    {
        JsonObject Print(string? publisher) =>
            With(Source("print"), ("source", null), ("text", "Syndicated\ntext."), ("publisher", publisher));
        var replies = new List<Reply>();
        foreach (var publisher in new[] { "One", "Two", null })
            replies.Add(await Post(Print(publisher)));
        replies.ShouldAllBe(r => r.Status == HttpStatusCode.Created);
        var ids = replies.ConvertAll(r => r.Json!["source"]!.GetValue<string>());
        ids.Distinct().Count().ShouldBe(3);
        var head = await _server.Head();
        foreach (var (publisher, id) in new[] { "One", "Two", null }.Zip(ids))
        {
            var again = await Post(Print(publisher));
            again.Status.ShouldBe(HttpStatusCode.OK, again.Text);
            again.Json!["source"]!.GetValue<string>().ShouldBe(id);
            var read = await _server.Get($"/sources/{id}");
            read["text"]!.GetValue<string>().ShouldBe("Syndicated\ntext.");
            read["sameTextAs"]!.AsArray().Select(s => s!.GetValue<string>()).ShouldBe(ids.Except([id]), ignoreOrder: true);
        }

        (await _server.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task A_text_is_added_later_and_once_and_the_quotations_before_it_are_then_found_in_it()
    {
        var id = $"late-{Guid.CreateVersion7()}";
        (await Post(Source(id))).Status.ShouldBe(HttpStatusCode.Created);
        var negotiation = await talks.Open();
        foreach (var words in new[] { "the talks \"go on\"", "the talks are over", "They … on" })
            await talks.Record(negotiation, Statement("x", ("attribution", With(Quoted(words), ("source", id)))));
        var key = ("Idempotency-Key", $"\"{id}\"");
        const string Body =
            """{"text":"They said the talks “go\r\non”.","originalSha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}""";
        (await _server.Send(HttpMethod.Post, $"/sources/{id}/text", Body, ("If-Match", "\"7\""))).Status.ShouldBe(
            HttpStatusCode.PreconditionFailed
        );
        var added = await _server.Send(HttpMethod.Post, $"/sources/{id}/text", Body, key, ("If-Match", "\"1\""));
        added.Status.ShouldBe(HttpStatusCode.Created, added.Text);
        added.Json!["description"]!["textSha256"]!
            .GetValue<string>()
            .ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("They said the talks “go\non”."))));
        var head = await _server.Head();
        (await _server.Send(HttpMethod.Post, $"/sources/{id}/text", Body, key, ("If-Match", "\"1\""))).Text.ShouldBe(added.Text);
        (await _server.Send(HttpMethod.Post, $"/sources/{id}/text", Body)).Status.ShouldBe(HttpStatusCode.OK);
        (await _server.Send(HttpMethod.Post, $"/sources/{id}/text", """{"text":"Another."}""")).ShouldBeProblem(
            HttpStatusCode.Conflict,
            "taken"
        )["detail"]!
            .GetValue<string>()
            .ShouldContain("another text already");
        (await _server.Head()).ShouldBe(head);

        var read = await _server.Get($"/sources/{id}");
        read["text"]!.GetValue<string>().ShouldBe("They said the talks “go\non”.");
        read["textAdded"]!["recordedBy"]!.GetValue<string>().ShouldBe("local");
        read["corrections"]!.AsArray().ShouldBeEmpty();
        read["quotes"]!
            .AsArray()
            .Select(q => $"{q!["exact"]} {q["start"]}-{q["end"]} {q["check"]} {q["spans"]?.AsArray().Count}")
            .ShouldBe(
                ["They … on 0-26 verified 2", "the talks \"go on\" 10-27 verified ", "the talks are over - missing "],
                ignoreOrder: true
            );
        // What was recorded stays as it was; the next one is held against the text.
        (await _server.History(negotiation))
            .Where(e => e["type"]!.GetValue<string>() == "statement_made")
            .Select(e => e["data"]!["attribution"]!["quote"]!["check"]!.GetValue<string>())
            .ShouldBe(["unverified", "unverified", "unverified"]);
        (
            await _server.Post(
                $"/negotiations/{negotiation}/developments",
                Statement("x", ("attribution", With(Quoted("talks are over"), ("source", id))))
            )
        ).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid");
        var first = (await _server.History(negotiation)).First(e => e["type"]!.GetValue<string>() == "statement_made")["id"]!;
        (await _server.Get($"/assertions/{first}"))["quote"]!["exact"]!.GetValue<string>().ShouldBe("the talks “go\non”");
    }

    [Theory]
    [InlineData("""{"text":" "}""", "/text")]
    [InlineData("""{}""", "/text")]
    [InlineData("""{"text":"x","textSha256":"00"}""", "/textSha256")]
    [InlineData("""{"text":"x","originalSha256":"00"}""", "/originalSha256")]
    [InlineData("""{"text":"x","source":"report"}""", "/source")]
    [InlineData("""{"text":"x","type":"source_text_added"}""", "/type")]
    [InlineData("[]", "")]
    public async Task A_text_that_cannot_be_added_is_refused(string body, string pointer)
    {
        (await Post(Source("without-text"))).ShouldNotBeNull();
        var head = await _server.Head();
        (await _server.Send(HttpMethod.Post, "/sources/without-text/text", body))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "invalid")
            .ShouldName(pointer);
        (await _server.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task A_text_that_another_source_of_the_same_publisher_has_is_not_added()
    {
        (await Post(With(Source("has-it"), ("text", "A text that is held."), ("publisher", "One")))).Status.ShouldBe(
            HttpStatusCode.Created
        );
        (await Post(With(Source("wants-it"), ("publisher", "One")))).Status.ShouldBe(HttpStatusCode.Created);
        (await Post(With(Source("may-have-it"), ("publisher", "Two")))).Status.ShouldBe(HttpStatusCode.Created);
        (await _server.Send(HttpMethod.Post, "/sources/wants-it/text", """{"text":"A text that is held."}""")).ShouldBeProblem(
            HttpStatusCode.Conflict,
            "taken"
        )["detail"]!
            .GetValue<string>()
            .ShouldContain("has-it");
        (await _server.Send(HttpMethod.Post, "/sources/may-have-it/text", """{"text":"A text that is held."}""")).Status.ShouldBe(
            HttpStatusCode.Created
        );
        (await _server.Get("/sources/has-it"))["sameTextAs"]![0]!.GetValue<string>().ShouldBe("may-have-it");
    }

    [Fact]
    public async Task The_same_description_again_is_no_error_and_another_under_its_id_is()
    {
        (await Post(With(Source("described"), ("published", "2025-07~")))).Status.ShouldBe(HttpStatusCode.Created);
        var head = await _server.Head();
        (await Post(With(Source("described"), ("published", "2025-07~")))).Status.ShouldBe(HttpStatusCode.OK);
        foreach (
            var other in new[] { Source("described"), With(Source("described"), ("published", "2025-07~"), ("text", "A text of its own.")) }
        )
            (await Post(other)).ShouldBeProblem(HttpStatusCode.Conflict, "taken")["detail"]!
                .GetValue<string>()
                .ShouldContain("/sources/described/corrections");
        (await _server.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task Without_an_id_one_is_derived_the_same_for_the_same_description()
    {
        var first = await Post(new JsonObject { ["kind"] = "article", ["title"] = "Frieden — in Sicht?" });
        first.Status.ShouldBe(HttpStatusCode.Created, first.Text);
        first.Json!["source"]!.GetValue<string>().ShouldMatch("^frieden-in-sicht-[0-9a-f]{8}$");
        var again = await Post(
            new JsonObject
            {
                ["title"] = "Frieden — in Sicht?",
                ["kind"] = "article",
                ["author"] = null,
            }
        );
        again.Status.ShouldBe(HttpStatusCode.OK, again.Text);
        again.Json!["source"]!.GetValue<string>().ShouldBe(first.Json["source"]!.GetValue<string>());
        (await Post(new JsonObject { ["kind"] = "article", ["title"] = "Мир" })).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Two_that_register_one_text_at_once_get_one_source()
    {
        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i => Post(With(Source($"racing-{i}"), ("text", i % 2 == 0 ? "A contended\ntext." : "A contended\r\ntext."))))
        );
        replies.Count(r => r.Status == HttpStatusCode.Created).ShouldBe(1);
        replies.Where(r => r.Status != HttpStatusCode.Created).ShouldAllBe(r => r.Status == HttpStatusCode.OK);
        replies.Select(r => r.Json!["source"]!.GetValue<string>()).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Two_servers_that_are_given_one_text_at_once_agree_on_its_source()
    {
        await using var other = await RunningServer.Beside(_server);
        for (var round = 0; round < 5; round++)
        {
            var text = $"A text that two servers are given, round {round}.";
            var replies = await Task.WhenAll(
                Enumerable
                    .Range(0, 6)
                    .Select(i => (i % 2 == 0 ? _server : other).Post("/sources", With(Source($"both-{round}-{i}"), ("text", text))))
            );
            replies.Count(r => r.Status == HttpStatusCode.Created).ShouldBe(1);
            replies.Count(r => r.Status == HttpStatusCode.OK).ShouldBe(5);
            var id = replies.Select(r => r.Json!["source"]!.GetValue<string>()).Distinct().ShouldHaveSingleItem();
            (await other.Get($"/sources/{id}"))["text"]!.GetValue<string>().ShouldBe(text);
        }
    }

    [Fact]
    public async Task A_correction_changes_the_description_and_neither_id_nor_text()
    {
        await Post(With(Source("slip"), ("text", "A text with a slip."), ("author", "Nobody")));
        var reply = await _server.Post(
            "/sources/slip/corrections",
            new JsonObject
            {
                ["patch"] = new JsonObject { ["title"] = "Mended", ["author"] = null },
                ["reason"] = "A slip.",
            }
        );
        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        var read = await _server.Get("/sources/slip");
        read["description"]!["title"]!.GetValue<string>().ShouldBe("Mended");
        read["description"]!["author"].ShouldBeNull();
        read["text"]!.GetValue<string>().ShouldBe("A text with a slip.");
    }

    [Fact]
    public async Task A_source_shows_who_corrected_what_and_why_in_the_order_recorded()
    {
        await Post(Source("mended"));
        foreach (var (title, reason) in new[] { ("Second", "The first was a slip."), ("Third", "So was the second.") })
            (
                await _server.Post(
                    "/sources/mended/corrections",
                    new JsonObject
                    {
                        ["patch"] = new JsonObject { ["title"] = title },
                        ["reason"] = reason,
                    }
                )
            ).Status.ShouldBe(HttpStatusCode.Created);

        var read = await _server.Get("/sources/mended");
        read["description"]!["title"]!.GetValue<string>().ShouldBe("Third");
        var corrections = read["corrections"]!.AsArray();
        corrections.Select(c => c!["patch"]!["title"]!.GetValue<string>()).ShouldBe(["Second", "Third"]);
        corrections.Select(c => c!["reason"]!.GetValue<string>()).ShouldBe(["The first was a slip.", "So was the second."]);
        corrections.ShouldAllBe(c => c!["recordedBy"]!.GetValue<string>() == "local");
        corrections[0]!["sequence"]!.GetValue<long>().ShouldBeLessThan(corrections[1]!["sequence"]!.GetValue<long>());
        corrections[0]!["recordedAt"]!.GetValue<string>().ShouldEndWith("Z");
    }

    [Theory]
    [InlineData("White  space.", "White space.")]
    [InlineData("White space.", "White space. ")]
    [InlineData("A tab.", "A\ttab.")]
    [InlineData("One line.", "One\nline.")]
    [InlineData("Zw\u00f6lf.", "Zwo\u0308lf.")]
    [InlineData("\u2126 ohm.", "\u03a9 ohm.")]
    [InlineData("Case.", "case.")]
    [InlineData("Marked.", "\ufeffMarked.")]
    [InlineData("A line.\u2028Another.", "A line.\nAnother.")]
    public async Task A_text_that_differs_in_anything_but_its_line_ends_is_another_source(string text, string other)
    {
        var id = $"text-{Guid.CreateVersion7()}";
        (await Post(With(Source($"{id}-a"), ("text", $"{id} {text}")))).Status.ShouldBe(HttpStatusCode.Created);
        (await Post(With(Source($"{id}-b"), ("text", $"{id} {other}")))).Status.ShouldBe(HttpStatusCode.Created);
        (await _server.Get($"/sources/{id}-a"))["text"]!.GetValue<string>().ShouldBe($"{id} {text}");
        (await _server.Get($"/sources/{id}-b"))["text"]!.GetValue<string>().ShouldBe($"{id} {other}");
    }

    [Theory]
    [InlineData("""{"patch":{"source":"other"},"reason":"x"}""", "/patch/source")]
    [InlineData("""{"patch":{"textSha256":"00"},"reason":"x"}""", "/patch/textSha256")]
    [InlineData("""{"patch":{"kind":"rumour"},"reason":"x"}""", "/patch/kind")]
    [InlineData("""{"patch":{"title":null},"reason":"x"}""", "/patch/title")]
    [InlineData("""{"patch":{"url":"javascript:alert(1)"},"reason":"x"}""", "/patch/url")]
    [InlineData("""{"patch":{"weather":"fine"},"reason":"x"}""", "/patch/weather")]
    [InlineData("""{"patch":[],"reason":"x"}""", "/patch")]
    [InlineData("""{"patch":{"title":"x"}}""", "/reason")]
    [InlineData("""{"source":"report","patch":{"title":"x"},"reason":"x"}""", "/source")]
    [InlineData("7", "")]
    public async Task A_correction_that_fits_no_source_is_refused(string body, string pointer)
    {
        var head = await _server.Head();
        (await _server.Send(HttpMethod.Post, "/sources/report/corrections", body))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "invalid")
            .ShouldName(pointer);
        (await _server.Head()).ShouldBe(head);
    }

    [Theory]
    [InlineData("""{"kind":"rumour","title":"x"}""", "/kind", "rumour")]
    [InlineData("""{"kind":"article"}""", "/title", "required")]
    [InlineData("""{"kind":"article","title":"x","text":7}""", "/text", "string")]
    [InlineData("""{"kind":"article","title":"x","text":null}""", "/text", "string")]
    [InlineData("""{"kind":"article","title":"x","text":" "}""", "/text", "empty")]
    [InlineData("""{"kind":"article","title":"x","textSha256":"00"}""", "/textSha256", "leave it out")]
    [InlineData("""{"kind":"article","title":"x","source":"Not A Slug"}""", "/source", "Not A Slug")]
    [InlineData("""{"kind":"article","title":"x","published":"soon"}""", "/published", "soon")]
    [InlineData("""{"kind":"article","title":"x","url":"ftp://x"}""", "/url", "ftp://x")]
    [InlineData("""{"kind":"article","title":"x","stars":5}""", "/stars", "stars")]
    [InlineData("[]", "", "object")]
    public async Task What_is_no_source_is_refused(string body, string pointer, string word)
    {
        var head = await _server.Head();
        (await _server.Send(HttpMethod.Post, "/sources", body))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "invalid")
            .ShouldName(pointer, word);
        (await _server.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task A_text_of_many_megabytes_is_held_and_quotes_are_found_in_it()
    {
        var text = string.Concat(Enumerable.Repeat("The same words over and over. ", 200_000)) + "And at last others.";
        (await Post(With(Source("long"), ("text", text)))).Status.ShouldBe(HttpStatusCode.Created);
        var negotiation = await talks.Open();
        await talks.Record(negotiation, Statement("x", ("attribution", Quoted("And at last others", "long"))));
        (await _server.History(negotiation))[^1]["data"]!["attribution"]!["quote"]!["start"]!.GetValue<int>().ShouldBe(200_000 * 30);
    }

    [Fact]
    public async Task The_list_is_by_id_in_pages()
    {
        foreach (var id in new[] { "zz-2", "zz-10", "zz-1" })
            await Post(Source(id));
        var page = await _server.Get("/sources?after=zz&limit=2");
        page["sources"]!.AsArray().Select(s => s!["source"]!.GetValue<string>()).ShouldBe(["zz-1", "zz-10"]);
        page = await _server.Get($"/sources?after={page["next"]}");
        page["sources"]!.AsArray().Select(s => s!["source"]!.GetValue<string>()).ShouldBe(["zz-2"]);
        page["next"].ShouldBeNull();
    }

    private Task<Reply> Post(JsonObject body) => _server.Post("/sources", body);
}
