using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NegotiationLedger.Handling;

namespace NegotiationLedger.Views.Kept;

/// <summary>
/// A view of one negotiation as a document: <c>id</c>, the <c>sequence</c> it is current to, the <c>version</c> of the stream, the
/// <c>view</c> as readers get it, its <c>warnings</c>, and the <c>fold</c> it goes on from.
/// </summary>
/// <param name="Id">The negotiation.</param>
/// <param name="Sequence">The last entry of the negotiation in it.</param>
/// <param name="Version">That entry's version.</param>
/// <param name="Keywords">The streams of the sources and speakers that the negotiation refers to.</param>
/// <param name="Kept">The view, with what it is folded on from.</param>
[JsonConverter(typeof(KeptDocumentConverter))]
public sealed record KeptDocument<T>(string Id, long Sequence, long Version, IReadOnlyList<string> Keywords, KeptView<T> Kept) : IDocument
    where T : class, IView<T>
{
    /// <summary>Reads the document's JSON.</summary>
    public static KeptDocument<T> Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new(
            root.GetProperty("id").GetString()!,
            root.GetProperty("sequence").GetInt64(),
            root.GetProperty("version").GetInt64(),
            [.. root.GetProperty("keywords").EnumerateArray().Select(k => k.GetString()!)],
            KeptForm.Read<KeptView<T>>(root.GetProperty("fold").GetBytesFromBase64())
        );
    }

    /// <summary>The document's JSON.</summary>
    /// <param name="shape">How readers get the view.</param>
    public byte[] Write(JsonTypeInfo<T> shape)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("id", Id);
            writer.WriteNumber("sequence", Sequence);
            writer.WriteNumber("version", Version);
            writer.WriteStartArray("keywords");
            foreach (var keyword in Keywords)
                writer.WriteStringValue(keyword);
            writer.WriteEndArray();
            writer.WritePropertyName("view");
            JsonSerializer.Serialize(writer, Kept.View, shape);
            writer.WritePropertyName("warnings");
            JsonSerializer.Serialize(writer, Kept.Warnings, ViewJson.Default.IReadOnlyListWarning);
            writer.WriteBase64String("fold", KeptForm.Write(Kept));
            writer.WriteEndObject();
        }

        return json.WrittenSpan.ToArray();
    }
}
