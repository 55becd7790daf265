using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Store.Feed;

namespace NegotiationLedger.Server;

/// <summary>
/// The feed by Server-Sent Events (HTML Living Standard, section 9.2). The id of an event is its sequence, so that who connects again with
/// <c>Last-Event-ID</c> goes on without a gap or a repeat. A comment every so often shows that the connection is alive, and has no id; who is told
/// of little is sent a <c>checkpoint</c> now and then, whose id is the sequence of an entry that was passed over.
/// </summary>
internal sealed class FeedStream(HttpContext context, Feed feed, RequestLimits limits)
{
    // So much is kept for a reader that does not take it, and no more.
    private const int MostUnsent = 32 * 1024;
    private const int EntriesPerCheckpoint = 1_000;

    private readonly CancellationToken _left = context.RequestAborted;
    private readonly StillAdmitted _admitted = new(context);
    private long _passed;
    private int _unsent;

    /// <summary>Sends what there is, and what is recorded from then on, until the reader leaves, is too slow, or may not read any more.</summary>
    internal async Task Follow()
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = MediaTypes.Events;
        // For proxies that gather answers before they pass them on.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        Comment("connected");
        await Send();
        while (await _admitted.Ask())
        {
            if (await TellMore() || await feed.Wait(limits.Heartbeat, _left))
                continue;
            if (_passed > 0)
                Checkpoint();
            else
                Comment("heartbeat");
            await Send();
        }
    }

    // Whether there was any.
    private async Task<bool> TellMore()
    {
        var isAny = false;
        try
        {
            await foreach (var told in feed.Read(LogTail.MostAtOnce / 5, _left))
            {
                isAny = true;
                await Tell(told);
            }
        }
        // It is told when it is known who cites it; nothing after it is told before.
        catch (AuditBehindException)
        {
            isAny = true;
            Comment("heartbeat");
        }

        await Send();
        return isAny;
    }

    private async Task Tell(Told told)
    {
        if (told.Event is { } made)
        {
            Write($"id: {told.Sequence}\ndata: ");
            Write(made);
            Write("\n\n"u8);
            _passed = 0;
        }
        else if (++_passed >= EntriesPerCheckpoint)
            Checkpoint();

        if (_unsent >= MostUnsent)
            await Send();
    }

    private void Checkpoint()
    {
        Write($"id: {feed.Reached}\nevent: checkpoint\ndata: {{}}\n\n");
        _passed = 0;
    }

    private void Comment(string text) => Write($": {text}\n\n");

    private void Write(FormattableString text) => Write(Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture)));

    private void Write(ReadOnlySpan<byte> bytes)
    {
        context.Response.BodyWriter.Write(bytes);
        _unsent += bytes.Length;
    }

    // Waits until the reader has taken enough of it.
    private async Task Send()
    {
        if (_unsent == 0)
            return;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(_left);
        late.CancelAfter(limits.SlowReader);
        try
        {
            await context.Response.BodyWriter.FlushAsync(late.Token);
            _unsent = 0;
        }
        catch (OperationCanceledException) when (!_left.IsCancellationRequested)
        {
            context
                .RequestServices.GetRequiredService<ILoggerFactory>()
                .CreateLogger<FeedStream>()
                .SlowReader(context.User.Identity?.Name ?? "", $"{context.Connection.RemoteIpAddress}", feed.Reached);
            context.Abort();
            throw;
        }
    }
}
