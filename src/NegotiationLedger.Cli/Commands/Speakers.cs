namespace NegotiationLedger.Cli;

/// <summary><c>ledger speaker</c>: shows and lists those who spoke.</summary>
internal static class Speakers
{
    /// <summary>The verb, with those below it.</summary>
    public static Verb Verb(Shell shell) =>
        new(
            "speaker",
            "Shows and lists speakers: who spoke, for whom, and when.",
            "ledger speaker show steve-witkoff",
            "ledger speaker list --party israel"
        )
        {
            ShowSpeaker.Verb(shell),
            ListSpeakers.Verb(shell),
        };
}
