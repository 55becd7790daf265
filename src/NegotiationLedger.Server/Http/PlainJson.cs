using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Server;

/// <summary>JSON whose texts are escaped only where JSON asks for it (RFC 8259, section 7), so that people can read them. It is never put into HTML as it is.</summary>
internal static class PlainJson
{
    /// <summary>How it is written.</summary>
    internal static JsonWriterOptions Written { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same of JSON that stands in memory.</summary>
    internal static JsonSerializerOptions Compact { get; } = new() { Encoder = Written.Encoder };

    /// <summary>The same over several lines, for people.</summary>
    internal static JsonSerializerOptions Indented { get; } = new() { Encoder = Written.Encoder, WriteIndented = true };

    /// <summary>The options of a context, but for the escaping.</summary>
    internal static JsonSerializerOptions Like(JsonSerializerContext context) => new(context.Options) { Encoder = Written.Encoder };
}
