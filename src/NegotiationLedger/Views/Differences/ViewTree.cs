using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace NegotiationLedger.Views;

/// <summary>A view as the tree that its JSON is, without writing it: places are found, and parts written, one at a time.</summary>
internal static class ViewTree
{
    // What was said before is nothing that a field says now, and grows with every record.
    private static readonly JsonSerializerOptions Present = new(ViewJson.Default.Options)
    {
        TypeInfoResolver = ViewJson.Default.WithAddedModifier(LeaveOutHistory),
    };

    /// <summary>What is at a place (RFC 6901), as JSON, fields without their history; null when nothing is.</summary>
    internal static JsonNode? At<T>(T view, string pointer)
        where T : IView<T>
    {
        var (value, type) = Find(view, pointer);
        return WritePresent(value, type);
    }

    /// <summary>What tells an item of a list from the others; null when nothing does.</summary>
    internal static string? IdentityOf(object? item) =>
        item switch
        {
            IIdentified identified => identified.Identity,
            string or Viewpoint or EventId or PartyId or IssueId => item.ToString(),
            _ => null,
        };

    /// <summary>The item of a list of the one view that is at a place in that list of the other, as <see cref="At"/> writes it; by place where items cannot be told apart.</summary>
    internal static JsonNode? Twin<T>(T view, T other, string pointer)
        where T : IView<T>
    {
        if (IdentityOf(Find(other, pointer).Value) is not { } identity)
            return At(view, pointer);
        var (list, type) = Find(view, pointer[..pointer.LastIndexOf('/')]);
        var item = list is IList items ? Nearest(items, pointer, identity) : null;
        return WritePresent(item, ShapeOf(type).ElementType!);
    }

    /// <summary>What tells the item of a list at a place from the others; null when nothing does.</summary>
    internal static string? IdentityAt<T>(T view, string pointer)
        where T : IView<T> => IdentityOf(Find(view, pointer).Value);

    /// <summary>The places of the items of a list by what tells them from each other; of those alike the first.</summary>
    internal static Dictionary<string, int> PlacesIn<T>(T view, string pointer)
        where T : IView<T>
    {
        var (items, places) = (
            Find(view, pointer).Value as IList ?? Array.Empty<object>(),
            new Dictionary<string, int>(StringComparer.Ordinal)
        );
        for (var i = 0; i < items.Count; i++)
        {
            if (IdentityOf(items[i]) is { } identity)
                places.TryAdd(identity, i);
        }

        return places;
    }

    // Most stand where they stood, or near it.
    private static object? Nearest(IList items, string pointer, string identity)
    {
        var place = int.Parse(pointer.AsSpan(pointer.LastIndexOf('/') + 1), CultureInfo.InvariantCulture);
        for (var far = 0; far <= Math.Max(place, items.Count); far++)
        {
            if (place + far < items.Count && IdentityOf(items[place + far]) == identity)
                return items[place + far];
            if (place - far >= 0 && place - far < items.Count && IdentityOf(items[place - far]) == identity)
                return items[place - far];
        }

        return null;
    }

    /// <summary>Whether anything is at a place.</summary>
    internal static bool Has<T>(T view, string pointer)
        where T : IView<T> => Find(view, pointer).Value is not null;

    private static (object? Value, Type Type) Find<T>(T view, string pointer)
        where T : IView<T>
    {
        (object? Value, Type Type) place = (view, typeof(T));
        foreach (var name in JsonPointer.Names(pointer))
        {
            if (place.Value is null)
                break;
            place = Step(place.Value, ShapeOf(place.Type), name);
        }

        return place;
    }

    /// <summary>A value as JSON.</summary>
    internal static JsonNode? Write(object? value, Type type) =>
        value is null ? null : JsonSerializer.SerializeToNode(value, ShapeOf(type));

    private static JsonNode? WritePresent(object? value, Type type) =>
        value is null ? null : JsonSerializer.SerializeToNode(value, Present.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type));

    private static void LeaveOutHistory(JsonTypeInfo shape)
    {
        if (shape.Type.IsGenericType && shape.Type.GetGenericTypeDefinition() == typeof(Field<>))
            shape.Properties.Remove(shape.Properties.Single(p => p.Name == "history"));
    }

    /// <summary>How values of a type are written.</summary>
    internal static JsonTypeInfo ShapeOf(Type type) => ViewJson.Default.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);

    /// <summary>What a member of an object holds; null when it is not written.</summary>
    internal static object? ValueOf(JsonPropertyInfo member, object owner)
    {
        if (member.Get?.Invoke(owner) is not { } value)
            return null;
        return member.ShouldSerialize?.Invoke(owner, value) == false ? null : value;
    }

    private static (object? Value, Type Type) Step(object value, JsonTypeInfo shape, string name) =>
        shape.Kind switch
        {
            JsonTypeInfoKind.Object => shape.Properties.FirstOrDefault(p => p.Name == name) is { } member
                ? (ValueOf(member, value), member.PropertyType)
                : default,
            JsonTypeInfoKind.Dictionary => (Member((IDictionary)value, name), shape.ElementType!),
            JsonTypeInfoKind.Enumerable => (Item((IList)value, name), shape.ElementType!),
            _ => default,
        };

    private static object? Member(IDictionary members, string name) => members.Contains(name) ? members[name] : null;

    private static object? Item(IList items, string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < items.Count ? items[index] : null;
}
