using System.CommandLine;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>A record that the command line names, by its place in the ledger (<c>@92</c>), in its negotiation (<c>doha-2025#12</c>), or by its id.</summary>
/// <param name="Whole">What the server tells of it.</param>
internal sealed record NamedRecord(JsonElement Whole)
{
    private JsonElement Assertion => Whole.Member("assertion") ?? default;

    /// <summary>Its id.</summary>
    public string Id => Assertion.Text("id")!;

    /// <summary>Its place in the ledger.</summary>
    public long Sequence => (long)Assertion.Number("sequence")!;

    /// <summary>The negotiation that it is of.</summary>
    public string Negotiation => Assertion.Text("negotiation")!;

    /// <summary>The batch it was recorded in; null where that is not known.</summary>
    public string? Batch => Whole.Text("batch");

    /// <summary>It in a line.</summary>
    public string Headline => Assertion.Text("headline")!;

    /// <summary>The argument that names one.</summary>
    public static Argument<string> Argument() =>
        new("record") { Description = "The record: its place as @92, or as doha-2025#12, or its id." };

    /// <summary>Finds it.</summary>
    /// <exception cref="ServerRefusedException">There is none.</exception>
    public static async Task<NamedRecord> Find(LedgerClient client, string named, CancellationToken cancellation) =>
        named is ['#', ..]
            ? throw new WrongUsageException($"Name the negotiation too: doha-2025{named}.")
            : new((await client.Get($"assertions/{Uri.EscapeDataString(named)}", new(), cancellation)).Json);
}
