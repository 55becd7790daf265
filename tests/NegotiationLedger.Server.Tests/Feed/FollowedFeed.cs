using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Server.Tests.Feed;

/// <summary>The feed as a reader of Server-Sent Events gets it.</summary>
public sealed class FollowedFeed : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(1));

    private FollowedFeed(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _items = SseParser.Create(body).EnumerateAsync(_patience.Token).GetAsyncEnumerator(_patience.Token);
    }

    /// <summary>Begins to follow; the feed has answered when this returns.</summary>
    public static async Task<FollowedFeed> Open(HttpClient http, string query = "", long? lastEventId = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/feed" + query);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (lastEventId is { } last)
            request.Headers.Add("Last-Event-ID", $"{last}");
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream", $"{response.StatusCode}");
        return new(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; null when the feed has ended.</summary>
    public async Task<SseItem<string>?> Next() => await _items.MoveNextAsync() ? _items.Current : null;

    /// <summary>The next event of so many.</summary>
    public async Task<List<(long Id, JsonNode Event)>> Take(int count)
    {
        var taken = new List<(long, JsonNode)>();
        while (taken.Count < count)
        {
            var item = (await Next()).ShouldNotBeNull();
            if (item.EventType == "message")
                taken.Add((long.Parse(item.EventId!), JsonNode.Parse(item.Data)!));
        }

        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        _response.Dispose();
        await _patience.CancelAsync();
        try
        {
            await _items.DisposeAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException) { }

        _patience.Dispose();
    }
}
