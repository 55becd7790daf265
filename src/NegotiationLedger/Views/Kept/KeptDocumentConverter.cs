using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace NegotiationLedger.Views.Kept;

/// <summary>Reads and writes a kept view as the document that it is stored as, for whoever holds documents by their type.</summary>
public sealed class KeptDocumentConverter : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(KeptDocument<>);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Of<T> : JsonConverter<KeptDocument<T>>
        where T : class, IView<T>
    {
        public override KeptDocument<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return KeptDocument<T>.Read(Encoding.UTF8.GetBytes(document.RootElement.GetRawText()));
        }

        public override void Write(Utf8JsonWriter writer, KeptDocument<T> value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Write((JsonTypeInfo<T>)ViewJson.Default.GetTypeInfo(typeof(T))!));
    }
}
