using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>A value that may be left out, where the type's default could be taken for one; its JSON is that of the value.</summary>
/// <param name="Value">The value.</param>
[JsonConverter(typeof(ToldConverter))]
public readonly record struct Told<T>(T Value)
{
    /// <inheritdoc/>
    public override string? ToString() => Value?.ToString();
}

/// <summary>Reads and writes what is told as its value.</summary>
public sealed class ToldConverter : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Told<>);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Of<T> : JsonConverter<Told<T>>
    {
        public override Told<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize(ref reader, ShapeIn(options))!);

        public override void Write(Utf8JsonWriter writer, Told<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Value, ShapeIn(options));

        private static System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> ShapeIn(JsonSerializerOptions options) =>
            (System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }
}
