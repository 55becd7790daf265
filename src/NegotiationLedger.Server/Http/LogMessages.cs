using Microsoft.Extensions.Logging;

namespace NegotiationLedger.Server;

/// <summary>Every message that the server logs. Event ids are never reused.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed")]
    internal static partial void Fault(this ILogger logger, Exception error, string method, string path);

    [LoggerMessage(2, LogLevel.Warning, "The database does not answer: {Error}")]
    internal static partial void DatabaseAway(this ILogger logger, string error);

    [LoggerMessage(7, LogLevel.Warning, "The database did not answer {Count} more requests in the last {Seconds} seconds")]
    internal static partial void DatabaseStillAway(this ILogger logger, long count, int seconds);

    [LoggerMessage(3, LogLevel.Error, "The database became unavailable while a request was in progress; its outcome is not known")]
    internal static partial void OutcomeUnknown(this ILogger logger, Exception error);

    [LoggerMessage(
        4,
        LogLevel.Warning,
        "Listening on every address without credentials, because LEDGER_PUBLISHED_ON_LOOPBACK says that the port is published on loopback only"
    )]
    internal static partial void PublishedOnLoopback(this ILogger logger);

    [LoggerMessage(8, LogLevel.Warning, "A credential of {Address} was refused: {Reason} (key {Key})")]
    internal static partial void CredentialRefused(this ILogger logger, string address, string reason, string key);

    [LoggerMessage(9, LogLevel.Warning, "That {What} were used could not be noted: {Fault}")]
    internal static partial void UsesNotNoted(this ILogger logger, string what, string fault);

    [LoggerMessage(10, LogLevel.Warning, "The issuer {Issuer} does not tell its keys: {Fault}")]
    internal static partial void IssuerAway(this ILogger logger, string issuer, string fault);

    [LoggerMessage(11, LogLevel.Warning, "{Principal} made the key {Key} of {Owner} with the role {Role}")]
    internal static partial void KeyCreated(this ILogger logger, string principal, string key, string owner, string role);

    [LoggerMessage(12, LogLevel.Warning, "{Principal} ended the key {Key} of {Owner}")]
    internal static partial void KeyEnded(this ILogger logger, string principal, string key, string owner);

    [LoggerMessage(
        13,
        LogLevel.Warning,
        "Listening beyond this machine without TLS: keys and tokens can be read on the way unless a proxy in front of it has TLS"
    )]
    internal static partial void NoTls(this ILogger logger);

    [LoggerMessage(30, LogLevel.Warning, "{Principal} at {Address} was refused {Method} {Path}: it needs {Needed}, and {Had} is had")]
    internal static partial void RoleRefused(
        this ILogger logger,
        string principal,
        string address,
        string method,
        string path,
        string needed,
        string had
    );

    [LoggerMessage(14, LogLevel.Warning, "{Address} did not come to sign in at the issuer: {Reason}")]
    internal static partial void SignInRefused(this ILogger logger, string address, string reason);

    [LoggerMessage(
        36,
        LogLevel.Warning,
        "{Principal} at {Address} took the feed too slowly and was dropped; it can go on after @{Sequence}"
    )]
    internal static partial void SlowReader(this ILogger logger, string principal, string address, long sequence);

    [LoggerMessage(
        33,
        LogLevel.Warning,
        "PostgreSQL at {Host} is not held against its certificate, so that somebody between could take its place: add SSL Mode=VerifyFull to the connection string, and Root Certificate=<file> where its authority is your own"
    )]
    internal static partial void DatabaseUnverified(this ILogger logger, string host);

    [LoggerMessage(15, LogLevel.Warning, "{Principal} ended {Count} sessions of {Whose}")]
    internal static partial void SessionsEnded(this ILogger logger, string principal, int count, string whose);

    [LoggerMessage(16, LogLevel.Information, "{Principal} signed in from {Address} {How}")]
    internal static partial void SignedIn(this ILogger logger, string principal, string address, string how);

    [LoggerMessage(17, LogLevel.Information, "{Principal} is accepted from {Address} {How}; this is told once a day")]
    internal static partial void CredentialAccepted(this ILogger logger, string principal, string address, string how);

    [LoggerMessage(18, LogLevel.Warning, "{Address} was refused {Method} {Path}, which another site may have caused: {Detail}")]
    internal static partial void ForeignRefused(this ILogger logger, string address, string method, string path, string detail);

    [LoggerMessage(19, LogLevel.Warning, "{Principal} at {Address} asks more often than it may")]
    internal static partial void TooManyRequests(this ILogger logger, string principal, string address);

    [LoggerMessage(31, LogLevel.Warning, "{What} of {Whose}: {Count} more within a minute")]
    internal static partial void Repeated(this ILogger logger, string what, string whose, long count);

    [LoggerMessage(32, LogLevel.Warning, "{What} of others: {Count} more within a minute")]
    internal static partial void RepeatedByOthers(this ILogger logger, string what, long count);

    [LoggerMessage(34, LogLevel.Warning, "The certificate in {File} was renewed, and is good until {Until}")]
    internal static partial void CertificateRenewed(this ILogger logger, string file, string until);

    [LoggerMessage(
        35,
        LogLevel.Warning,
        "The certificate in {File} with the key in {Key} cannot be used, and the one before is still served: {Error}"
    )]
    internal static partial void CertificateNotRenewed(this ILogger logger, string file, string key, string error);

    // 5, 6 and 20 to 25 told of what followed the log before there were projections.
}
