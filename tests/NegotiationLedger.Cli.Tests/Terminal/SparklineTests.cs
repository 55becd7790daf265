namespace NegotiationLedger.Cli.Tests.Terminal;

public sealed class SparklineTests
{
    [Fact]
    public void No_numbers_are_no_bars() => Sparkline.Of([], 10, isUnicode: true).ShouldBe("");

    [Fact]
    public void Bars_go_from_the_least_to_the_greatest() => Sparkline.Of([-10, 0, 10], 10, isUnicode: true).ShouldBe("▁▅█");

    [Fact]
    public void An_encoding_without_blocks_gets_ascii() => Sparkline.Of([-10, 0, 10], 10, isUnicode: false).ShouldBe("_=#");

    [Fact]
    public void Zero_is_always_in_the_range() => Sparkline.Of([-38.7m], 10, isUnicode: true).ShouldBe("▁");

    [Fact]
    public void Cooperation_alone_is_high() => Sparkline.Of([7m], 10, isUnicode: true).ShouldBe("█");

    [Fact]
    public void Nothing_but_zeros_is_flat() => Sparkline.Of([0, 0, 0], 10, isUnicode: true).ShouldBe("▁▁▁");

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    public void More_numbers_than_room_share_characters(int width) =>
        Sparkline.Of([.. Enumerable.Range(0, 365).Select(i => (decimal)i)], width, isUnicode: true).Length.ShouldBe(width);

    [Fact]
    public void A_character_that_several_share_shows_their_mean() => Sparkline.Of([0, 10, 10, 10], 2, isUnicode: true).ShouldBe("▅█");
}
