using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.RandomHistories;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Accounts;

public sealed class PrefixLawsTests
{
    [Fact]
    public void What_was_recorded_until_then_answers_as_it_did_whatever_is_recorded_later() =>
        RandomHistories.ForAll(
            told =>
            {
                var ledger = Opened();
                var answers = new List<(string Position, string Answer)>();
                foreach (var (body, i) in Bodies(told).Select((body, i) => (body, i)))
                {
                    Register(ledger.Record(body), i);
                    answers.Add((ledger.Position, Answers.All(ledger.Through(), ledger.History.Entries[^1].RecordedAt)));
                }

                return answers.All(then => Answers.All(ledger.Through(recordedUntil: then.Position)) == then.Answer);
            },
            rounds: 40
        );

    [Fact]
    public void An_instant_lets_through_what_was_recorded_by_then() =>
        RandomHistories.ForAll(
            told =>
            {
                var ledger = Opened();
                var answers = new List<(string Instant, string Answer)>();
                foreach (var body in Bodies(told))
                {
                    ledger.Record(body);
                    var now = ledger.History.Entries[^1].RecordedAt;
                    answers.Add((Instants.Write(now), Answers.All(ledger.Through(), now)));
                }

                return answers.All(then => Answers.All(ledger.Through(recordedUntil: then.Instant)) == then.Answer);
            },
            rounds: 20
        );

    private static void Register(Ledger ledger, int i)
    {
        if (i % 3 == 0)
            ledger.Role("envoy", Quotes("{'title':'Turncoat','party':'beta'}"));
        else if (i % 3 == 1)
            ledger.CorrectSource("gazette", Quotes($"{{'patch':{{'publisher':'The Gazette {i}'}},'reason':'renamed'}}"));
        else
            ledger.Role("official", Quotes("{'title':'Spokesman','party':'alpha','valid':'2025-07-03/2025-07-06'}"));
    }
}
