using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Console;

/// <summary>Counts of records in words.</summary>
internal static class CountWords
{
    /// <summary>How many records there are, in how many negotiations, and what became of them.</summary>
    internal static string Of(AuditTally tally)
    {
        var records = tally.IsAtLeast
            ? Say.Of(Strings.SearchCountAtLeast, tally.Records)
            : Say.Count((int)tally.Records, Strings.SearchCountOne, Strings.SearchCountSeveral);
        string[] words =
        [
            tally.Negotiations > 1 ? Say.Of(Strings.CountInNegotiations, records, tally.Negotiations) : records,
            .. Became(tally.Corroborated, Strings.CountCorroborated),
            .. Became(tally.Disputed, Strings.CountDisputed),
            .. Became(tally.Corrected, Strings.CountCorrected),
            .. Became(tally.Retracted, Strings.CountRetracted),
        ];
        return string.Join(", ", words);
    }

    private static IEnumerable<string> Became(long count, string words) => count > 0 ? [Say.Of(words, count)] : [];
}
