using System.Text.Encodings.Web;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>Prints the server's JSON: as it came into a pipe, indented on a terminal.</summary>
internal static class JsonText
{
    // Nothing here is put into HTML. Control characters are escaped all the same.
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Flat = new(Layout) { WriteIndented = false };

    /// <summary>Prints a success.</summary>
    /// <exception cref="ServerRefusedException">It is none, or no JSON.</exception>
    public static void Print(Surroundings surroundings, Reply reply) =>
        surroundings.Out.WriteLine(surroundings.IsTerminal ? Indented(reply.Json) : reply.OrRefusal().Body.TrimEnd());

    /// <summary>JSON in lines, indented by two.</summary>
    public static string Indented(JsonElement json) => JsonSerializer.Serialize(json, Layout);

    /// <summary>JSON in one line.</summary>
    public static string Line(JsonElement json) => JsonSerializer.Serialize(json, Flat);
}
