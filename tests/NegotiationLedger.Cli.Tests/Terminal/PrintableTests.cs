using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.Terminal;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("a\u001b[31mred\u001b[0m", "ared")]
    [InlineData("a\u001b[2J\u001b[Hb", "ab")]
    [InlineData("a\u009b31mb", "ab")]
    [InlineData("a\u001b]0;owned\u0007b", "ab")]
    [InlineData("a\u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\", "alink")]
    [InlineData("a\u001b]0;never ended", "a")]
    [InlineData("a\u001bcb", "ab")]
    [InlineData("a\u001b", "a")]
    [InlineData("a\bb\u007f\u0000", "ab")]
    [InlineData("one\r\ntwo\tthree", "one two three")]
    [InlineData("abc\u202ecba\u2066x", "abccbax")]
    [InlineData("می\u200cخواهم", "می\u200cخواهم")]
    [InlineData("חמאס, 𝒟oha — “quoted”", "חמאס, 𝒟oha — “quoted”")]
    [InlineData(null, "")]
    public void Only_the_words_are_left(string? text, string words) => Printable.Of(text).ShouldBe(words);

    // Attributes are stored as UTF-8, which cannot hold half a pair.
    [Fact]
    public void Half_a_surrogate_pair_is_replaced() => Printable.Of("\ud800lone").ShouldBe("\ufffdlone");

    [Fact]
    public void Markup_of_others_is_shown_and_not_obeyed() => Phrase.Of("[red]not red[/] [[").ToString().ShouldBe("[red]not red[/] [[");

    [Fact]
    public void What_follows_at_once_is_escaped_too() => Phrase.Of("a").Then(", [bold]").ToString().ShouldBe("a, [bold]");

    [Fact]
    public void Padding_at_the_end_of_a_line_does_not_reach_a_pipe()
    {
        using var output = new StringWriter();
        using var trimmer = new LineTrimmer(output);
        trimmer.Write("a  b   \n  c  \r\n   ");
        output.ToString().ShouldBe("a  b\n  c\r\n");
    }

    [Theory]
    [InlineData("a :watch: and :+1:", "a :watch: and :+1:")]
    [InlineData("12:30:00 [red]x[/]", "12:30:00 [red]x[/]")]
    public void Words_between_colons_are_drawn_as_they_were_written(string text, string drawn)
    {
        var paper = Paper.Screen(80);
        paper.Page.Line(Phrase.Of(text, Ink.Strong).Then(" :watch:"));
        paper.Text.TrimEnd().ShouldBe($"{drawn} :watch:");
        Phrase.Of(text).ToString().ShouldBe(drawn);
    }
}
