using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Console;

/// <summary>Styles, modules and pictures, which are in the assembly. Each is served under its digest, so that it can be kept for ever.</summary>
internal static class AssetFiles
{
    private static readonly FrozenDictionary<string, byte[]> Files = Read();

    // One digest over all: modules name each other without it, relative to their own address.
    private static readonly string Digest = Convert.ToHexStringLower(
        SHA256.HashData([.. Files.OrderBy(f => f.Key, StringComparer.Ordinal).SelectMany(f => f.Value)]).AsSpan(0, 8)
    );

    /// <summary>The address of a file.</summary>
    internal static string Url(string name) =>
        Files.ContainsKey(name) ? $"/assets/{Digest}/{name}" : throw new ArgumentException($"There is no asset '{name}'.", nameof(name));

    /// <summary>The content of a file, to be put into a page.</summary>
    internal static string Text(string name) => System.Text.Encoding.UTF8.GetString(Files[name]);

    internal static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/assets/{digest}/{name}",
                (string digest, string name, HttpContext context) =>
                {
                    if (!Files.TryGetValue(name, out var content))
                        return Results.NotFound();
                    // A page of an older version may ask for a file that has changed since.
                    context.Response.Headers.CacheControl =
                        digest == Digest
                            ? string.Create(CultureInfo.InvariantCulture, $"public, max-age={365 * 86400}, immutable")
                            : "no-cache";
                    return Results.Bytes(content, TypeOf(name));
                }
            )
            .ExcludeFromDescription();

    private static string TypeOf(string name) =>
        Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml; charset=utf-8",
            _ => "application/octet-stream",
        };

    private static FrozenDictionary<string, byte[]> Read()
    {
        var assembly = typeof(AssetFiles).Assembly;
        const string folder = "Assets/";
        return assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[folder.Length..], name => Content(assembly.GetManifestResourceStream(name)!));
    }

    private static byte[] Content(Stream stream)
    {
        using (stream)
        {
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }
    }
}
