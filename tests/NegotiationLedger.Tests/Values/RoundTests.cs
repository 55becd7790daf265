using System.Text.Json;

namespace NegotiationLedger.Tests.Values;

public sealed class RoundTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("12")]
    [InlineData("\"COP 1\"")]
    [InlineData("\"2nd\"")]
    [InlineData("\"٣\"")]
    public void A_round_is_a_number_or_a_name_and_is_written_as_it_was_read(string json) =>
        JsonSerializer
            .Serialize(JsonSerializer.Deserialize<Round>(json))
            .ShouldBe(JsonSerializer.Serialize(JsonSerializer.Deserialize<object>(json)));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\" \"")]
    [InlineData("\"0\"")]
    public void What_is_neither_is_refused_with_what_a_round_is(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Round>(json)).Message.ShouldContain("COP 1");

    [Fact]
    public void A_number_in_quotation_marks_is_refused_with_how_to_write_it() =>
        Should
            .Throw<JsonException>(() => JsonSerializer.Deserialize<Round>("\"07\""))
            .Message.ShouldContain("number 7 without quotation marks");

    [Fact]
    public void Rounds_are_equal_by_what_they_are_called()
    {
        Round.Of("3").ShouldBe(Round.Of(3));
        Round.Of("Third").ShouldNotBe(Round.Of("third"));
        Round.Of("COP 1")!.Value.ToString().ShouldBe("COP 1");
        Round.Of(3)!.Value.ToString().ShouldBe("3");
    }
}
