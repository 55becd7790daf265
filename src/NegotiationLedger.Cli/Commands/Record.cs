using System.Net;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger record</c>: records developments from a file.</summary>
internal static class Record
{
    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell) =>
        Records.Sending(
            shell,
            new(
                "record",
                "Records developments: all of a file, or none when one is refused.",
                "ledger record recall.json --negotiation doha-2025",
                "cat recall.json | ledger record - -n doha-2025"
            ),
            "",
            Show
        );

    private static void Show(Page page, Reply reply, int known)
    {
        page.Line(
            Phrase.Of(
                reply.Status is HttpStatusCode.Created
                    ? "Recorded."
                    : "It was already there; nothing was written. --again records it once more.",
                Ink.Strong
            ) + Phrase.Of(known > 0 ? $"{known} of the file {(known == 1 ? "was" : "were")} already there." : null)
        );
        Records.Show(page, reply.Json);
    }
}
