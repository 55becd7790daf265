using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NegotiationLedger.Torture.Deliveries;

/// <summary>Many receivers of webhooks in one server, which answer as receivers do on bad days.</summary>
internal sealed class Receivers : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<Seen> _seen = [];
    private readonly int _cuts;
    private readonly Random _random;
    private readonly Lock _lock = new();

    // Of each, how often it was cut off in a row.
    private readonly Dictionary<int, int> _inRow = [];

    private Receivers(WebApplication app, int cuts, Random random) => (_app, _cuts, _random) = (app, cuts, random);

    /// <summary>What each saw.</summary>
    public IReadOnlyList<Seen> Seen => _seen;

    /// <summary>How long from a record's acknowledgement, as it says itself, to its arrival, in ms; of the first receiver.</summary>
    public List<double> Milliseconds { get; } = [];

    /// <summary>Starts so many, each with a webhook at a server.</summary>
    public static async Task<Receivers> Start(HttpClient server, int count, int cuts, Random random, Action<string> broken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receivers = new Receivers(builder.Build(), cuts, random);
        receivers._app.MapPost("/hook/{number:int}", receivers.Receive);
        await receivers._app.StartAsync();
        for (var i = 0; i < count; i++)
        {
            receivers._seen.Add(new($"webhook {i}", isExactlyOnce: false, broken));
            using var content = JsonContent.Create(new { url = $"{receivers._app.Urls.Single()}/hook/{i}" });
            using var made = await server.PostAsync("/webhooks", content);
            made.EnsureSuccessStatusCode();
        }

        return receivers;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Receive(HttpContext context, int number)
    {
        var seen = _seen[number];
        int bad;
        lock (_lock)
        {
            // After a third failure in a row a webhook is let wait for minutes: what is tested is not that.
            var inRow = _inRow.GetValueOrDefault(number);
            bad = seen.Cuts < _cuts && inRow < 2 ? _random.Next(8) : int.MaxValue;
            _inRow[number] = bad <= 2 ? inRow + 1 : 0;
        }

        // Cut off before anything of it is taken, or after all of it was.
        if (bad == 0)
        {
            seen.Cut();
            context.Abort();
            return;
        }

        using var json = await JsonDocument.ParseAsync(context.Request.Body);
        foreach (var told in json.RootElement.GetProperty("data").GetProperty("events").EnumerateArray())
        {
            seen.Take(
                long.Parse(told.GetProperty("sequence").GetString()!, CultureInfo.InvariantCulture),
                told.GetProperty("source").GetString()!
            );
            if (number == 0)
                Milliseconds.Add((DateTimeOffset.UtcNow - told.GetProperty("time").GetDateTimeOffset()).TotalMilliseconds);
        }

        if (bad is > 2)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        seen.Cut();
        if (bad == 1)
            context.Abort();
        else
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
    }
}
