using System.Collections.Frozen;

namespace NegotiationLedger.Store.Audit;

/// <summary>The languages that PostgreSQL 15 and newer has stemmers for, by the primary subtag of BCP 47.</summary>
internal static class TextLanguage
{
    /// <summary>The configuration that keeps words as they are.</summary>
    public const string Simple = "simple";

    private static readonly FrozenDictionary<string, string> Configurations = new Dictionary<string, string>
    {
        ["ar"] = "arabic",
        ["ca"] = "catalan",
        ["da"] = "danish",
        ["de"] = "german",
        ["el"] = "greek",
        ["en"] = "english",
        ["es"] = "spanish",
        ["eu"] = "basque",
        ["fi"] = "finnish",
        ["fr"] = "french",
        ["ga"] = "irish",
        ["hi"] = "hindi",
        ["hu"] = "hungarian",
        ["hy"] = "armenian",
        ["id"] = "indonesian",
        ["it"] = "italian",
        ["lt"] = "lithuanian",
        ["nb"] = "norwegian",
        ["ne"] = "nepali",
        ["nl"] = "dutch",
        ["nn"] = "norwegian",
        ["no"] = "norwegian",
        ["pt"] = "portuguese",
        ["ro"] = "romanian",
        ["ru"] = "russian",
        ["sr"] = "serbian",
        ["sv"] = "swedish",
        ["ta"] = "tamil",
        ["tr"] = "turkish",
        ["yi"] = "yiddish",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The configuration for the language of an attribution's source, as it is registered.</summary>
    public static string Of(Attribution? attribution, Registry registry) =>
        attribution is not null && registry.Sources.TryGetValue(attribution.Source, out var source)
            ? Of(source.Description.Language)
            : Simple;

    /// <summary>The configurations of all sources, each once, without <see cref="Simple"/>.</summary>
    public static string[] All(Registry registry) =>
        [
            .. registry
                .Sources.Values.Select(s => Of(s.Description.Language))
                .Distinct()
                .Where(c => c != Simple)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The configuration for a language by its tag of BCP 47.</summary>
    public static string Of(string? tag) =>
        tag is not null && Configurations.TryGetValue(tag.Split('-', '_')[0], out var name) ? name : Simple;
}
