using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>
/// Reads views back from their JSON. Maps and sets come back in ordinal order whatever order they were kept in: PostgreSQL's <c>jsonb</c> has
/// one of its own.
/// </summary>
public static class ViewReading
{
    /// <summary>A view as readers were shown it.</summary>
    /// <param name="json">Its JSON, UTF-8.</param>
    /// <exception cref="JsonException">It is not the JSON of such a view.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json)
        where T : class, IView<T> => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("A view is not null.");

    /// <summary>The shapes of <see cref="ViewJson"/>, with maps and sets in ordinal order.</summary>
    internal static JsonSerializerOptions Options { get; } =
        new(ViewJson.Default.Options)
        {
            TypeInfoResolver = ViewJson.Default,
            Converters = { new Maps(), new Sets(), new IdOrNone<PartyId>(), new IdOrNone<IssueId>(), new RoundOrNone() },
        };

    private sealed class Maps : JsonConverterFactory
    {
        private static readonly Type[] Kinds = [typeof(ImmutableSortedDictionary<,>), typeof(IReadOnlyDictionary<,>)];

        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.IsGenericType
            && Kinds.Contains(typeToConvert.GetGenericTypeDefinition())
            && typeToConvert.GenericTypeArguments[0] == typeof(string);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)
                Activator.CreateInstance(typeof(Of<,>).MakeGenericType(typeToConvert, typeToConvert.GenericTypeArguments[1]), options)!;

        private sealed class Of<TMap, T>(JsonSerializerOptions options) : JsonConverter<TMap>
            where TMap : class, IReadOnlyDictionary<string, T>
        {
            private readonly JsonConverter<T> _values = (JsonConverter<T>)options.GetConverter(typeof(T));

            public override TMap Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            {
                var map = View.Map<T>().ToBuilder();
                while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
                {
                    var key = reader.GetString()!;
                    reader.Read();
                    map.Add(key, _values.Read(ref reader, typeof(T), options)!);
                }

                return (TMap)(object)map.ToImmutable();
            }

            public override void Write(Utf8JsonWriter writer, TMap value, JsonSerializerOptions options) =>
                throw new NotSupportedException("Views are written by ViewJson.");
        }
    }

    /// <summary>Ids of fields: who denies one is shown with none of their own.</summary>
    private sealed class IdOrNone<T> : JsonConverter<T>
        where T : struct, ISlug<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.Null ? default : T.Of(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            throw new NotSupportedException("Views are written by ViewJson.");
    }

    /// <summary>Rounds of fields, likewise.</summary>
    private sealed class RoundOrNone : JsonConverter<Round>
    {
        private static readonly RoundConverter Known = new();

        public override Round Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.Null ? default : Known.Read(ref reader, typeToConvert, options);

        public override void Write(Utf8JsonWriter writer, Round value, JsonSerializerOptions options) =>
            throw new NotSupportedException("Views are written by ViewJson.");
    }

    private sealed class Sets : JsonConverter<ImmutableSortedSet<string>>
    {
        public override ImmutableSortedSet<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ImmutableSortedSet.CreateRange(
                StringComparer.Ordinal,
                JsonSerializer.Deserialize(ref reader, ViewJson.Default.IReadOnlyListString)!
            );

        public override void Write(Utf8JsonWriter writer, ImmutableSortedSet<string> value, JsonSerializerOptions options) =>
            throw new NotSupportedException("Views are written by ViewJson.");
    }
}
