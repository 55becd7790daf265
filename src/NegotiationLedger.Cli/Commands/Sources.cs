using System.CommandLine;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger source</c>: registers, shows and lists the documents that assertions come from.</summary>
internal static class Sources
{
    /// <summary>The verb, with those below it.</summary>
    public static Verb Verb(Shell shell) =>
        new(
            "source",
            "Registers, corrects, shows and lists sources: the documents that carry assertions.",
            "ledger source add communique.pdf --publisher 'Ministry of Foreign Affairs'",
            "ledger source show peace-talks-collapse",
            "ledger source list --text collapse"
        )
        {
            AddSource.Verb(shell),
            SendFile.CorrectSource(shell),
            AddSource.Text(shell),
            ShowSource.Verb(shell),
            ListSources.Verb(shell),
        };

    /// <summary>The argument that names a source.</summary>
    public static Argument<string> Id() => new("source") { Description = "The source's id, such as peace-talks-collapse." };

    /// <summary>The path of a source.</summary>
    public static string PathOf(string id) => $"sources/{Uri.EscapeDataString(id)}";
}
