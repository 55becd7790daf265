using System.Text.Json;

namespace NegotiationLedger.Torture.Requests;

/// <summary>A parameter of an address.</summary>
/// <param name="Name">Its name.</param>
/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
/// <param name="IsRequired">Whether it must be given.</param>
internal sealed record Parameter(string Name, string In, bool IsRequired);

/// <summary>An address and a method, as the server describes them.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The address, parameters in braces.</param>
/// <param name="Parameters">All that it takes.</param>
/// <param name="HasBody">Whether it takes a body.</param>
internal sealed record Operation(string Method, string Path, IReadOnlyList<Parameter> Parameters, bool HasBody)
{
    /// <summary>How it is named in the table.</summary>
    public override string ToString() => $"{Method} {Path}";

    /// <summary>Every one that the server describes, and the pages of its own that it does not.</summary>
    public static async Task<IReadOnlyList<Operation>> Described(HttpClient http)
    {
        using var description = JsonDocument.Parse(await http.GetStringAsync("/openapi/v1.json"));
        var operations = description
            .RootElement.GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path =>
                path.Value.EnumerateObject()
                    .Where(method => IsOfJson(method.Value))
                    .Select(method => new Operation(
                        method.Name.ToUpperInvariant(),
                        path.Name,
                        [.. ParametersOf(method.Value)],
                        method.Value.TryGetProperty("requestBody", out _)
                    ))
            );
        return
        [
            .. operations,
            new("GET", "/openapi/v1.json", [], false),
            new("GET", "/docs/", [], false),
            new("GET", "/metrics", [], false),
        ];
    }

    // What takes lines, as a load does, is spoilt by the server's own tests.
    private static bool IsOfJson(JsonElement operation) =>
        !operation.TryGetProperty("requestBody", out var body) || body.GetProperty("content").TryGetProperty("application/json", out _);

    private static IEnumerable<Parameter> ParametersOf(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? parameters
                .EnumerateArray()
                .Select(p => new Parameter(
                    p.GetProperty("name").GetString()!,
                    p.GetProperty("in").GetString()!,
                    p.TryGetProperty("required", out var required) && required.GetBoolean()
                ))
            : [];
}
