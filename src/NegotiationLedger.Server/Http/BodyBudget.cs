using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>How many bytes of bodies the server holds at once, of all requests together: so many large ones at a time do not take all its memory.</summary>
/// <param name="bytes">At most; not less than the longest body that is taken.</param>
public sealed class BodyBudget(long bytes)
{
    private long _free = bytes;

    /// <summary>Takes so much of it until the request is answered.</summary>
    /// <param name="context">The request.</param>
    /// <param name="length">Bytes.</param>
    /// <exception cref="ProblemException">Too much is in flight (503).</exception>
    internal void Take(HttpContext context, long length)
    {
        if (Interlocked.Add(ref _free, -length) < 0)
        {
            Interlocked.Add(ref _free, length);
            throw Problems.Busy;
        }

        context.Response.OnCompleted(() =>
        {
            Interlocked.Add(ref _free, length);
            return Task.CompletedTask;
        });
    }
}
