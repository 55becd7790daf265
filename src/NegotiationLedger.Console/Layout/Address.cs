using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Console;

/// <summary>Where a page is, with its whole state: path, lens, and what is chosen on it.</summary>
/// <param name="Path">The path.</param>
/// <param name="Query">The parameters in order, unescaped; none of them empty.</param>
public sealed record Address(string Path, ImmutableList<(string Name, string Value)> Query)
{
    private static readonly string[] OfLens = ["occurredUntil", "assertedUntil", "recordedUntil", "accordingTo", "standing"];

    /// <summary>A page without parameters.</summary>
    internal static Address To(string path) => new(path, []);

    /// <summary>The address that was asked for, without parameters that say nothing.</summary>
    internal static Address Of(HttpRequest request) =>
        new(
            request.Path.Value ?? "/",
            [.. request.Query.SelectMany(q => q.Value.OfType<string>().Where(v => v.Length > 0).Select(v => (q.Key, v)))]
        );

    /// <summary>The first value of a parameter; null for none.</summary>
    internal string? this[string name] => Query.FirstOrDefault(q => q.Name == name).Value;

    /// <summary>The parameters that no lens is made of.</summary>
    internal IEnumerable<(string Name, string Value)> Chosen => Query.Where(q => !OfLens.Contains(q.Name));

    /// <summary>The address with one parameter in place of all of its name; without any when the value is null.</summary>
    internal Address With(string name, string? value)
    {
        var rest = Query.RemoveAll(q => q.Name == name);
        return this with { Query = value is null ? rest : rest.Add((name, value)) };
    }

    /// <summary>The address through another lens; the rest of the page's state stays.</summary>
    internal Address Through(Lens lens) =>
        this with
        {
            Query = [.. OfLens.SelectMany(name => ValuesOf(lens, name).Select(value => (name, value))), .. Chosen],
        };

    /// <summary>Another page through the same lens; what is chosen on this one stays behind.</summary>
    internal Address Turn(string path) => new(path, [.. Query.Where(q => OfLens.Contains(q.Name))]);

    /// <summary>A name as it stands in a JSON Pointer (RFC 6901, section 3).</summary>
    internal static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>It, as it stands in a link.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Path);
        foreach (var (name, value) in Query)
            text.Append(text.Length == Path.Length ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return text.ToString();
    }

    private static IEnumerable<string> ValuesOf(Lens lens, string name) =>
        name switch
        {
            "occurredUntil" => Given(lens.OccurredUntil?.Text),
            "assertedUntil" => Given(lens.AssertedUntil?.Text),
            "recordedUntil" => Given(lens.RecordedUntil?.Text),
            "accordingTo" => lens.AccordingTo.Select(v => v.ToString()),
            _ => Given(lens.UndisputedOnly ? "undisputed" : null),
        };

    private static IEnumerable<string> Given(string? value) => value is null ? [] : [value];
}
