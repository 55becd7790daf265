namespace NegotiationLedger.Server;

/// <summary>What browsers are told of TLS (HTTP Strict Transport Security, RFC 6797).</summary>
/// <param name="HoldsNamesBelow">Whether it holds for the names below the host's too.</param>
public sealed record HttpsPromise(bool HoldsNamesBelow)
{
    /// <summary>The header: a year.</summary>
    internal string Header => HoldsNamesBelow ? "max-age=31536000; includeSubDomains" : "max-age=31536000";
}
