using System.Text.Json.Nodes;
using NegotiationLedger.Cli;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Drafts.DraftingServer;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests.Drafts;

/// <summary><c>ledger drafts</c> at the terminal, and the model that a server is told of.</summary>
public sealed class DraftVerbTests(DraftingServer drafting) : IClassFixture<DraftingServer>
{
    [Fact]
    public async Task Drafts_are_asked_for_taken_listed_edited_accepted_and_rejected()
    {
        var negotiation = await drafting.Talks.Open();
        drafting.Model.Drafts(Said(), Said("Nobody said anything of the kind."));
        var asked = await Run("drafts", "ask", negotiation, "--source", "communique");
        asked.Code.ShouldBe(ExitCodes.Done, asked.Said);
        foreach (var told in (string[])["can be accepted", "cannot be accepted", "not_anchored", "scripted-1"])
            asked.Said.ShouldContain(told);

        var ids = await Ids(negotiation);
        var (good, bad) = (ids[0], ids[1]);
        (await Run("drafts", "show", good)).Said.ShouldContain("\"statement_made\"");
        (await Run("drafts", "accept", good)).Code.ShouldBe(ExitCodes.Done);
        var refused = await Run("drafts", "accept", bad);
        refused.Code.ShouldBe(ExitCodes.Refused);
        refused.Said.ShouldContain("not in the text");
        (await Run("drafts", "reject", bad)).Code.ShouldBe(ExitCodes.Done);
        (await Run("drafts", "accept", NewId())).Code.ShouldBe(ExitCodes.NotFound);
        (await drafting.Server.History(negotiation)).Count.ShouldBe(5);

        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, new JsonArray(Said("Made up, every word.")).ToJsonString());
            var taken = await Run("drafts", "take", file, "-n", negotiation, "--source", "communique", "--with", "a model");
            taken.Code.ShouldBe(ExitCodes.Done, taken.Said);
            taken.Said.ShouldContain("with a model");
            var id = (await Ids(negotiation, "open")).Single();
            await File.WriteAllTextAsync(file, Said(Sentence).ToJsonString());
            (await Run("drafts", "edit", id, file, "--revision", "0")).Said.ShouldContain("can be accepted");

            // What was edited since it was read is not decided on.
            foreach (
                var decision in (string[][])
                    [
                        ["accept", id],
                        ["reject", id],
                        ["edit", id, file],
                    ]
            )
            {
                var stale = await Run(["drafts", .. decision, "--revision", "0"]);
                stale.Code.ShouldBe(ExitCodes.Refused, stale.Said);
                stale.Said.ShouldContain("the version is 1");
            }

            (await Run("drafts", "accept", id, id, "--revision", "1")).Code.ShouldBe(ExitCodes.WrongUsage);
            (await Run("drafts", "show", id)).Said.ShouldContain("revision 1");
            (await Run("drafts", "accept", id, "--revision", "1")).Code.ShouldBe(ExitCodes.Done);
        }
        finally
        {
            File.Delete(file);
        }

        (await Run("drafts", "list", "-n", negotiation, "--state", "open")).Said.ShouldContain("There are no drafts");
        (await drafting.Server.History(negotiation)).Count.ShouldBe(6);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/v1", "m", "a key", "LEDGER_MODEL_KEY")]
    [InlineData("http://models.example.org/v1", "m", "sk-1", "https")]
    [InlineData("models.example.org", "m", null, "--model-endpoint")]
    [InlineData("https://u:p@models.example.org/v1", "m", null, "--model-endpoint")]
    [InlineData(null, "m", null, "together")]
    [InlineData("https://models.example.org/v1", null, null, "together")]
    public void A_model_that_cannot_be_used_is_told(string? endpoint, string? name, string? key, string words)
    {
        var wrong = Should.Throw<WrongUsageException>(() => ModelChoice.Read(Variable(key), endpoint, name));
        wrong.Message.ShouldContain(words);
        if (key is not null)
            wrong.Message.ShouldNotContain(key);
    }

    [Fact]
    public void A_model_is_told_by_endpoint_name_and_key_or_not_at_all()
    {
        ModelChoice.Read(Variable(null), null, null).ShouldBeNull();
        ModelChoice.Read(Variable(null), "http://models.internal:8000/v1", "small")!.Key.ShouldBeNull();
        var model = ModelChoice.Read(Variable("sk-1"), "https://models.example.org/v1", "large")!;
        (model.Name, model.Key).ShouldBe(("large", "sk-1"));
        $"{model}".ShouldNotContain("sk-1");
    }

    private static Func<string, string?> Variable(string? key) => name => name == "LEDGER_MODEL_KEY" ? key : null;

    private async Task<IReadOnlyList<string>> Ids(string negotiation, string? state = null) =>
        [
            .. (await drafting.Server.Get($"/drafts?negotiation={negotiation}{(state is null ? "" : $"&state={state}")}"))["drafts"]!
                .AsArray()
                .Select(d => IdOf(d!)),
        ];

    private Task<(int Code, string Said)> Run(params string[] words) => Terminal.Run(drafting.Server, words);
}
