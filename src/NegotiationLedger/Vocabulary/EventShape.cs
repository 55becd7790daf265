using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace NegotiationLedger.Vocabulary;

/// <summary>An id found in a body, and where.</summary>
/// <param name="Pointer">The JSON Pointer of the id.</param>
/// <param name="Type">The id's type: <see cref="PartyId"/>, <see cref="SourceId"/>, ….</param>
/// <param name="Value">The id.</param>
public readonly record struct IdReference(string Pointer, Type Type, string Value);

/// <summary>What a body says when held against the shape of its type.</summary>
/// <param name="Data">The event, or null when there are problems.</param>
/// <param name="Problems">Everything wrong, by place.</param>
/// <param name="References">Every id in the body.</param>
public sealed record ShapeReading(LedgerEvent? Data, IReadOnlyList<Problem> Problems, IReadOnlyList<IdReference> References)
{
    /// <summary>The row of the type that the body was held against; null when it named none.</summary>
    public EventName? Row { get; init; }
}

/// <summary>Holds JSON against the shape of an event type, and names everything that does not fit.</summary>
public static class EventShape
{
    /// <summary>Members of a body that are not part of the stored event.</summary>
    public static IReadOnlyList<string> Envelope { get; } = ["type", "id"];

    /// <summary>Reads a whole body; members of the <see cref="Envelope"/> are passed over.</summary>
    public static ShapeReading Read(JsonElement body, EventName row)
    {
        var walk = new ShapeWalk(row.Shape.Options, isPartial: false);
        walk.Object("", body, row.Shape, Envelope);
        if (walk.Problems.Count > 0)
            return new(null, walk.Problems, walk.References);
        try
        {
            var data = (LedgerEvent)body.Deserialize(row.Shape)!;
            var problems = EventRules.Check(data).ToList();
            return new(problems.Count == 0 ? data : null, problems, walk.References);
        }
        catch (JsonException error)
        {
            return new(null, [new("", error.Message)], walk.References);
        }
    }

    /// <inheritdoc cref="Read(JsonElement, EventName)"/>
    public static ShapeReading Read(JsonNode body, EventName row)
    {
        using var document = JsonDocument.Parse(body.ToJsonString());
        return Read(document.RootElement.Clone(), row);
    }

    /// <summary>Holds a merge patch against the shape: every member must be known and fit, none is required, null removes.</summary>
    public static ShapeReading ReadPatch(JsonElement patch, EventName row)
    {
        var walk = new ShapeWalk(row.Shape.Options, isPartial: true);
        walk.Object("", patch, row.Shape, []);
        return new(null, walk.Problems, walk.References);
    }
}

/// <summary>One walk over a body.</summary>
internal sealed class ShapeWalk(JsonSerializerOptions options, bool isPartial)
{
    internal List<Problem> Problems { get; } = [];

    internal List<IdReference> References { get; } = [];

