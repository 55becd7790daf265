using System.Text.Json;

namespace NegotiationLedger.Server;

/// <summary>What a write is answered with that expected another version than the negotiation has.</summary>
internal static class StaleWrite
{
    private const int MostShown = 100;

    /// <summary>The problem (412), with what was recorded since.</summary>
    internal static async Task<ProblemException> Of(
        LedgerReader reader,
        NegotiationId negotiation,
        long expected,
        CancellationToken cancellationToken
    )
    {
        var history = (await reader.Read(negotiation, cancellationToken)).History;
        EntryAnswer[] since =
        [
            .. history.Entries.Where(e => e.Version > expected).Take(MostShown).Select(e => EntryAnswer.Of(e, history.Registry)),
        ];
        return Problems.Stale(expected, history.Version, JsonSerializer.SerializeToElement(since, DevelopmentsJson.Plain.EntryAnswerArray));
    }
}
