using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;

namespace NegotiationLedger.Server;

/// <summary>What the domain's types and fields mean, in the words of their own comments: the file that the compiler writes beside the program.</summary>
internal static class Documentation
{
    private static readonly Lazy<FrozenDictionary<string, XElement>> Members = new(Read);

    /// <summary>What a type means, in a sentence or more; null when nothing is said.</summary>
    internal static string? Of(Type type) => Text(Find($"T:{type.FullName}")?.Element("summary"));

    /// <summary>What else is to be known of it, such as its CAMEO code; null when nothing is said.</summary>
    internal static string? RemarksOf(Type type) => Text(Find($"T:{type.FullName}")?.Element("remarks"));

    /// <summary>What a field means; null when nothing is said.</summary>
    internal static string? Of(PropertyInfo property)
    {
        var owner = property.DeclaringType!;
        var name = owner.IsGenericType ? owner.GetGenericTypeDefinition().FullName : owner.FullName;
        return Text(Find($"P:{name}.{property.Name}")?.Element("summary"))
            ?? Text(Find($"T:{name}")?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == property.Name));
    }

    /// <summary>What a value of an enumeration means; null when nothing is said.</summary>
    internal static string? Of(Type type, string value) => Text(Find($"F:{type.FullName}.{value}")?.Element("summary"));

    private static XElement? Find(string name) => Members.Value.GetValueOrDefault(name);

    private static FrozenDictionary<string, XElement> Read()
    {
        var file = Path.ChangeExtension(typeof(LedgerEvent).Assembly.Location, ".xml");
        return XDocument.Load(file).Descendants("member").ToFrozenDictionary(m => m.Attribute("name")!.Value, StringComparer.Ordinal);
    }

    private static string? Text(XElement? element) =>
        element is null
            ? null
            : string.Join(' ', string.Concat(element.Nodes().Select(Words)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // What a reader of the API would call it: a named value as it is written, a field as it is spelled.
    private static string Words(XNode node) =>
        node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" } see => Spelled(((string?)see.Attribute("cref") ?? "").Split('(')[0]),
            XElement { Name.LocalName: "paramref" } parameter => JsonNamingPolicy.CamelCase.ConvertName(
                (string)parameter.Attribute("name")!
            ),
            XElement other => string.Concat(other.Nodes().Select(Words)),
            _ => "",
        };

    private static string Spelled(string reference)
    {
        var name = reference[(reference.LastIndexOf('.') + 1)..];
        return reference.StartsWith("F:", StringComparison.Ordinal)
            ? JsonNamingPolicy.SnakeCaseLower.ConvertName(name)
            : JsonNamingPolicy.CamelCase.ConvertName(name);
    }
}
