using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Tests.Vocabulary;

public sealed class UpcastersTests
{
    private const string Rest = "\"occurred\":\"2025\",\"attribution\":{\"source\":\"s\",\"mode\":\"observed\",\"assertedOn\":\"2025\"}";

    private static readonly Upcasters Renaming = new(
        new Dictionary<(string, int), Func<JsonObject, JsonObject>>
        {
            [("proposal_expired", -1)] = old => Renamed(old, "scheme", "plan"),
            [("proposal_expired", 0)] = old => Renamed(old, "plan", "proposal"),
        }
    );

    [Theory]
    [InlineData(-1, "scheme")]
    [InlineData(0, "plan")]
    [InlineData(1, "proposal")]
    public void An_event_of_any_older_version_reads_as_the_newest(int version, string field) =>
        EventFormat
            .Read(Stored("proposal_expired", version, field), Renaming)
            .ShouldBeOfType<ProposalExpired>()
            .Proposal.Value.ShouldBe("p");

    [Fact]
    public void A_version_that_nothing_lifts_is_refused()
    {
        Should.Throw<JsonException>(() => EventFormat.Read(Stored("proposal_expired", -2, "plot"), Renaming));
        Should.Throw<JsonException>(() => EventFormat.Read(Stored("proposal_expired", 0, "plan")));
        Should.Throw<JsonException>(() => EventFormat.Read(Stored("proposal_expired", 2, "proposal"), Renaming));
    }

    private static StoredEvent Stored(string type, int version, string field) =>
        new(type, version, System.Text.Encoding.UTF8.GetBytes($"{{\"{field}\":\"p\",{Rest}}}"));

    private static JsonObject Renamed(JsonObject old, string from, string to)
    {
        var value = old[from]!.DeepClone();
        old.Remove(from);
        old[to] = value;
        return old;
    }
}
