using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace NegotiationLedger.Views.Kept;

/// <summary>Reads and writes a kept view as the document that it is stored as, for whoever holds documents by their type.</summary>
public sealed class ViewDocumentConverter : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(ViewDocument<>);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Of<T> : JsonConverter<ViewDocument<T>>
        where T : class, IView<T>
    {
        public override ViewDocument<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return ViewDocument<T>.Read(Encoding.UTF8.GetBytes(document.RootElement.GetRawText()));
        }

        public override void Write(Utf8JsonWriter writer, ViewDocument<T> value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Write((JsonTypeInfo<T>)ViewJson.Default.GetTypeInfo(typeof(T))!));
    }
}
