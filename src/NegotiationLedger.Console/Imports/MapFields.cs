namespace NegotiationLedger.Console;

/// <summary>A field that a column can fill.</summary>
/// <param name="Pointer">Where it stands in a record: a JSON Pointer.</param>
/// <param name="Label">What readers call it.</param>
/// <param name="Meaning">What it says.</param>
/// <param name="IsId">Whether it takes an id, which can be made of a text.</param>
public sealed record MapField(string Pointer, string Label, string? Meaning, bool IsId);

/// <summary>The fields that columns of a spreadsheet can fill, from the vocabulary.</summary>
internal static class MapFields
{
    /// <summary>Those that every development has.</summary>
    internal static IReadOnlyList<MapField> OfEvery { get; }

    /// <summary>Those that some types have, by label.</summary>
    internal static IReadOnlyList<MapField> OfSome { get; }

    static MapFields()
    {
        var types = EventNames
            .All.Where(r => r.Type.IsSubclassOf(typeof(Development)))
            .Select(r => FormField.Of(r).SelectMany(f => Of(f, "", "")).ToList())
            .ToList();
        var all = types.SelectMany(t => t).DistinctBy(f => f.Pointer).ToList();
        OfEvery = [.. all.Where(f => types.TrueForAll(t => t.Any(o => o.Pointer == f.Pointer)))];
        OfSome = [.. all.Except(OfEvery).OrderBy(f => f.Label, StringComparer.Ordinal)];
    }

    // Fields under a name of their own, such as terms by issue, are written into the map itself.
    private static IEnumerable<MapField> Of(FormField field, string at, string label)
    {
        var (pointer, name) = ($"{at}/{field.Name}", label.Length == 0 ? field.Label : $"{label}: {field.Label}");
        return field.Control switch
        {
            Control.Object => field.Fields.SelectMany(f => Of(f, pointer, field.Name == "attribution" ? "" : field.Label)),
            Control.Map or Control.Json => [],
            Control.List when field.Item!.Control is Control.Object => [],
            _ => [new MapField(pointer, name, field.Meaning, field.Known is not null)],
        };
    }
}