    internal void Object(string pointer, JsonElement element, JsonTypeInfo shape, IReadOnlyList<string> passedOver)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Problems.Add(new(pointer, $"{Shown(element)} should be a JSON object."));
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (!TryName(pointer, member, out var name) || (passedOver.Contains(name) && seen.Add(name)))
                continue;
            var place = JsonPointer.Then(pointer, name);
            if (!seen.Add(name))
                Problems.Add(new(place, $"'{name}' is given twice: give it once."));
            else if (shape.Properties.FirstOrDefault(p => p.Name == name) is not { } property || property.Get is null)
                Problems.Add(
                    new(
                        place,
                        $"'{name}' is not a field here. The fields are: {string.Join(", ", shape.Properties.Where(p => p.Get is not null).Select(p => p.Name))}."
                    )
                );
            else
                Member(place, member.Value, property);
        }

        if (isPartial)
            return;
        foreach (var missing in shape.Properties.Where(p => p.IsRequired && !seen.Contains(p.Name)))
            Problems.Add(new($"{pointer}/{missing.Name}", $"'{missing.Name}' is required and was not given."));
    }

    private void Member(string place, JsonElement value, JsonPropertyInfo property)
    {
        if (value.ValueKind != JsonValueKind.Null)
            Value(place, value, property.PropertyType);
        else if (!isPartial && (property.IsRequired || !property.IsSetNullable))
            Problems.Add(new(place, "null is not a value here: give one, or leave the field out if it is optional."));
    }

    private void Value(string place, JsonElement value, Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        var shape = options.GetTypeInfo(type);
        switch (shape.Kind)
        {
            case JsonTypeInfoKind.Object:
                Object(place, value, shape, []);
                break;
            case JsonTypeInfoKind.Enumerable:
                Items(place, value, shape.ElementType!);
                break;
            case JsonTypeInfoKind.Dictionary:
                Entries(place, value, shape);
                break;
            default:
                Leaf(place, value, shape);
                break;
        }
    }

    private void Items(string place, JsonElement value, Type element)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Problems.Add(new(place, $"{Shown(value)} should be a JSON array."));
            return;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
            Value($"{place}/{index++}", item, element);
    }

    private void Entries(string place, JsonElement value, JsonTypeInfo shape)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Problems.Add(new(place, $"{Shown(value)} should be a JSON object."));
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (!TryName(place, member, out var name))
                continue;
            var inner = JsonPointer.Then(place, name);
            if (!seen.Add(name))
                Problems.Add(new(inner, $"'{name}' is given twice: give it once."));
            else if (shape.KeyType != typeof(string) && !Slug.IsValid(name))
                Problems.Add(new(inner, Slug.Complaint("issue", name)));
            else if (!isPartial || member.Value.ValueKind != JsonValueKind.Null)
                Entry(inner, name, member.Value, shape);
        }
    }

    private void Entry(string place, string name, JsonElement value, JsonTypeInfo shape)
    {
        if (shape.KeyType != typeof(string))
            References.Add(new(place, shape.KeyType!, name));
        Value(place, value, shape.ElementType!);
    }

    private void Leaf(string place, JsonElement value, JsonTypeInfo shape)
    {
        if (shape.Type == typeof(JsonElement))
        {
            if (value.ValueKind != JsonValueKind.Object)
                Problems.Add(new(place, $"{Shown(value)} should be a JSON object."));
            Problems.AddRange(WellFormed.Check(place, value));
            return;
        }

        if (ComplaintOf(value, shape) is { } complaint)
            Problems.Add(new(place, complaint));
        else if (shape.Type.IsAssignableTo(typeof(IIdentifier)))
            References.Add(new(place, shape.Type, value.GetString()!));
    }

    private static string? ComplaintOf(JsonElement value, JsonTypeInfo shape)
    {
        try
        {
            if (shape.Type == typeof(decimal) && value.ValueKind == JsonValueKind.Number && !IsExact(value.GetRawText()))
                return $"{Shown(value)} is too long or has an exponent: write the number out, in at most 28 digits.";
            if (shape.Type != typeof(string))
                return value.Deserialize(shape) is null ? "null is not a value here." : null;
            if (value.ValueKind != JsonValueKind.String)
                return $"{Shown(value)} should be a string.";
            var text = value.GetString()!;
            return string.IsNullOrWhiteSpace(text) ? "The text is empty: fill it in, or leave the field out if it is optional."
                : text.Contains('\0', StringComparison.Ordinal)
                    ? "The text contains the character U+0000, which cannot be stored: remove it."
                : null;
        }
        catch (InvalidOperationException)
        {
            return "The text is not valid Unicode (a lone surrogate): correct its escapes.";
        }
        catch (JsonException error) when (Expected(shape.Type) is null)
        {
            return error.Message;
        }
        catch (JsonException)
        {
            return $"{Shown(value)} should be {Expected(shape.Type)}.";
        }
    }

    private static bool IsExact(string number) =>
        number.Count(char.IsAsciiDigit) <= 28 && !number.Contains('e', StringComparison.OrdinalIgnoreCase);

    private static string? Expected(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(int) ? "a whole number of at most nine digits"
        : type == typeof(decimal) ? "a number of at most 28 digits"
        : null;

    private bool TryName(string pointer, JsonProperty member, out string name)
    {
        try
        {
            name = member.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            Problems.Add(new(pointer, "A field's name is not valid Unicode (a lone surrogate): correct its escapes."));
            name = "";
            return false;
        }
    }

    private static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 60 ? text : text[..57] + "...";
    }
}
