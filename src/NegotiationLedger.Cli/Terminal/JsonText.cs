using System.Text.Encodings.Web;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>Prints the server's JSON: as it came into a pipe, indented on a terminal.</summary>
internal static class JsonText
{
    // Nothing here is put into HTML. Control characters are escaped all the same.
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Prints a success.</summary>
    /// <exception cref="ServerRefusedException">It is none, or no JSON.</exception>
    public static void Print(Surroundings surroundings, Reply reply) =>
        surroundings.Out.WriteLine(
            surroundings.IsTerminal ? JsonSerializer.Serialize(reply.Json, Indented) : reply.OrRefusal().Body.TrimEnd()
        );
}
