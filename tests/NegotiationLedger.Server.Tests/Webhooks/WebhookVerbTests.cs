using NegotiationLedger.Cli;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests.Webhooks;

/// <summary><c>ledger webhooks</c> at the terminal.</summary>
public sealed class WebhookVerbTests(WebhookServer webhooks) : IClassFixture<WebhookServer>
{
    [Fact]
    public async Task A_webhook_is_made_listed_sent_to_again_and_ended()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = (_, _) => 422;
        var negotiation = await webhooks.Talks.Open();
        var made = await Run("webhooks", "add", receiver.Url + "/hook", "--negotiation", negotiation, "--type", "statement_made");
        made.Code.ShouldBe(ExitCodes.Done, made.Said);
        var secret = made.Said.Split('\n')[0].Trim();
        secret.ShouldStartWith("whsec_");
        await webhooks.Talks.Record(negotiation, Statement("One"));
        var id = (await webhooks.Server.Get("/webhooks"))["webhooks"]!.AsArray()[^1]!["id"]!.GetValue<string>();
        await webhooks.Until(id, w => w["letters"]!.GetValue<int>() == 1);

        var listed = await Run("webhooks");
        foreach (var told in (string[])[id, receiver.Url, "active", "local"])
            listed.Said.ShouldContain(told);
        listed.Said.ShouldNotContain(secret[6..]);
        (await Run("webhooks", "letters", id)).Said.ShouldContain("answered 422");
        receiver.Answer = (_, _) => 204;
        (await Run("webhooks", "resend", id)).Said.ShouldContain("1 delivered, 0 left");
        (await Run("webhooks", "letters", id)).Said.ShouldContain("Everything was taken");
        (await Run("webhooks", "enable", id)).Said.ShouldContain(id);
        (await Run("webhooks", "rotate", id)).Said.ShouldStartWith("whsec_");
        (await Run("webhooks", "remove", id)).Said.ShouldContain("has ended");
        (await Run("webhooks", "remove", id)).Code.ShouldBe(ExitCodes.NotFound);
    }

    [Fact]
    public async Task What_cannot_be_sent_to_is_told_as_the_server_says_it()
    {
        var refused = await Run("webhooks", "add", "http://example.org/");
        refused.Code.ShouldBe(ExitCodes.Refused, refused.Said);
        refused.Said.ShouldContain("without TLS");
    }

    private Task<(int Code, string Said)> Run(params string[] arguments) => Terminal.Run(webhooks.Server, arguments);
}
