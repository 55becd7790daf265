using System.Text.Json;
using System.Text.RegularExpressions;

namespace NegotiationLedger.Tests.Views;

/// <summary>The prefixes and the identifiers of one bundle.</summary>
internal sealed partial class ProvNames
{
    private readonly Action<string, string> _report;
    private readonly ProvNames? _outer;
    private readonly Dictionary<string, string> _prefixes = [];
    private readonly Dictionary<string, HashSet<string>> _ids = [];

    public ProvNames(Action<string, string> report, string place, JsonElement bundle, ProvNames? outer)
    {
        (_report, _outer) = (report, outer);
        if (bundle.TryGetProperty("prefix", out var prefixes))
            Declare($"{place}/prefix", prefixes);
        foreach (var member in bundle.EnumerateObject().Where(m => m.Name is not "prefix" && m.Value.ValueKind is JsonValueKind.Object))
            _ids[member.Name] = [.. member.Value.EnumerateObject().Select(m => m.Name)];
    }

    /// <summary>The identifiers that a member describes.</summary>
    public IReadOnlySet<string> Of(string member) => _ids.GetValueOrDefault(member) ?? [];

    public bool Has(Names what, string id) =>
        what switch
        {
            Names.Entity => Of("entity").Contains(id),
            Names.Activity => Of("activity").Contains(id),
            Names.Agent => Of("agent").Contains(id),
            Names.Generation => Of("wasGeneratedBy").Contains(id),
            Names.Usage => Of("used").Contains(id),
            _ => ProvVocabulary.Elements.Keys.Any(kind => Of(kind).Contains(id)),
        };

    /// <summary>Complains of a name that is no qualified name of a declared prefix, nor a blank identifier.</summary>
    public void Resolve(string place, string name)
    {
        if (Complaint(name) is { } complaint)
            _report(place, complaint);
    }

    public string? Complaint(string name)
    {
        var parts = name.Split(':', 2);
        var (prefix, local) = parts.Length == 2 ? (parts[0], parts[1]) : ("default", parts[0]);
        if (!LocalName().IsMatch(local))
            return $"'{name}' is no qualified name of PROV-N";
        return prefix == "_" || Finds(prefix) ? null : $"the prefix '{prefix}' is not declared";
    }

    private bool Finds(string prefix) => prefix is "prov" or "xsd" || _prefixes.ContainsKey(prefix) || _outer?.Finds(prefix) == true;

    private void Declare(string place, JsonElement prefixes)
    {
        if (prefixes.ValueKind is not JsonValueKind.Object)
        {
            _report(place, "an object is wanted");
            return;
        }

        foreach (var prefix in prefixes.EnumerateObject())
        {
            if (!Prefix().IsMatch(prefix.Name))
                _report(place, $"'{prefix.Name}' is no prefix");
            if (prefix.Value.ValueKind is not JsonValueKind.String || !Uri.TryCreate(prefix.Value.GetString(), UriKind.Absolute, out _))
                _report(place, $"'{prefix.Name}' stands for no absolute URI");
            else if (prefix.Name == "prov" && prefix.Value.GetString() != ProvVocabulary.Prov)
                _report(place, "prov is another namespace");
            else if (prefix.Name == "xsd" && prefix.Value.GetString() != ProvVocabulary.Xsd)
                _report(place, "xsd is another namespace");
            else
                _prefixes[prefix.Name] = prefix.Value.GetString()!;
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]*$", RegexOptions.NonBacktracking)]
    private static partial Regex Prefix();

    // PROV-N, section 3.7.1: PN_LOCAL, whose characters beyond ASCII are here any letters; it begins with no hyphen and ends in no dot.
    [GeneratedRegex(
        @"^(?![.·-])(?:[\p{L}_0-9.·-]|[/@~&+*?#$!]|%[0-9A-Fa-f]{2}|\\[='(),\-:;\[\].])+(?<!(?<!\\)\.)$",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex LocalName();
}
