using System.Text.Json;
using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests.Vocabulary;

public sealed class MentionsTests
{
    private static readonly Attribution Heard = new(
        new("wire"),
        Mode.OnRecord,
        Edtf.Parse("2025-07-24"),
        SpeakerRef.Of(new PartyId("alpha")),
        [new(Publisher: "The Gazette")],
        new("These words", "before", "after")
    );

    [Fact]
    public void Words_are_the_texts_of_the_payload_and_the_quotation_by_place() =>
        Mentions
            .Of(
                new ProposalOffered(
                    new("plan"),
                    Title: "A plan",
                    By: new PartyId("alpha"),
                    To: [new("beta"), new("alpha")],
                    Terms: new Dictionary<IssueId, Term> { [new("land")] = new("Half"), [new("arms")] = new("None") }
                )
                {
                    Occurred = Edtf.Parse("2025-07-24"),
                    Attribution = Heard,
                    Occurrence = "an-offer",
                    After = ["another"],
                }
            )
            .ShouldSatisfyAllConditions(
                m =>
                    m.Words.ShouldBe(
                        [
                            new("/title", "A plan"),
                            new("/terms/land/text", "Half"),
                            new("/terms/arms/text", "None"),
                            new("/attribution/quote/exact", "These words"),
                        ],
                        ignoreOrder: true
                    ),
                m => m.Parties.ShouldBe([new("alpha"), new("beta")])
            );

    [Fact]
    public void Of_a_record_about_a_record_they_are_its_reason_and_its_quotation() =>
        Mentions
            .Of(
                new AssertionCorrected(JsonSerializer.Deserialize<JsonElement>("""{"text":"new","by":"gamma"}"""), "A slip")
                {
                    Assertion = Talks.Id(1),
                    Attribution = Heard,
                }
            )
            .ShouldSatisfyAllConditions(
                m => m.Words.Select(w => w.Text).ShouldBe(["A slip", "These words"], ignoreOrder: true),
                m => m.Parties.ShouldBeEmpty()
            );

    [Fact]
    public void Every_type_can_be_asked()
    {
        foreach (var data in EventNames.All.Select(GoldenFiles.Read))
            Should.NotThrow(() => Mentions.Of(data));
    }
}
