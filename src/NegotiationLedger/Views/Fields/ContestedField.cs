using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>A contested field of a view, for a reader's eye.</summary>
/// <param name="Field">Where the field stands in the view: a JSON Pointer.</param>
/// <param name="Value">The present value, as text.</param>
/// <param name="Rivals">Who says otherwise.</param>
public sealed record ContestedField(string Field, string Value, IReadOnlyList<ContestedBy> Rivals) : IIdentified
{
    string IIdentified.Identity => Field;
}

/// <summary>A rival of a contested field.</summary>
/// <param name="Value">What it says instead, as text; absent when it denies the happening or tells it of another subject.</param>
/// <param name="Viewpoint">Whose word it is.</param>
/// <param name="Since">From when, by that word.</param>
/// <param name="Events">The assertions behind it.</param>
/// <param name="Kind">Why it stands against the value; absent where it says another one.</param>
/// <param name="Occurred">Its date as asserted; absent where it says another value.</param>
/// <param name="Of">Of whom it tells the happening, as ids; absent unless of another subject.</param>
/// <param name="Perhaps">Of a denial: whether it may be of another happening like it.</param>
public sealed record ContestedBy(
    string? Value,
    Viewpoint Viewpoint,
    DateTimeOffset Since,
    IReadOnlyList<EventId> Events,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] RivalKind Kind = RivalKind.Value,
    Edtf? Occurred = null,
    string? Of = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Perhaps = false
) : IIdentified
{
    string IIdentified.Identity => $"{Viewpoint} {Kind} {Of} {Perhaps} {Events[0]}";
}

/// <summary>Lists the fields on which accounts differ.</summary>
internal static class ContestedFields
{
    // A part that nothing happened to stays the same object from view to view, and so does what is listed of it.
    private static readonly ConditionalWeakTable<object, Listed> Known = [];

    /// <summary>The contested fields of the parts in a map, each part looked through once for as long as it stays as it is.</summary>
    /// <param name="parts">The map.</param>
    /// <param name="map">Where the map stands in the view: a JSON Pointer.</param>
    /// <param name="list">Lists the contested fields of a part that stands at a place.</param>
    internal static IEnumerable<ContestedField> ContestedIn<T>(
        this IEnumerable<KeyValuePair<string, T>> parts,
        string map,
        Func<string, T, IEnumerable<ContestedField>> list
    )
        where T : class
    {
        foreach (var (key, part) in parts)
        {
            if (!Known.TryGetValue(part, out var known) || known.Map != map || known.Key != key)
                Known.AddOrUpdate(part, known = new(map, key, [.. list(JsonPointer.Then(map, key), part)]));
            foreach (var field in known.Fields)
                yield return field;
        }
    }

    internal static IEnumerable<ContestedField> ContestedAs<T>(this Field<T>? field, string pointer) =>
        field?.Contested is { } rivals ? [new(pointer, Text(field.Value), [.. rivals.Select(r => r.ByText(Text))])] : [];

    private static ContestedBy ByText<T>(this Rival<T> rival, Func<T, string> text) =>
        new(
            rival.Kind is RivalKind.Denial or RivalKind.Subject ? null : text(rival.Value!),
            rival.Viewpoint,
            rival.Since,
            rival.Events,
            rival.Kind,
            rival.Kind is RivalKind.Value ? null : rival.Occurred,
            rival.Of,
            rival.Perhaps
        );

    private static string Text<T>(T value) =>
        value switch
        {
            bool yes => yes ? "true" : "false",
            Enum named => JsonNamingPolicy.SnakeCaseLower.ConvertName(named.ToString()),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value?.ToString() ?? "",
        };

    private sealed record Listed(string Map, string Key, ContestedField[] Fields);
}
