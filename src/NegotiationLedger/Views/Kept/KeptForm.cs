using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NegotiationLedger.Assertions;
using NegotiationLedger.Developments;

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
        Converters = { new Events(), new Maps(), new Sets(), new Counts() },
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

    /// <summary>Records of views and of the account, property by property, whatever readers are shown of them.</summary>
    private sealed class Shapes : IJsonTypeInfoResolver
    {
        private static readonly Type[] OfTheAccount = [typeof(Step), typeof(Occurrence), typeof(Assertion), typeof(Entry)];

        public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options)
        {
            if (!IsKept(type))
                return null;
            var info = JsonTypeInfo.CreateJsonTypeInfo(type, options);
            info.CreateObject = () => RuntimeHelpers.GetUninitializedObject(type);
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Field<>))
                foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic))
                    Add(info, field.FieldType, field.Name, field.GetValue, field.SetValue);
            else
                foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                    if (property.SetMethod is not null && !IsSetAtTheEnd(property))
                        Add(info, property.PropertyType, property.Name, property.GetValue, property.SetValue);
            return info;
        }

        private static bool IsKept(Type type) =>
            OfTheAccount.Contains(type)
            || (
                type.Namespace?.StartsWith("NegotiationLedger.Views", StringComparison.Ordinal) == true
                && type is { IsEnum: false, IsInterface: false }
            );

        private static bool IsSetAtTheEnd(PropertyInfo property) =>
            property.PropertyType == typeof(Frame)
            && Array.Exists(
                property.DeclaringType!.GetInterfaces(),
                i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IView<>)
            );

        private static void Add(JsonTypeInfo info, Type type, string name, Func<object, object?> get, Action<object, object?> set)
        {
            var property = info.CreateJsonPropertyInfo(type, name);
            (property.Get, property.Set) = (get, set);
            info.Properties.Add(property);
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
                var form = JsonNode.Parse(ref reader)!.AsObject().Single();
                return (T)(LedgerEvent)form.Value.Deserialize(EventNames.Find(form.Key)!.Shape)!;
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
            ) => View.Map<T>().AddRange(JsonSerializer.Deserialize<Dictionary<string, T>>(ref reader, options)!);

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
