using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NegotiationLedger.Recording.Imports;

/// <summary>What a field of a type takes.</summary>
/// <param name="Type">The type of its value, or of the items of its list.</param>
/// <param name="IsList">Whether it takes a list.</param>
/// <param name="IsInList">Whether a segment of its pointer is a place in a list.</param>
internal readonly record struct FieldKind(Type Type, bool IsList, bool IsInList)
{
    internal bool IsDate => Type == typeof(Edtf);

    internal bool IsNumber => Type == typeof(int) || Type == typeof(decimal);

    internal bool IsFlag => Type == typeof(bool);

    internal bool IsRound => Type == typeof(Round);

    /// <summary>Whether its values are ids, or names out of a list, rather than free text.</summary>
    internal bool IsName => !IsDate && !IsNumber && !IsFlag && !IsRound && Type != typeof(string);

    /// <summary>The kind of the field at a pointer into the body of a type, or why nothing can fill it.</summary>
    internal static (FieldKind? Kind, string? Complaint) Find(EventName row, string pointer)
    {
        var shape = (JsonTypeInfo)row.Shape;
        var at = "";
        var isInList = false;
        foreach (var segment in JsonPointer.Names(pointer))
        {
            var (type, complaint) = Step(shape, segment, at);
            if (type is null)
                return (null, complaint);
            isInList |= shape.Kind is JsonTypeInfoKind.Enumerable;
            shape = row.Shape.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
            at = JsonPointer.Then(at, segment);
        }

        return shape.Kind switch
        {
            JsonTypeInfoKind.None when shape.Type != typeof(JsonElement) => (new(shape.Type, IsList: false, isInList), null),
            JsonTypeInfoKind.Enumerable when IsLeaf(row, shape.ElementType!) => (new(shape.ElementType!, IsList: true, isInList), null),
            JsonTypeInfoKind.Enumerable => (null, $"'{pointer}' is a list of objects: fill the fields of one, such as {pointer}/0/…."),
            JsonTypeInfoKind.Dictionary when shape.KeyType == typeof(string) => (
                null,
                $"'{pointer}' is keyed by name: fill one, such as {pointer}/code."
            ),
            JsonTypeInfoKind.Dictionary => (
                null,
                $"'{pointer}' is keyed by issue: fill the fields of one, such as {pointer}/ceasefire/text."
            ),
            JsonTypeInfoKind.Object => (null, $"'{pointer}' is an object: fill its fields: {Fields(shape, pointer)}."),
            _ => (null, $"'{pointer}' cannot be filled from a spreadsheet."),
        };
    }

    private static (Type? Type, string? Complaint) Step(JsonTypeInfo shape, string segment, string at) =>
        shape.Kind switch
        {
            JsonTypeInfoKind.Object => shape.Properties.FirstOrDefault(p => p.Name == segment && p.Get is not null) is { } property
                ? (property.PropertyType, null)
                : (null, $"'{segment}' is not a field here. The fields are: {Fields(shape, at)}."),
            JsonTypeInfoKind.Enumerable => segment is { Length: 1 } && char.IsAsciiDigit(segment[0])
                ? (shape.ElementType, null)
                : (null, $"'{at}' is a list: name the place in it, 0 to 9."),
            JsonTypeInfoKind.Dictionary => shape.KeyType == typeof(string) || Slug.IsValid(segment) || segment is ['{', _, .., '}']
                ? (shape.ElementType, null)
                : (null, Slug.Complaint("issue", segment)),
            _ => (null, $"'{at}' has no fields."),
        };

    private static bool IsLeaf(EventName row, Type element) =>
        row.Shape.Options.GetTypeInfo(Nullable.GetUnderlyingType(element) ?? element).Kind is JsonTypeInfoKind.None;

    private static string Fields(JsonTypeInfo shape, string at) =>
        string.Join(", ", shape.Properties.Where(p => p.Get is not null).Select(p => $"{at}/{p.Name}"));
}
