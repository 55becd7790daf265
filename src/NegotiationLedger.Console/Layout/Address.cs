using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace NegotiationLedger.Console;

/// <summary>Where a page is, with its whole state: path, lens, and what is chosen on it.</summary>
/// <param name="Path">The path.</param>
/// <param name="Query">The parameters in order, unescaped; none of them empty.</param>
public sealed record Address(string Path, ImmutableList<(string Name, string Value)> Query)
{
    private static readonly string[] OfLens = ["occurredUntil", "assertedUntil", "recordedUntil", "accordingTo", "standing"];

    /// <summary>What stands before the path in a link from elsewhere, such as <c>https://ledger.example</c>; empty within the console.</summary>
    internal string Origin { get; init; } = "";

    /// <summary>A page without parameters.</summary>
    internal static Address To(string path) => new(path, []);

    /// <summary>The address that was asked for, without parameters that say nothing.</summary>
    internal static Address Of(HttpRequest request) =>
        new(
            request.Path.Value ?? "/",
            [.. request.Query.SelectMany(q => q.Value.OfType<string>().Where(v => v.Length > 0).Select(v => (q.Key, v)))]
        );

    /// <summary>The address that a text is; null when it is not one of the console's.</summary>
    internal static Address? Read(string? text)
    {
        if (text is null || !text.StartsWith('/') || text.StartsWith("//", StringComparison.Ordinal))
            return null;
        var mark = text.IndexOf('?', StringComparison.Ordinal);
        var query = mark < 0 ? [] : QueryHelpers.ParseQuery(text[mark..]);
        return new(
            Uri.UnescapeDataString(mark < 0 ? text : text[..mark]),
            [.. query.SelectMany(q => q.Value.OfType<string>().Where(v => v.Length > 0).Select(v => (q.Key, v)))]
        );
    }

    /// <summary>The parameters, as a request brings them.</summary>
    internal IQueryCollection Parameters =>
        new QueryCollection(
            Query.GroupBy(q => q.Name).ToDictionary(g => g.Key, g => new StringValues([.. g.Select(q => q.Value)]), StringComparer.Ordinal)
        );

    /// <summary>The first value of a parameter; null for none.</summary>
    internal string? this[string name] => Query.FirstOrDefault(q => q.Name == name).Value;

    /// <summary>The parameters that no lens is made of.</summary>
    internal IEnumerable<(string Name, string Value)> Chosen => Query.Where(q => !OfLens.Contains(q.Name));

    /// <summary>The parameters that a lens is made of.</summary>
    internal IReadOnlyList<(string Name, string Value)> OfPlainLens => [.. Query.Where(q => OfLens.Contains(q.Name))];

    /// <summary>The address without any lens, those of two sides included.</summary>
    internal Address WithoutLenses() => this with { Query = Query.RemoveAll(q => OfLens.Contains(q.Name[(q.Name.IndexOf('.') + 1)..])) };

    /// <summary>The address with a lens whose parameters have a prefix.</summary>
    internal Address WithLens(string prefix, Lens lens) =>
        this with
        {
            Query =
            [
                .. Query.Where(q => !OfLens.Any(name => q.Name == prefix + name)),
                .. OfLens.SelectMany(name => ValuesOf(lens, name).Select(value => (prefix + name, value))),
            ],
        };

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
    internal Address Turn(string path) => this with { Path = path, Query = [.. Query.Where(q => OfLens.Contains(q.Name))] };

    /// <summary>A name as it stands in a JSON Pointer (RFC 6901, section 3).</summary>
    internal static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>It, as it stands in a link.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Origin).Append(new PathString(Path).ToUriComponent());
        var mark = '?';
        foreach (var (name, value) in Query)
        {
            text.Append(mark).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            mark = '&';
        }

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
