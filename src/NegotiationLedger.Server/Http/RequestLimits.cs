using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace NegotiationLedger.Server;

/// <summary>What one request may be, beside its body (<see cref="BodyLimits"/>), and how long it may take to come.</summary>
public sealed record RequestLimits
{
    /// <summary>How deep arrays and objects of a JSON body may be nested.</summary>
    public const int JsonDepth = 64;

    /// <summary>The most bytes of the request line, with path and query; more is answered 414.</summary>
    public const int Line = 8 * 1024;

    /// <summary>The most header lines; more is answered 431.</summary>
    public const int HeaderCount = 64;

    /// <summary>The most bytes of all header lines; more is answered 431.</summary>
    public const int HeaderBytes = 32 * 1024;

    /// <summary>The fewest bytes of a body in a second, after <see cref="Grace"/>; a slower one is answered 408.</summary>
    public const double BytesPerSecond = 240;

    /// <summary>How long the head of a request may take to come; then it is answered 408.</summary>
    public TimeSpan Head { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For how long a body, or who reads an answer, may be slower.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection is kept open while nothing is asked on it.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>After how long without anything to tell a reader of the feed is sent a sign of life.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a reader of the feed may take for what is sent; then it is dropped.</summary>
    public TimeSpan SlowReader { get; init; } = TimeSpan.FromSeconds(30);

    internal void Set(KestrelServerLimits limits)
    {
        limits.MaxRequestLineSize = Line;
        limits.MaxRequestHeaderCount = HeaderCount;
        limits.MaxRequestHeadersTotalSize = HeaderBytes;
        limits.MaxRequestBodySize = BodyLimits.Array;
        limits.RequestHeadersTimeout = Head;
        limits.KeepAliveTimeout = Idle;
        limits.MinRequestBodyDataRate = new(BytesPerSecond, Grace);
        limits.MinResponseDataRate = new(BytesPerSecond, Grace);
    }
}
