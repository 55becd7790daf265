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
        var page = Asked.Of(context.Request);
        var (head, registry) = await reader.ReadRegistry(context.RequestAborted);
        if (EntityTags.IsUnchanged(context, head.Sequence, isSettled: false, TagOf(context.Request, $"r{registry.Sequence}")))
            return;
        var (shown, next) = page.Of(registered(registry), accepts);
        await Results.Json(answer(shown, next, $"@{head.Sequence}"), shape).ExecuteAsync(context);
    }

    /// <summary>Which page is asked for.</summary>
    /// <param name="After">The id before the first one wanted; empty for the first page.</param>
    /// <param name="Limit">How many at most.</param>
    internal sealed record Asked(string After, int Limit)
    {
        /// <summary>The page that a query asks for.</summary>
        /// <exception cref="ProblemException">A parameter is not valid.</exception>
        internal static Asked Of(HttpRequest request) => new(Query.AfterId(request), Query.Count(request, "limit", 1, Most, Usual));

        /// <summary>The page of those that a filter accepts, and the <c>after</c> of the next one; null on the last.</summary>
        internal (IReadOnlyList<T> Shown, string? Next) Of<TId, T>(IEnumerable<KeyValuePair<TId, T>> registered, Func<T, bool> accepts)
            where TId : struct, ISlug<TId>
        {
            var page = registered
                .Where(r => string.CompareOrdinal(r.Key.Value, After) > 0 && accepts(r.Value))
                .OrderBy(r => r.Key.Value, StringComparer.Ordinal)
                .Take(Limit + 1)
                .ToList();
            return ([.. page.Take(Limit).Select(r => r.Value)], page.Count > Limit ? page[Limit - 1].Key.Value : null);
        }
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
