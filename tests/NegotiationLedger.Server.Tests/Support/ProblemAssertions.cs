using System.Net;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Server.Tests.Support;

/// <summary>What every problem document must be.</summary>
internal static class ProblemAssertions
{
    private const string Prefix = "urn:negotiation-ledger:problem:";

    /// <summary>Holds a reply against RFC 9457 and the ledger's own promises, and gives the document.</summary>
    internal static JsonNode ShouldBeProblem(this Reply reply, HttpStatusCode status, string type)
    {
        reply.Status.ShouldBe(status, reply.Text);
        reply.MediaType.ShouldBe("application/problem+json");
        var problem = reply.Json!;
        problem["type"]!.GetValue<string>().ShouldBe(Prefix + type, reply.Text);
        problem["status"]!.GetValue<int>().ShouldBe((int)status);
        problem["title"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        problem["detail"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        reply.Text.ShouldNotContain("   at ");
        reply.Text.ShouldNotContain("NegotiationLedger.");
        return problem;
    }

    /// <summary>The problem names the place, in words that say these things.</summary>
    internal static void ShouldName(this JsonNode problem, string pointer, params string[] words)
    {
        var errors = problem["errors"]?.AsArray() ?? throw new ShouldAssertException("There are no errors in " + problem.ToJsonString());
        var here = errors.Where(e => e!["pointer"]!.GetValue<string>() == pointer).Select(e => e!["detail"]!.GetValue<string>()).ToList();
        here.ShouldNotBeEmpty($"'{pointer}' is not named in {problem.ToJsonString()}");
        foreach (var word in words)
            here.ShouldContain(
                d => d.Contains(word, StringComparison.Ordinal),
                $"'{word}' is not said at '{pointer}': {string.Join(" | ", here)}"
            );
    }
}
