namespace NegotiationLedger.Tests.Values;

public sealed class NearestTests
{
    private static readonly string[] Known = ["doha-2025", "geneva-2023", "proposal_rejected", "proposal_offered", "status", "show"];

    [Theory]
    [InlineData("doha-2052", "doha-2025")]
    [InlineData("DOHA-2025", "doha-2025")]
    [InlineData("doha2025", "doha-2025")]
    [InlineData("stauts", "status")]
    [InlineData("propsal_rejcted", "proposal_rejected")]
    [InlineData("shw", "show")]
    [InlineData("london", null)]
    [InlineData("", null)]
    public void What_was_meant_is_at_most_some_slips_away(string given, string? meant) => Nearest.To(given, Known).ShouldBe(meant);

    [Fact]
    public void Nothing_near_asks_nothing()
    {
        Nearest.Question("london", Known).ShouldBeEmpty();
        Nearest.Question("shw", Known).ShouldBe(" Did you mean 'show'?");
        Nearest.To(new string('x', 10_000), Known).ShouldBeNull();
    }
}
