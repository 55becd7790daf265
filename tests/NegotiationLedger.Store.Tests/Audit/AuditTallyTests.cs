using NegotiationLedger.Store.Audit;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Store.Tests.Audit;

public sealed class AuditTallyTests(PostgresFixture postgres) : AuditTests(postgres)
{
    [Fact]
    public async Task Records_are_counted_over_all_negotiations_with_what_became_of_them_as_of_a_position()
    {
        var first = await Recorded("north-talks", Said("a", "envoy"));
        var second = await Recorded("south-talks", Said("b", "envoy"));
        await Recorded("south-talks", Said("c", "aide"));
        await Recorded("north-talks", Dispute(first));
        await Recorded("north-talks", Correction(first, """{"text":"A"}"""));
        var before = (await Index.CatchUp(Patience, default)).Sequence;
        await Recorded("south-talks", Retraction(second));

        var envoys = new AuditQuestion { Speaker = SpeakerRef.Of(new SpeakerId("envoy")) };
        (await Count(envoys)).ShouldBe(new(Records: 2, Negotiations: 2, Corroborated: 0, Disputed: 1, Corrected: 1, Retracted: 1));
        (await Count(envoys, before)).Retracted.ShouldBe(0);
        (await Count(new() { Source = new("wire") })).Records.ShouldBe(3);
        (await Count(new() { Source = new("nowhere") })).ShouldBe(new(0, 0, 0, 0, 0, 0));
        (await Count(envoys)).IsAtLeast.ShouldBeFalse();
    }

    [Fact]
    public async Task A_retraction_that_was_itself_withdrawn_counts_for_nothing()
    {
        var said = await Recorded("talks", Said("a", "envoy"));
        var retraction = await Recorded("talks", Retraction(said));
        await Recorded("talks", Retraction(retraction));

        (await Count(new() { Speaker = SpeakerRef.Of(new SpeakerId("envoy")) })).Retracted.ShouldBe(0);
    }

    [Fact]
    public async Task No_more_are_counted_than_a_reader_waits_for()
    {
        const int rows = AuditTally.Most + 5;
        await Ledger.AsAdmin(
            $"""
            insert into ledger_assertions (sequence, since, is_exact, fates, negotiation, type, speaker, source, recorded_by, language, parties, words)
            select n, n, true, 0, 'talks-' || n % 3, 'statement_made', 'orator', 'wire', 'anna', 'simple', '{"{}"}', ''
            from generate_series(1, {rows}) n
            """
        );

        var tally = await Count(new() { Speaker = SpeakerRef.Of(new SpeakerId("orator")) }, rows);
        tally.ShouldBe(new(AuditTally.Most, Negotiations: 3, 0, 0, 0, 0));
        tally.IsAtLeast.ShouldBeTrue();
    }

    private async Task<AuditTally> Count(AuditQuestion question, long? position = null)
    {
        var at = position ?? (await Index.CatchUp(Patience, default)).Sequence;
        return await Index.Count(question, at, await RegistryAt(at), default);
    }
}
