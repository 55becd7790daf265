using System.Globalization;
using System.Text.Json;

namespace NegotiationLedger.Testing;

/// <summary>Holds what was sent against what is stored.</summary>
internal static class Sent
{
    /// <summary>
    /// Where something sent is not stored, or null: every member must be there, but for null, for the default claim and for what is passed over.
    /// Of a quotation its source's own characters are stored, which only the letters and digits of what was sent tell.
    /// </summary>
    internal static string? Missing(JsonElement sent, JsonElement stored, string place = "", params IReadOnlyList<string> passedOver)
    {
        if (sent.ValueKind != stored.ValueKind)
            return $"{place}: {sent.ValueKind} became {stored.ValueKind}";
        return sent.ValueKind switch
        {
            JsonValueKind.Object => sent.EnumerateObject()
                .Where(m => !passedOver.Contains(m.Name))
                .Select(m => MissingMember(m, stored, $"{place}/{m.Name}"))
                .FirstOrDefault(m => m is not null),
            JsonValueKind.Array when sent.GetArrayLength() != stored.GetArrayLength() =>
                $"{place}: {sent.GetArrayLength()} items became {stored.GetArrayLength()}",
            JsonValueKind.Array => sent.EnumerateArray()
                .Zip(stored.EnumerateArray())
                .Select((p, i) => Missing(p.First, p.Second, $"{place}/{i}"))
                .FirstOrDefault(m => m is not null),
            JsonValueKind.String
                when place.EndsWith("/attribution/quote/exact", StringComparison.Ordinal) && Letters(sent) == Letters(stored) => null,
            JsonValueKind.String when sent.GetString() != stored.GetString() =>
                $"{place}: '{sent.GetString()}' became '{stored.GetString()}'",
            JsonValueKind.Number when Number(sent) != Number(stored) => $"{place}: {sent.GetRawText()} became {stored.GetRawText()}",
            _ => null,
        };
    }

    /// <summary>Whether a JSON Pointer names something sent, or a member that an object sent lacks.</summary>
    internal static bool HasPlace(JsonElement body, string pointer)
    {
        var parts = pointer.Split('/')[1..];
        for (var i = 0; i < parts.Length; i++)
        {
            var name = parts[i].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (
                body.ValueKind == JsonValueKind.Array
                && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < body.GetArrayLength()
            )
                body = body[index];
            else if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var member))
                body = member;
            else
                return body.ValueKind == JsonValueKind.Object && i == parts.Length - 1;
        }

        return true;
    }

    private static string? MissingMember(JsonProperty member, JsonElement stored, string place)
    {
        if (stored.TryGetProperty(member.Name, out var value))
            return Missing(member.Value, value, place);
        var isDefault =
            member.Value.ValueKind == JsonValueKind.Null
            || (member.Name == "claim" && member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() == "actual");
        return isDefault && !place.StartsWith("/patch", StringComparison.Ordinal) ? null : $"{place}: was not stored";
    }

    private static string Letters(JsonElement text) => string.Concat(text.GetString()!.Where(char.IsLetterOrDigit));

    private static decimal Number(JsonElement number) =>
        decimal.Parse(number.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
