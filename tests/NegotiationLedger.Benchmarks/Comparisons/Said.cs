namespace NegotiationLedger.Benchmarks.Comparisons;

/// <summary>An event as large as the ledger's, for stores that know nothing of the domain.</summary>
public sealed record Said(string Text, string By, string Occurred, string Source, string Mode, string Quote, string Before, string After)
{
    public static Said Something() =>
        new(
            new string('s', 300),
            "united-states",
            "2025-07-24",
            "reuters-2025-07-24",
            "on_record",
            "We will now consider alternative options",
            "he wrote: ",
            " to bring the hostages home"
        );
}
