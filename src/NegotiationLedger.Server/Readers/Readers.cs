using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>What answers to programs that read for people have in common: absolute links, and a name for what all negotiations say.</summary>
internal static class Readers
{
    /// <summary>Where this ledger is for who asks, such as <c>https://ledger.example</c>; of a named proxy what it forwards is believed.</summary>
    internal static string OriginOf(HttpRequest request) => $"{request.Scheme}://{request.Host.ToUriComponent()}";

    /// <summary>Sets the headers of an answer about all negotiations, and says whether the reader has it already: then 304 is answered.</summary>
    internal static bool IsUnchanged(HttpContext context, Store.Head head, string what, int codeVersion)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{what}.{codeVersion}.{OriginOf(context.Request)}"));
        return EntityTags.IsUnchanged(
            context,
            head.Sequence,
            isSettled: false,
            $"W/\"h{head.Sequence}.{Convert.ToHexStringLower(digest.AsSpan(0, 8))}\""
        );
    }
}
