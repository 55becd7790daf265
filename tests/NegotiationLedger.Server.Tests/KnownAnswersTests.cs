using System.Text.Json.Nodes;
using NegotiationLedger.Cli;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Server.Tests;

/// <summary>
/// What was once answered wrongly is answered rightly, over HTTP and at the terminal: a file for each case, with what is recorded between Alpha
/// and Beta about pay, what the answers then hold, by JSON Pointer, and what the terminal says.
/// </summary>
public sealed class KnownAnswersTests(KnownAnswersTests.Talks talks) : IClassFixture<KnownAnswersTests.Talks>
{
    public static TheoryData<string> Cases() =>
        [
            .. Directory
                .GetFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures", "answers"))
                .Order()
                .Select(file => Path.GetFileNameWithoutExtension(file)),
        ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_answer_holds_what_is_right(string name)
    {
        var asked = await talks.Given(name);
        if (asked.Case["warnings"] is { } warnings)
            asked.Warnings.Distinct().ShouldBe(warnings.AsArray().Select(w => w!.GetValue<string>()), ignoreOrder: true);
        foreach (var answer in asked.Case["answers"]!.AsArray())
        {
            var path = asked.Fill(answer!["path"]);
            var told = await talks.Tell(asked.Negotiation, path);
            foreach (var (pointer, right) in answer["holds"]!.AsObject())
                At(told, pointer)
                    .ShouldSatisfyAllConditions(found =>
                        JsonNode.DeepEquals(found, right).ShouldBeTrue($"{pointer} is {found?.ToJsonString()}")
                    );
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_terminal_says_what_is_right(string name)
    {
        var asked = await talks.Given(name);
        foreach (var run in asked.Case["terminal"]!.AsArray())
        {
            var said = await talks.Terminal(asked.Fill(run!["command"]));
            foreach (var words in run["says"]!.AsArray())
                said.ShouldContain(words!.GetValue<string>());
        }
    }

    // RFC 6901, of a node that may be missing.
    private static JsonNode? At(JsonNode? node, string pointer) =>
        pointer
            .Split('/')
            .Skip(1)
            .Select(token => token.Replace("~1", "/").Replace("~0", "~"))
            .Aggregate(
                node,
                (at, token) => at is JsonArray list ? (int.TryParse(token, out var i) && i < list.Count ? list[i] : null) : at?[token]
            );

    public sealed record Asked(JsonObject Case, string Negotiation, long Before, IReadOnlyList<string> Warnings)
    {
        internal string Fill(JsonNode? text) => text!.GetValue<string>().Replace("{talks}", Negotiation).Replace("{before}", $"@{Before}");
    }

    /// <summary>A server on which each case is recorded once.</summary>
    public sealed class Talks(PostgresFixture postgres) : IAsyncLifetime
    {
        private readonly Dictionary<string, Asked> _given = [];

        public RunningServer Server { get; } = new(postgres);

        public async ValueTask InitializeAsync()
        {
            await Server.InitializeAsync();
            foreach (var (source, publisher) in new[] { ("gazette", "The Gazette"), ("post", "The Post") })
                await Must(
                    "/sources",
                    new JsonObject
                    {
                        ["source"] = source,
                        ["kind"] = "article",
                        ["title"] = $"In {publisher}",
                        ["publisher"] = publisher,
                    }
                );
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();

        internal async Task<Asked> Given(string name)
        {
            if (_given.TryGetValue(name, out var given))
                return given;
            var file = Path.Combine(AppContext.BaseDirectory, "Fixtures", "answers", $"{name}.json");
            var asked = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject();
            await Must("/negotiations", Opening(name, asked));
            var warnings = await Record(name, asked["records"]!);
            given = new(asked, name, await Server.Head(), warnings);
            if (asked["late"] is { } late)
                await Record(name, late);
            return _given[name] = given;
        }

        /// <summary>An answer; the frames of a replay as an array.</summary>
        internal async Task<JsonNode> Tell(string negotiation, string path)
        {
            var text = await Server.Http.GetStringAsync($"/negotiations/{negotiation}/{path}");
            return path.StartsWith("replay", StringComparison.Ordinal)
                ? new JsonArray([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line))])
                : JsonNode.Parse(text)!;
        }

        internal async Task<string> Terminal(string commandLine)
        {
            var (code, said) = await Support.Terminal.Run(Server, [.. commandLine.Split(' ').Select(Uri.UnescapeDataString)]);
            code.ShouldBe(0, said);
            return said;
        }

        private async Task<IReadOnlyList<string>> Record(string negotiation, JsonNode records)
        {
            var recorded = await Must(
                $"/negotiations/{negotiation}/developments",
                new JsonArray([.. records.AsArray().Select(Development)])
            );
            return
            [
                .. recorded["records"]!.AsArray().SelectMany(r => r!["warnings"]!.AsArray()).Select(w => w!["code"]!.GetValue<string>()),
            ];
        }

        // Short for an attribution: the source that observes, on the day it tells of.
        private static JsonNode Development(JsonNode? record)
        {
            var development = record!.DeepClone().AsObject();
            var attribution = new JsonObject { ["assertedOn"] = development["occurred"]!.GetValue<string>(), ["mode"] = "observed" };
            foreach (var name in new[] { "source", "mode", "speaker", "assertedOn" })
            {
                if (development[name] is { } said)
                    attribution[name] = said.DeepClone();
                development.Remove(name);
            }

            development["attribution"] = attribution;
            return development;
        }

        private static JsonObject Opening(string name, JsonObject asked)
        {
            var on = asked["opened"]?.GetValue<string>() ?? "2023-12-01";
            var opening = new JsonObject
            {
                ["id"] = name,
                ["title"] = asked["about"]!.DeepClone(),
                ["occurred"] = on,
                ["attribution"] = new JsonObject
                {
                    ["source"] = "gazette",
                    ["mode"] = "observed",
                    ["assertedOn"] = on,
                },
                ["parties"] = new JsonArray(Party("alpha", "Alpha"), Party("beta", "Beta")),
                ["issues"] = new JsonArray(new JsonObject { ["issue"] = "pay", ["title"] = "Pay" }),
            };
            if (asked["zone"] is { } zone)
                opening["zone"] = zone.DeepClone();
            return opening;
        }

        private static JsonObject Party(string id, string name) =>
            new()
            {
                ["party"] = id,
                ["name"] = name,
                ["role"] = "principal",
            };

        private async Task<JsonNode> Must(string path, JsonNode body)
        {
            var reply = await Server.Post(path, body);
            reply.Status.ShouldBe(System.Net.HttpStatusCode.Created, reply.Text);
            return reply.Json!;
        }
    }
}
