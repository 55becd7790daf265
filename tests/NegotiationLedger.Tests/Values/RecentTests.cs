namespace NegotiationLedger.Tests.Values;

public sealed class RecentTests
{
    [Fact]
    public void A_text_has_the_value_that_it_had_and_no_other_text_s()
    {
        var recent = new Recent<string>(text => $"of {text}");
        var texts = Enumerable.Range(0, 20_000).Select(n => $"text {n}").ToList();
        foreach (var text in texts)
        {
            var value = recent.Of(text);
            value.ShouldBe($"of {text}");
            recent.Of(text).ShouldBeSameAs(value);
        }

        texts.ShouldAllBe(text => recent.Of(text) == $"of {text}");
    }

    [Fact]
    public void What_cannot_be_made_is_tried_again()
    {
        var isToFail = true;
        var recent = new Recent<string>(text => isToFail ? throw new FormatException() : text);
        Should.Throw<FormatException>(() => recent.Of("a"));
        isToFail = false;
        recent.Of("a").ShouldBe("a");
    }
}
