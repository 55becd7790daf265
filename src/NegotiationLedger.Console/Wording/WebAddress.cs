namespace NegotiationLedger.Console;

/// <summary>Addresses that somebody gave.</summary>
internal static class WebAddress
{
    /// <summary>What a link to an address may name; null when it is not one that a browser should open: only http and https are.</summary>
    internal static string? Of(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? address.AbsoluteUri
            : null;
}
