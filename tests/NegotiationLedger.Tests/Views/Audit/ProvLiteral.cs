using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace NegotiationLedger.Tests.Views;

/// <summary>Typed literals: <c>{"$": text, "type": name, "lang": tag}</c>, and nothing else.</summary>
internal static class ProvLiteral
{
    private static readonly string[] Members = ["$", "type", "lang"];

    public static IEnumerable<string> Check(JsonElement literal, ProvNames names)
    {
        foreach (var member in literal.EnumerateObject())
        {
            if (!Members.Contains(member.Name))
                yield return $"a literal has no member '{member.Name}'";
            else if (member.Value.ValueKind is not JsonValueKind.String)
                yield return $"'{member.Name}' of a literal is a string";
        }

        if (!literal.TryGetProperty("$", out var text) || text.ValueKind is not JsonValueKind.String)
        {
            yield return "a literal has a value '$'";
            yield break;
        }

        var type = literal.TryGetProperty("type", out var named) && named.ValueKind is JsonValueKind.String ? named.GetString() : null;
        if (type is not null && names.Complaint(type) is { } complaint)
            yield return complaint;
        else if (type is not null && !Fits(type, text.GetString()!, names))
            yield return $"'{text.GetString()}' is no {type}";
        if (literal.TryGetProperty("lang", out _) && type is not (null or "xsd:string" or "prov:InternationalizedString"))
            yield return $"a {type} has no language";
    }

    private static bool Fits(string type, string text, ProvNames names) =>
        type switch
        {
            "prov:QUALIFIED_NAME" or "xsd:QName" => text.Contains(':', StringComparison.Ordinal) && names.Complaint(text) is null,
            "xsd:string" or "prov:InternationalizedString" => true,
            "xsd:boolean" => text is "true" or "false" or "0" or "1",
            "xsd:integer" or "xsd:long" or "xsd:int" => IsInteger(text, null),
            "xsd:nonNegativeInteger" => IsInteger(text, 0),
            "xsd:positiveInteger" => IsInteger(text, 1),
            "xsd:decimal" => decimal.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out _
            ),
            "xsd:double" or "xsd:float" => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            "xsd:dateTime" => ProvTime.Read(text) is not null,
            "xsd:anyURI" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _) && !text.Contains(' ', StringComparison.Ordinal),
            "rdf:JSON" => IsJson(text),
            _ => !type.StartsWith("xsd:", StringComparison.Ordinal) && !type.StartsWith("prov:", StringComparison.Ordinal),
        };

    private static bool IsInteger(string text, int? least) =>
        BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && !(number < least);

    private static bool IsJson(string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
