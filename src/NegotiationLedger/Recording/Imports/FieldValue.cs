using System.Text.Json.Nodes;

namespace NegotiationLedger.Recording.Imports;

/// <summary>Makes the value of a field from a text.</summary>
internal static class FieldValue
{
    /// <summary>The value, or what is wrong with the text and how to correct it. No value and no complaint where the text stands for nothing.</summary>
    /// <param name="rule">The rule that gave the text.</param>
    /// <param name="kind">What the field takes.</param>
    /// <param name="text">The text, not empty.</param>
    /// <param name="isOwn">Whether the text is the map's, and so in the ledger's own form, rather than the spreadsheet's.</param>
    internal static (JsonNode? Value, string? Complaint) Of(FieldRule rule, FieldKind kind, string text, bool isOwn)
    {
        if (!kind.IsList)
            return One(rule, kind, text, isOwn);
        var list = new JsonArray();
        foreach (var item in Items(text, rule))
        {
            var (value, complaint) = One(rule, kind, item, isOwn);
            if (complaint is not null)
                return (null, complaint);
            if (value is not null)
                list.Add(value);
        }

        return (list.Count == 0 ? null : list, null);
    }

    /// <summary>The items that a text lists.</summary>
    internal static IReadOnlyList<string> Items(string text, FieldRule rule) =>
        [.. text.Split(rule.Split ?? ";").Select(i => i.Trim(Sheet.White)).Where(i => i.Length > 0)];

    private static (JsonNode? Value, string? Complaint) One(FieldRule rule, FieldKind kind, string text, bool isOwn)
    {
        if (!isOwn && rule.Values?.TryFind(text, out var found) == true)
            return found is null ? (null, null) : Own(kind, found);
        if (isOwn)
            return Own(kind, text);
        if (kind.IsDate)
            return rule.Dates.Read(text) switch
            {
                ({ } edtf, _) => (JsonValue.Create(edtf), null),
                var (_, complaint) => (null, complaint),
            };
        if (kind.IsNumber)
            return rule.Numbers.Read(text) switch
            {
                ({ } number, _) => (JsonNode.Parse(number), null),
                var (_, complaint) => (null, complaint),
            };
        return rule.Values is { } table
            ? (
                null,
                $"'{Sheet.Shown(text)}' is not among the map's values: add it to the map at {table.Place}, or correct the cell. {Listed(table)}"
            )
            : Own(kind, text);
    }

    private static (JsonNode? Value, string? Complaint) Own(FieldKind kind, string text)
    {
        if (kind.IsNumber)
            return NumberForm.Plain.Read(text) is { Number: { } number }
                ? (JsonNode.Parse(number), null)
                : (null, $"'{Sheet.Shown(text)}' is not a number.");
        if (kind.IsRound && Round.Of(text) is { Number: { } round })
            return (JsonValue.Create(round), null);
        if (!kind.IsFlag)
            return (JsonValue.Create(text), null);
        return bool.TryParse(text, out var flag)
            ? (JsonValue.Create(flag), null)
            : (
                null,
                $"'{Sheet.Shown(text)}' is neither true nor false: write one of them, or say in the map's 'values' what stands for which."
            );
    }

    private static string Listed(ValueTable table)
    {
        var some = table.Rows.Keys.Take(21).ToList();
        return $"The map knows: {string.Join(", ", some.Take(20).Select(t => $"'{(t.Length <= 60 ? t : t[..57] + "...")}'"))}{(some.Count > 20 ? ", …" : "")}.";
    }
}
