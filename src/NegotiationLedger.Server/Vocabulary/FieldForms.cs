using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NegotiationLedger.Server;

/// <summary>What the fields of records look like: read from the same shapes by which a body is held to its type.</summary>
internal static class FieldForms
{
    private static readonly HashSet<string> Internal = new(StringComparer.Ordinal) { "check", "spans" };

    /// <summary>The fields of a shape, the required ones first.</summary>
    internal static IReadOnlyList<FieldAnswer> Of(JsonTypeInfo shape) =>
        [
            .. shape
                .Properties.Where(p => p.Get is not null && !Internal.Contains(p.Name))
                .Select(p => FieldOf(shape.Type.GetProperties().First(i => JsonNamingPolicy.CamelCase.ConvertName(i.Name) == p.Name), p))
                .OrderByDescending(f => f.IsRequired),
        ];

    /// <summary>What a value of a type looks like, in a few words; null of an object with fields of its own.</summary>
    internal static string? FormOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return "text";
        if (type == typeof(bool))
            return "true or false";
        if (type == typeof(int) || type == typeof(decimal) || type == typeof(long))
            return "number";
        if (type == typeof(JsonElement))
            return "object";
        if (type == typeof(Edtf))
            return "EDTF date (2025-07-24, 2025-07~, 2025-07-17/2025-07-24)";
        if (type == typeof(HomeZone))
            return "IANA time zone (America/Los_Angeles)";
        if (type == typeof(Round))
            return "number from 1, or name (COP 1)";
        if (type == typeof(EventId))
            return "event id (UUID)";
        if (type == typeof(SpeakerRef))
            return "speaker id, or party:<id>";
        if (type.IsEnum)
            return "one of the values";
        if (type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ISlug<>)) is not null)
            return $"{type.GetProperty("Noun", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)} id";
        return null;
    }

    /// <summary>The values of an enumeration as they are written, each with its meaning; null of any other type.</summary>
    internal static IReadOnlyDictionary<string, string?>? ValuesOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return !type.IsEnum
            ? null
            : Enum.GetNames(type)
                .ToDictionary(
                    name => type == typeof(Reliability) ? name : JsonNamingPolicy.SnakeCaseLower.ConvertName(name),
                    name => Documentation.Of(type, name)
                );
    }

    private static FieldAnswer FieldOf(PropertyInfo property, JsonPropertyInfo member)
    {
        var (item, many) = ItemOf(property.PropertyType);
        var inner = FormOf(item) is null ? Of(LedgerJson.Default.Options.GetTypeInfo(item)) : null;
        return new(member.Name, Documentation.Of(property), many + (FormOf(item) ?? "object"), IsRequired(property), ValuesOf(item), inner);
    }

    private static (Type Item, string Many) ItemOf(Type type)
    {
        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (generic == typeof(IReadOnlyList<>))
            return (type.GetGenericArguments()[0], "list of: ");
        if (generic == typeof(IReadOnlyDictionary<,>))
            return (type.GetGenericArguments()[1], $"object by {FormOf(type.GetGenericArguments()[0])}: ");
        return (type, "");
    }

    // As the body's reader has it: what cannot be null, and has no default.
    private static bool IsRequired(PropertyInfo property)
    {
        if (property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute)))
            return true;
        var parameter = property
            .DeclaringType!.GetConstructors()
            .SelectMany(c => c.GetParameters())
            .FirstOrDefault(p => p.Name == property.Name);
        return parameter is { HasDefaultValue: false };
    }
}

/// <summary>A field of a record.</summary>
/// <param name="Name">As it is spelled in the JSON.</param>
/// <param name="Meaning">What it says.</param>
/// <param name="Form">What its value looks like.</param>
/// <param name="IsRequired">Whether a record without it is refused.</param>
/// <param name="Values">What may be given, where only some values may, and what each means.</param>
/// <param name="Fields">The fields of an object.</param>
public sealed record FieldAnswer(
    string Name,
    string? Meaning,
    string Form,
    bool IsRequired,
    IReadOnlyDictionary<string, string?>? Values,
    IReadOnlyList<FieldAnswer>? Fields
);
