namespace NegotiationLedger.Tests.Values;

public sealed class StreamNameTests
{
    [Theory]
    [InlineData("doha-2025", "doha-2025", null, null)]
    [InlineData("source:wire", null, "wire", null)]
    [InlineData("speaker:envoy", null, null, "envoy")]
    public void A_name_tells_whose_stream_it_is(string text, string? negotiation, string? source, string? speaker)
    {
        var name = StreamName.Parse(text);

        (name.Negotiation?.Value, name.Source?.Value, name.Speaker?.Value).ShouldBe((negotiation, source, speaker));
        name.IsRegistration.ShouldBe(negotiation is null);
        name.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Doha")]
    [InlineData("source:")]
    [InlineData("source:Wire")]
    [InlineData("publisher:wire")]
    public void Anything_else_is_not_the_name_of_a_stream(string? text) => StreamName.TryParse(text, out _).ShouldBeFalse();
}
