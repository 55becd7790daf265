using System.Text;
using System.Text.Json;
using NegotiationLedger.Benchmarks.Comparisons;

namespace NegotiationLedger.Benchmarks.Serving;

/// <summary>What the clients send.</summary>
internal static class Requests
{
    private const string Attribution = """{"source":"wire","mode":"observed","assertedOn":"2025-07-24"}""";
    private const string Parties =
        """[{"party":"north","name":"North","role":"principal"},{"party":"south","name":"South","role":"principal"}]""";

    private static readonly string Text = new('s', 300);
    private static readonly string Said = JsonSerializer.Serialize(Comparisons.Said.Something(), JsonSerializerOptions.Web);

    /// <summary>Registers the source that all records cite.</summary>
    public static byte[] Source() => Connection.Post("/sources", """{"source":"wire","kind":"article","title":"A wire"}""");

    /// <summary>Opens a negotiation.</summary>
    public static byte[] Open(string negotiation) =>
        Connection.Post(
            "/negotiations",
            $$"""{"id":"{{negotiation}}","title":"Talks","occurred":"2025","attribution":{{Attribution}},"parties":{{Parties}}}"""
        );

    /// <summary>Records a statement.</summary>
    public static byte[] Record(string negotiation) =>
        Connection.Post(
            $"/negotiations/{negotiation}/developments",
            $$"""{"type":"statement_made","id":"{{Guid.CreateVersion7()}}","text":"{{Text}}","occurred":"2025-07-24","attribution":{{Attribution}}}"""
        );

    /// <summary>The same by Wolverine's aggregate handler.</summary>
    public static byte[] Say(string stream) => Connection.Post($"/talks/{stream}", Said);

    /// <summary>Asks for a status.</summary>
    public static byte[] Status(string negotiation) => Connection.Get($"/negotiations/{negotiation}/status");
}
