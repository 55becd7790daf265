using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Recording;

/// <summary>What a development names to come cannot be over before it.</summary>
public sealed class NamedDatesTests
{
    private static readonly (string Type, string Payload, string Member)[] Naming =
    [
        ("ceasefire_began", "'parties':['alpha']", "until"),
        ("ceasefire_extended", "", "until"),
        ("agreement_reached", "", "until"),
        ("agreement_entered_into_force", "", "until"),
        ("agreement_extended", "", "until"),
        ("military_operations_begun", "'party':'alpha'", "until"),
        ("sanctions_imposed", "", "until"),
        ("mediator_engaged", "'mediator':'gamma'", "until"),
        ("strike_begun", "'party':'alpha'", "until"),
        ("lockout_begun", "'party':'alpha'", "until"),
        ("talks_convened", "", "until"),
        ("talks_resumed", "", "until"),
        ("talks_adjourned", "", "until"),
        ("talks_announced", "", "opening"),
        ("talks_scheduled", "", "opening"),
        ("deadline_set", "", "deadline"),
        ("deadline_extended", "", "deadline"),
        ("arbitration_ordered", "", "deadline"),
        ("ultimatum_issued", "'ultimatum':'go','by':'alpha','to':'beta','text':'Go'", "deadline"),
        ("commitment_made", "'commitment':'go','by':'alpha','text':'To go'", "deadline"),
    ];

    private static readonly string[] Claims = ["actual", "planned", "conditional", "denied"];

    private static readonly Arbitrary<(int Kind, int On, int Named, string Claim)> Told = Arb.From(
        from kind in Gen.Choose(0, Naming.Length - 1)
        from occurred in Gen.Choose(1, 30)
        from named in Gen.Choose(1, 30)
        from claim in Gen.Elements(Claims)
        select (kind, occurred, named, claim)
    );

    [Fact]
    public void A_date_to_come_that_is_before_what_names_it_is_refused_unless_that_is_denied() =>
        Laws.ForAll(
            Told,
            told =>
            {
                var problems = Problems(told.Kind, $"2025-06-{told.On:00}", $"2025-06-{told.Named:00}", told.Claim);
                if (told.Named >= told.On || told.Claim == "denied")
                    return problems.Count == 0;
                var problem = problems.ShouldHaveSingleItem();
                problem.Pointer.ShouldBe($"/{Naming[told.Kind].Member}");
                problem.Detail.ShouldStartWith($"'2025-06-{told.Named:00}' is before it occurred, on '2025-06-{told.On:00}'");
                return true;
            },
            rounds: 200
        );

    [Theory]
    [InlineData("2025-07", "2025-07-01")]
    [InlineData("2025-07-10/2025-07-20", "2025-07-12")]
    [InlineData("../2025-07-10", "2025-07-01")]
    [InlineData("2025-07-10", "2025-07-01/..")]
    [InlineData("[2025-07-01,2025-07-10]", "2025-07-05")]
    [InlineData("2025-07-10T18:00:00+09:00", "2025-07-10T12:00:00")]
    public void A_date_that_may_not_be_before_it_is_taken(string on, string until) => Problems(0, on, until).ShouldBeEmpty();

    [Theory]
    [InlineData("2025-07", "2025-06")]
    [InlineData("2025-07-10/2025-07-20", "2025-07-09")]
    [InlineData("2025-07-10T18:00:00", "2025-07-10T12:00:00")]
    [InlineData("2025-07-10T18:00:00+09:00", "2025-07-10T08:00:00Z")]
    public void A_date_that_is_certainly_before_it_is_refused(string on, string until) =>
        Problems(0, on, until).ShouldHaveSingleItem().Pointer.ShouldBe("/until");

    [Fact]
    public void What_another_ledger_took_is_taken() =>
        new RecordDevelopments(Opened().History, new Dictionary<SourceId, string>())
            .DecideWithoutWarnings([new(Id(1), Ledger.Json(Said("ceasefire_began", "'until':'2025-07-01'")))], default)
            .Problems.ShouldBeEmpty();

    private static IReadOnlyList<Problem> Problems(int kind, string on, string named, string? claim = null)
    {
        var (type, payload, member) = Naming[kind];
        var date = $"'{member}':'{named}'";
        return Opened().Decide(Said(type, payload.Length > 0 ? $"{payload},{date}" : date, on, claim: claim)).Problems;
    }
}
