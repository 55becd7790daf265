using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace NegotiationLedger.Views;

/// <summary>Reads and writes a <see cref="ViewDocument{T}"/> in the one form it has, whoever asks; members it does not know are passed over.</summary>
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
        private static readonly JsonTypeInfo<T> Shown = (JsonTypeInfo<T>)ViewJson.Default.GetTypeInfo(typeof(T))!;
        private static readonly JsonTypeInfo<T> ReadBack = (JsonTypeInfo<T>)ViewReading.Options.GetTypeInfo(typeof(T));

        public override ViewDocument<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType is not JsonTokenType.StartObject)
                throw new JsonException("The document of a view should be a JSON object.");
            var document = new ViewDocument<T>("", 0, 0, 0, [], T.Start, []);
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                document = Member(document, name, ref reader);
            }

            return document;
        }

        public override void Write(Utf8JsonWriter writer, ViewDocument<T> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("id", value.Id);
            writer.WriteNumber("sequence", value.Sequence);
            writer.WriteNumber("version", value.Version);
            writer.WriteNumber("codeVersion", value.CodeVersion);
            writer.WritePropertyName("keywords");
            JsonSerializer.Serialize(writer, value.Keywords, ViewJson.Default.IReadOnlyListString);
            writer.WritePropertyName("view");
            JsonSerializer.Serialize(writer, value.View, Shown);
            writer.WritePropertyName("warnings");
            JsonSerializer.Serialize(writer, value.Warnings, ViewJson.Default.IReadOnlyListWarning);
            writer.WriteEndObject();
        }

        private static ViewDocument<T> Member(ViewDocument<T> document, string? name, ref Utf8JsonReader reader)
        {
            switch (name)
            {
                case "id":
                    return document with { Id = reader.GetString()! };
                case "sequence":
                    return document with { Sequence = reader.GetInt64() };
                case "version":
                    return document with { Version = reader.GetInt64() };
                case "codeVersion":
                    return document with { CodeVersion = reader.GetInt32() };
                case "keywords":
                    return document with { Keywords = JsonSerializer.Deserialize(ref reader, ViewJson.Default.IReadOnlyListString)! };
                case "view":
                    return document with { View = JsonSerializer.Deserialize(ref reader, ReadBack)! };
                case "warnings":
                    return document with { Warnings = JsonSerializer.Deserialize(ref reader, ViewJson.Default.IReadOnlyListWarning)! };
                default:
                    reader.Skip();
                    return document;
            }
        }
    }
}
