using System.Globalization;
using System.Text.Json;

namespace NegotiationLedger.Tests.Views;

/// <summary>
/// Holds a document against The PROV-JSON Serialization (W3C Member Submission, 24 April 2013) and its schema, against the names of PROV-N
/// that it builds on, and against what PROV-DM and PROV-CONSTRAINTS say of what a document itself states. Stricter than the submission in
/// one thing: every reference must be to something that the same bundle describes.
/// </summary>
internal sealed class ProvJsonValidator
{
    private readonly List<string> _complaints = [];

    /// <summary>What is wrong with a document, place by place; empty when nothing is.</summary>
    public static IReadOnlyList<string> Check(string json)
    {
        var validator = new ProvJsonValidator();
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            validator.CheckBundle("", document.RootElement, outer: null);
        }
        catch (JsonException error)
        {
            validator._complaints.Add($"no JSON, cut short, or a name twice: {error.Message}");
        }

        return validator._complaints;
    }

    private void CheckBundle(string place, JsonElement bundle, ProvNames? outer)
    {
        if (!IsObject(place, bundle))
            return;
        var names = new ProvNames(Report, place, bundle, outer);
        foreach (var member in bundle.EnumerateObject().Where(m => m.Name != "prefix"))
        {
            var at = $"{place}/{member.Name}";
            if (member.Name == "bundle" && outer is null)
                Each(at, member.Value, (id, inner) => CheckNested(at, id, inner, names));
            else if (ProvVocabulary.Elements.TryGetValue(member.Name, out var own))
                Each(at, member.Value, (id, element) => CheckElement(member.Name, $"{at}/{id}", id, element, own, names));
            else if (ProvVocabulary.Relations.TryGetValue(member.Name, out var relation))
                Each(at, member.Value, (id, one) => CheckRelation(relation, $"{at}/{id}", id, one, names));
            else
                Report(at, "the submission has no such member");
        }

        foreach (var complaint in ProvConstraints.Check(bundle, names))
            Report(place, complaint);
    }

    private void CheckNested(string at, string id, JsonElement inner, ProvNames names)
    {
        names.Resolve($"{at}/{id}", id);
        CheckBundle($"{at}/{id}", inner, names);
    }

    private void CheckElement(string kind, string place, string id, JsonElement element, string[] own, ProvNames names)
    {
        if (id.StartsWith("_:", StringComparison.Ordinal))
            Report(place, "an element's identifier is no blank one");
        else
            names.Resolve(place, id);
        foreach (var attribute in element.EnumerateObject())
        {
            CheckAttribute(kind, $"{place}/{attribute.Name}", attribute, own, names);
            if (attribute.Name is "prov:startTime" or "prov:endTime")
                CheckTime($"{place}/{attribute.Name}", attribute.Value);
            if (attribute.Name is "prov:value" && attribute.Value.ValueKind is JsonValueKind.Array)
                Report(place, "an entity has one prov:value at most");
        }
    }

    private void CheckRelation(Relation relation, string place, string id, JsonElement one, ProvNames names)
    {
        names.Resolve(place, id);
        foreach (var missing in relation.Formals.Where(f => f.IsRequired && !one.TryGetProperty(f.Name, out _)))
            Report(place, $"{missing.Name} is required");
        foreach (var attribute in one.EnumerateObject())
        {
            var at = $"{place}/{attribute.Name}";
            if (relation.Formals.FirstOrDefault(f => f.Name == attribute.Name) is { } formal)
                CheckFormal(at, formal, attribute.Value, names);
            else if (!relation.IsOpen)
                Report(at, $"{relation.Name} bears no further attribute");
            else
                CheckAttribute(relation.Name, at, attribute, relation.Further, names);
        }
    }

    private void CheckFormal(string place, Formal formal, JsonElement value, ProvNames names)
    {
        if (formal.What is Names.Time)
            CheckTime(place, value);
        else if (value.ValueKind is not JsonValueKind.String)
            Report(place, "a reference is one identifier, as a string");
        else if (!names.Has(formal.What, value.GetString()!))
            Report(place, $"'{value.GetString()}' is no {formal.What} that is described here");
    }

    private void CheckAttribute(string holder, string place, JsonProperty attribute, string[] own, ProvNames names)
    {
        if (!attribute.Name.Contains(':', StringComparison.Ordinal))
            Report(place, "an attribute's name has a prefix");
        names.Resolve(place, attribute.Name);
        if (attribute.Name.StartsWith("prov:", StringComparison.Ordinal) && !own.Contains(attribute.Name))
            Report(place, $"{attribute.Name} is no attribute of {holder}");
        var values = attribute.Value.ValueKind is JsonValueKind.Array ? [.. attribute.Value.EnumerateArray()] : new[] { attribute.Value };
        if (values.Length == 0)
            Report(place, "an empty array");
        foreach (var value in values)
            CheckValue(holder, place, attribute.Name, value, names);
    }

    private void CheckValue(string holder, string place, string name, JsonElement value, ProvNames names)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var complaint in ProvLiteral.Check(value, names))
                    Report(place, complaint);
                break;
            case not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False):
                Report(place, $"a value is no {value.ValueKind}");
                break;
        }

        if (name == "prov:label" && value.ValueKind is not (JsonValueKind.String or JsonValueKind.Object))
            Report(place, "a label is a string");
        if (name == "prov:type")
            CheckType(holder, place, value);
    }

    // PROV-DM, section 5.7.4.4: a type that PROV defines is a qualified name, and says something of some things only.
    private void CheckType(string holder, string place, JsonElement value)
    {
        var isName =
            value.ValueKind is JsonValueKind.Object
            && value.TryGetProperty("type", out var type)
            && type.ValueKind is JsonValueKind.String
            && type.GetString() == "prov:QUALIFIED_NAME";
        var text =
            value.ValueKind is JsonValueKind.Object && value.TryGetProperty("$", out var literal) ? literal.ToString() : value.ToString();
        if (!text.StartsWith("prov:", StringComparison.Ordinal))
            return;
        if (!isName)
            Report(place, $"{text} is a name: its type is prov:QUALIFIED_NAME");
        if (!ProvVocabulary.Types.TryGetValue(holder, out var types) || !types.Contains(text))
            Report(place, $"{text} is no type of {holder}");
    }

    private void CheckTime(string place, JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.String || ProvTime.Read(value.GetString()!) is null)
            Report(place, $"'{value}' is no xsd:dateTime");
    }

    private void Each(string place, JsonElement members, Action<string, JsonElement> check)
    {
        if (!IsObject(place, members))
            return;
        foreach (var member in members.EnumerateObject())
        {
            if (IsObject($"{place}/{member.Name}", member.Value))
                check(member.Name, member.Value);
        }
    }

    private bool IsObject(string place, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Object)
            return true;
        Report(place, $"an object is wanted, not {value.ValueKind}");
        return false;
    }

    private void Report(string place, string complaint) => _complaints.Add($"{(place.Length == 0 ? "/" : place)}: {complaint}");
}

/// <summary>Times of PROV: xsd:dateTime.</summary>
internal static class ProvTime
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static DateTimeOffset? Read(string text) =>
        DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
