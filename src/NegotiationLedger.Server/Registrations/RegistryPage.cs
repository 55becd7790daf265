using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>Lists what is registered, by id: keyset paging, position and ETag are the same for sources and for speakers.</summary>
internal static class RegistryPage
{
    private const int Most = 500;
    private const int Usual = 100;

    /// <summary>Answers one page of those that a filter accepts, or 304.</summary>
    /// <param name="context">The request, with <c>after</c> and <c>limit</c>.</param>
    /// <param name="reader">The node's reader.</param>
    /// <param name="registered">What is listed, of the registry, by id.</param>
    /// <param name="accepts">The filter.</param>
    /// <param name="answer">Makes the answer of a page, the <c>after</c> of the next one (null on the last), and the position.</param>
    /// <param name="shape">The JSON of the answer.</param>
    internal static async Task Write<TId, T, TAnswer>(
        HttpContext context,
        LedgerReader reader,
        Func<Registry, IEnumerable<KeyValuePair<TId, T>>> registered,
        Func<T, bool> accepts,
        Func<IReadOnlyList<T>, string?, string, TAnswer> answer,
        JsonTypeInfo<TAnswer> shape
    )
        where TId : struct, ISlug<TId>
    {
        var limit = Query.Count(context.Request, "limit", 1, Most, Usual);
        var after = Query.AfterId(context.Request);
        var (head, registry) = await reader.ReadRegistry(context.RequestAborted);
        if (EntityTags.IsUnchanged(context, head.Sequence, isSettled: false, TagOf(context.Request, $"r{registry.Sequence}")))
            return;
        var page = registered(registry)
            .Where(r => string.CompareOrdinal(r.Key.Value, after) > 0 && accepts(r.Value))
            .OrderBy(r => r.Key.Value, StringComparer.Ordinal)
            .Take(limit + 1)
            .ToList();
        var shown = page.Take(limit).Select(r => r.Value).ToList();
        await Results
            .Json(answer(shown, page.Count > limit ? page[limit - 1].Key.Value : null, $"@{head.Sequence}"), shape)
            .ExecuteAsync(context);
    }

    /// <summary>Names the answer to a request made when the part of the log that it depends on stood at a mark.</summary>
    internal static string TagOf(HttpRequest request, string mark)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Path}{request.QueryString}"));
        return $"W/\"{mark}.{Convert.ToHexStringLower(digest.AsSpan(0, 8))}\"";
    }

    /// <summary>Whether any of some texts holds the words looked for, whatever their case.</summary>
    internal static bool Hold(string words, params IEnumerable<string?> texts) =>
        texts.Any(text => text?.Contains(words, StringComparison.OrdinalIgnoreCase) == true);
}
