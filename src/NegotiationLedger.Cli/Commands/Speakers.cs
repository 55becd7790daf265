using System.CommandLine;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger speaker</c>: registers, shows and lists those who spoke.</summary>
internal static class Speakers
{
    /// <summary>The verb, with those below it.</summary>
    public static Verb Verb(Shell shell) =>
        new(
            "speaker",
            "Registers, shows and lists speakers: who spoke, for whom, and when.",
            "ledger speaker add envoy.json",
            "ledger speaker show steve-witkoff",
            "ledger speaker list --party israel"
        )
        {
            SendFile.AddSpeaker(shell),
            SendFile.AddRole(shell),
            ShowSpeaker.Verb(shell),
            ListSpeakers.Verb(shell),
        };

    /// <summary>The argument that names a speaker.</summary>
    public static Argument<string> Id() => new("speaker") { Description = "The speaker's id, such as steve-witkoff." };

    /// <summary>The path of a speaker.</summary>
    public static string PathOf(string id) => $"speakers/{Uri.EscapeDataString(id)}";
}
