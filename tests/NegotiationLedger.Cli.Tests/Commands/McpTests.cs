using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace NegotiationLedger.Cli.Tests.Commands;

/// <summary><c>ledger mcp</c> as an assistant starts it: a program that speaks the protocol on its standard input and output.</summary>
public sealed class McpTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("ledger-mcp-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task An_assistant_asks_on_standard_input_whether_the_phase_is_contested_and_by_whom()
    {
        using var host = await HostProcess.Start(_data);
        var url = host.Http.BaseAddress!;
        var loaded = await HostProcess.Run(
            [("LEDGER_URL", $"{url}")],
            "load",
            Path.Combine(AppContext.BaseDirectory, "seeds", "doha-2025")
        );
        loaded.Code.ShouldBe(ExitCodes.Done, loaded.Said);

        await using (var client = await McpClient.CreateAsync(Program(url)))
        {
            (await client.ListToolsAsync()).Select(t => t.Name).ShouldContain("status");
            var question = new Dictionary<string, object?> { ["id"] = "doha-2025", ["occurredUntil"] = "2025-07-24" };
            // Several at a time, each with its own answer.
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.CallToolAsync("status", question).AsTask()));
            foreach (var answer in answers)
            {
                var text = answer.Content.OfType<TextContentBlock>().First().Text;
                text.ShouldContain("\"party:israel\" says \"adjourned\"");
                text.ShouldContain("\"party:united-states\" says \"deadlocked\"");
            }

            (await client.ReadResourceAsync("ledger://records/doha-2025%231")).Contents.ShouldHaveSingleItem();
            (await Should.ThrowAsync<McpProtocolException>(async () => await client.CallToolAsync("make_peace"))).Message.ShouldContain(
                "status"
            );
        }

        (await host.Stop()).ShouldBe(ExitCodes.Done);
    }

    [Fact]
    public async Task When_no_ledger_answers_the_assistant_is_told_so_and_how_to_start_one()
    {
        var refused = await Should.ThrowAsync<McpException>(() => McpClient.CreateAsync(Program(new("http://127.0.0.1:1/"))));
        refused.Message.ShouldContain("ledger up");
    }

    private static StdioClientTransport Program(Uri url) =>
        new(
            new()
            {
                Command = LedgerProgram.File,
                Arguments = ["mcp"],
                EnvironmentVariables = new Dictionary<string, string?> { ["LEDGER_URL"] = $"{url}", ["LEDGER_KEY"] = null },
            }
        );
}
