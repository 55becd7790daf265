using System.Net;

namespace NegotiationLedger.Cli;

/// <summary>The server answered and did not do it.</summary>
internal sealed class ServerRefusedException(HttpStatusCode status, Problem problem) : Exception(problem.Title)
{
    /// <summary>The status code.</summary>
    public HttpStatusCode Status => status;

    /// <summary>Why.</summary>
    public Problem Problem => problem;

    /// <summary>Which of the things sent it is about, when several were: <c>developments.json, item 12</c>.</summary>
    public string? About { get; init; }
}

/// <summary>Nobody answered at the URL.</summary>
internal sealed class ServerUnreachableException(Uri url, string reason) : Exception(reason)
{
    /// <summary>Where.</summary>
    public Uri Url => url;
}

/// <summary>A server took the request and did not answer in time.</summary>
internal sealed class ServerSlowException(Uri url, TimeSpan patience)
    : Exception($"The ledger at {url} did not answer within {patience.TotalSeconds:0} seconds.");

/// <summary>An answer ended before it was whole.</summary>
internal sealed class AnswerBrokeOffException(string reason) : Exception(reason);

/// <summary>What the user gave cannot be used; the message says why.</summary>
internal sealed class WrongUsageException(string message) : Exception(message);
