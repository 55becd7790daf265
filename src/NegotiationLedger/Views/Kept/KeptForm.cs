using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace NegotiationLedger.Views.Kept;

/// <summary>
/// Writes what a fold goes on from, with all that readers are not shown, and reads it again: JSON by the properties that can be set,
/// compressed (RFC 1951). A private form: it is as old as the code version of the view, and made anew with it.
/// </summary>
internal static class KeptForm
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new Events(), new Steps(), new Fields(), new Maps(), new Sets(), new Counts() },
        TypeInfoResolver = JsonTypeInfoResolver.Combine(new Shapes(), new DefaultJsonTypeInfoResolver()),
    };

    /// <summary>Writes a state.</summary>
    internal static byte[] Write<T>(T state)
    {
        using var written = new MemoryStream();
        using (var compressed = new DeflateStream(written, CompressionLevel.Fastest))
            JsonSerializer.Serialize(compressed, state, Options);
        return written.ToArray();
    }

    /// <summary>Reads a state.</summary>
    internal static T Read<T>(byte[] form)
    {
        using var compressed = new DeflateStream(new MemoryStream(form), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<T>(compressed, Options)!;
    }

    // The serializer's own method would look through the value once more before it reads it, at every level of it.
    private static T? ReadNext<T>(ref Utf8JsonReader reader, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.Null
            ? default
            : ((JsonConverter<T>)options.GetConverter(typeof(T))).Read(ref reader, typeof(T), options);

    /// <summary>Records of views and of the account, property by property, whatever readers are shown of them.</summary>
    private sealed class Shapes : IJsonTypeInfoResolver
    {
        private static readonly Type[] OfTheAccount = [typeof(Assertion), typeof(Entry)];

        private static readonly MethodInfo AddOf = typeof(Shapes).GetMethod(nameof(Add), BindingFlags.Static | BindingFlags.NonPublic)!;

        public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options)
        {
            if (!IsKept(type))
                return null;
            var info = JsonTypeInfo.CreateJsonTypeInfo(type, options);
            if (info.Kind is not JsonTypeInfoKind.Object)
                return info;
            info.CreateObject = () => RuntimeHelpers.GetUninitializedObject(type);
            foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                if (property.SetMethod is not null && !IsSetAtTheEnd(property))
                    AddOf.MakeGenericMethod(type, property.PropertyType).Invoke(null, [info, property]);
            return info;
        }

        private static bool IsKept(Type type) =>
            OfTheAccount.Contains(type)
            || (
                type.Namespace?.StartsWith("NegotiationLedger.Views", StringComparison.Ordinal) == true
                && type is { IsEnum: false, IsInterface: false }
            );

        private static bool IsSetAtTheEnd(PropertyInfo property) =>
            // What a proposal answers of its terms follows from its texts and answers.
            (property.DeclaringType == typeof(Proposal) && property.Name == nameof(Proposal.Terms))
            || property.PropertyType == typeof(Frame)
                && Array.Exists(
                    property.DeclaringType!.GetInterfaces(),
                    i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IView<>)
                );

        // Delegates of the property's own type: reflection at every value would cost more than all else.
        private static void Add<TOwner, TValue>(JsonTypeInfo info, PropertyInfo property)
            where TOwner : class
        {
            var get = property.GetMethod!.CreateDelegate<Func<TOwner, TValue>>();
            var set = property.SetMethod!.CreateDelegate<Action<TOwner, TValue>>();
            var kept = info.CreateJsonPropertyInfo(typeof(TValue), property.Name);
            (kept.Get, kept.Set) = (owner => get((TOwner)owner), (owner, value) => set((TOwner)owner, (TValue)value!));
            info.Properties.Add(kept);
        }
    }

    /// <summary>Events as the log keeps them, with their names.</summary>
    private sealed class Events : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeof(LedgerEvent).IsAssignableFrom(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

        private sealed class Of<T> : JsonConverter<T>
            where T : LedgerEvent
        {
            public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            {
                reader.Read();
                var row = EventNames.Find(reader.GetString()!)!;
                reader.Read();
                var data = (T)(LedgerEvent)JsonSerializer.Deserialize(ref reader, row.Shape)!;
                reader.Read();
                return data;
            }

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
            {
                var row = EventNames.Of(value);
                writer.WriteStartObject();
                writer.WritePropertyName(row.Name);
                JsonSerializer.Serialize(writer, value, row.Shape);
                writer.WriteEndObject();
            }
        }
    }

    /// <summary>Steps as an array: the members of the happening, its denials, which members say what counts and where, and for whom it takes effect.</summary>
    private sealed class Steps : JsonConverter<Step>
    {
        public override Step Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var (members, denials) = (Next<Assertion[]>(ref reader, options)!, Next<Assertion[]>(ref reader, options)!);
            var (counts, place) = (members[Next<int>(ref reader, options)], members[Next<int>(ref reader, options)]);
            var (isOverall, viewpoint) = (Next<bool>(ref reader, options), Next<Viewpoint?>(ref reader, options));
            reader.Read();
            return new(counts, new(members, denials), isOverall, viewpoint) { Place = place };
        }

        public override void Write(Utf8JsonWriter writer, Step value, JsonSerializerOptions options)
        {
            Assertion[] members = [.. value.Occurrence.Members];
            writer.WriteStartArray();
            JsonSerializer.Serialize(writer, members, options);
            JsonSerializer.Serialize(writer, value.Occurrence.Denials.ToArray(), options);
            writer.WriteNumberValue(Array.IndexOf(members, value.Assertion));
            writer.WriteNumberValue(Array.IndexOf(members, value.Place));
            writer.WriteBooleanValue(value.IsOverall);
            JsonSerializer.Serialize(writer, value.Viewpoint, options);
            writer.WriteEndArray();
        }

        private static T? Next<T>(ref Utf8JsonReader reader, JsonSerializerOptions options)
        {
            reader.Read();
            return ReadNext<T>(ref reader, options);
        }
    }

    /// <summary>Fields as an array: where the overall word stands among those of the viewpoints, the words, and the overall one if it is none of them.</summary>
    private sealed class Fields : JsonConverterFactory
    {
        private const int Nowhere = -2;
        private const int Beside = -1;

        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Field<>);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GenericTypeArguments[0]))!;

        private sealed class Of<T> : JsonConverter<Field<T>>
        {
            public override Field<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            {
                reader.Read();
                var place = reader.GetInt32();
                var words = ImmutableArray.CreateBuilder<Word<T>>(1);
                while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
                    words.Add(ReadNext<Word<T>>(ref reader, options)!);
                var overall = place switch
                {
                    Nowhere => null,
                    Beside => words[^1],
                    _ => words[place],
                };
                if (place is Beside)
                    words.RemoveAt(words.Count - 1);
                return new(overall, words.ToImmutable());
            }

            public override void Write(Utf8JsonWriter writer, Field<T> value, JsonSerializerOptions options)
            {
                var place = value.Overall is { } overall ? value.Words.IndexOf(overall, 0, ReferenceEqualityComparer.Instance) : Nowhere;
                writer.WriteStartArray();
                writer.WriteNumberValue(place);
                foreach (var word in value.Words)
                    JsonSerializer.Serialize(writer, word, options);
                if (place is Beside)
                    JsonSerializer.Serialize(writer, value.Overall, options);
                writer.WriteEndArray();
            }
        }
    }

    /// <summary>Maps in ordinal order of keys.</summary>
    private sealed class Maps : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.IsGenericType
            && typeToConvert.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>)
            && typeToConvert.GenericTypeArguments[0] == typeof(string);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GenericTypeArguments[1]))!;

        private sealed class Of<T> : JsonConverter<ImmutableSortedDictionary<string, T>>
        {
            public override ImmutableSortedDictionary<string, T> Read(
                ref Utf8JsonReader reader,
                Type typeToConvert,
                JsonSerializerOptions options
            )
            {
                var map = View.Map<T>().ToBuilder();
                while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
                {
                    var key = reader.GetString()!;
                    reader.Read();
                    map.Add(key, ReadNext<T>(ref reader, options)!);
                }

                return map.ToImmutable();
            }

            public override void Write(Utf8JsonWriter writer, ImmutableSortedDictionary<string, T> value, JsonSerializerOptions options)
            {
                writer.WriteStartObject();
                foreach (var (key, one) in value)
                {
                    writer.WritePropertyName(key);
                    JsonSerializer.Serialize(writer, one, options);
                }

                writer.WriteEndObject();
            }
        }
    }

    /// <summary>Sets in ordinal order.</summary>
    private sealed class Sets : JsonConverter<ImmutableSortedSet<string>>
    {
        public override ImmutableSortedSet<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ImmutableSortedSet.CreateRange(StringComparer.Ordinal, JsonSerializer.Deserialize<string[]>(ref reader, options)!);

        public override void Write(Utf8JsonWriter writer, ImmutableSortedSet<string> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToArray(), options);
    }

    /// <summary>How often each answer was given.</summary>
    private sealed class Counts : JsonConverter<ImmutableDictionary<Response, int>>
    {
        public override ImmutableDictionary<Response, int> Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => JsonSerializer.Deserialize<int[][]>(ref reader, options)!.ToImmutableDictionary(pair => (Response)pair[0], pair => pair[1]);

        public override void Write(Utf8JsonWriter writer, ImmutableDictionary<Response, int> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Select(pair => (int[])[(int)pair.Key, pair.Value]).ToArray(), options);
    }
}
