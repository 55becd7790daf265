namespace NegotiationLedger.Server;

/// <summary>Where somebody wanted to go before signing in: an address of this server alone, whatever was asked for.</summary>
internal static class LocalPath
{
    private const string First = "/";
    private const int Longest = 2000;
    private static readonly Uri Here = new("http://here.invalid");
    private static readonly string[] OfSignIn = ["/sign-in", "/sign-out"];

    /// <summary>The path and query that a text names on this server; the first page when it names anything else.</summary>
    internal static string Of(string? text)
    {
        if (
            text is not { Length: > 0 and <= Longest }
            || text[0] != '/'
            || text.Any(IsMisread)
            || text.StartsWith("//", StringComparison.Ordinal)
        )
            return First;
        // Read as a browser would read it: what would lead to another host leads to another host here.
        if (!Uri.TryCreate(Here, text, out var address) || address.Authority != Here.Authority || address.Scheme != Here.Scheme)
            return First;
        var path = address.GetComponents(UriComponents.PathAndQuery, UriFormat.UriEscaped);
        return path.StartsWith("//", StringComparison.Ordinal) || OfSignIn.Any(own => IsBelow(address.AbsolutePath, own)) ? First : path;
    }

    // Browsers read a backslash as a slash, and leave tabs and line ends out.
    private static bool IsMisread(char c) => c == '\\' || char.IsControl(c) || char.IsSurrogate(c);

    private static bool IsBelow(string path, string own) =>
        path.StartsWith(own, StringComparison.OrdinalIgnoreCase) && (path.Length == own.Length || path[own.Length] == '/');
}
