using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;

namespace NegotiationLedger.Torture.Faults;

/// <summary>Asks for what a ledger is asked for, and judges each answer: it shows all that was acknowledged before it was asked for.</summary>
/// <param name="books">Knows what was acknowledged.</param>
/// <param name="tally">Counts the answers.</param>
/// <param name="broken">Is told of broken promises.</param>
/// <param name="oneLostOf">One answer of so many is not waited for.</param>
internal sealed class Reader(Books books, Tally tally, Action<string> broken, int oneLostOf = 30)
{
    private static readonly string[] Views = ["status", "demands", "proposals", "agreements", "matrix", "timeline"];
    private static readonly string[] Unavailable = ["unavailable", "busy", "behind", "stopping"];

    /// <summary>Asks one question of a node.</summary>
    /// <param name="http">The node.</param>
    /// <param name="negotiation">A negotiation that was acknowledged.</param>
    /// <param name="record">A record of it that was acknowledged.</param>
    /// <param name="random">Chooses the question.</param>
    public async Task Ask(HttpClient http, string negotiation, string record, Random random)
    {
        var path = random.Next(16) switch
        {
            < 7 => $"/negotiations/{negotiation}/{Views[random.Next(Views.Length)]}",
            7 => $"/negotiations/{negotiation}",
            8 => $"/negotiations/{negotiation}/history",
            9 => $"/negotiations/{negotiation}/replay?order=recorded",
            10 => $"/negotiations/{negotiation}/diff?left.recordedUntil=@1&view={Views[random.Next(Views.Length)]}",
            11 => $"/assertions?negotiation={negotiation}&limit=20",
            12 => $"/assertions/{record}",
            13 => "/negotiations?limit=5",
            14 => "/sources/wire?limit=1",
            _ => "/health/ready",
        };
        var (position, version) = (books.Position, books.VersionOf(negotiation));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (path.EndsWith("history", StringComparison.Ordinal))
            request.Headers.TryAddWithoutValidation("Accept", "application/x-ndjson");
        using var impatience = random.Next(oneLostOf) == 0 ? new CancellationTokenSource(random.Next(1, 60)) : new();
        try
        {
            using var response = await http.SendAsync(request, impatience.Token);
            var text = await response.Content.ReadAsStringAsync(impatience.Token);
            tally.Answered((int)response.StatusCode);
            Judge(path, response, text, position, version);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or SocketException)
        {
            tally.Answered(0);
        }
    }

    private void Judge(string path, HttpResponseMessage response, string text, long position, long version)
    {
        var status = (int)response.StatusCode;
        if (status == 503 && response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            using var problem = JsonDocument.Parse(text);
            if (!Unavailable.Contains(problem.RootElement.GetProperty("type").GetString()!.Split(':')[^1]))
                broken($"{path} is answered with 503 {text}");
            return;
        }

        if (status != 200)
        {
            broken($"{path} is answered with {status} {text}");
            return;
        }

        if (Header(response, "Ledger-Position") is { } at && long.Parse(at[1..], CultureInfo.InvariantCulture) < position)
            broken($"{path} was answered as of {at}, and @{position} was acknowledged before it was asked for");
        if (Header(response, "Ledger-Version") is { } seen && long.Parse(seen, CultureInfo.InvariantCulture) < version)
            broken($"{path} was answered as of version {seen}, and {version} was acknowledged before it was asked for");
        if (
            path.StartsWith("/health", StringComparison.Ordinal)
            && long.Parse(text.Split('\n')[0]["ready @".Length..], CultureInfo.InvariantCulture) < position
        )
            broken($"{path} says '{text.Split('\n')[0]}', and @{position} was acknowledged before it was asked for");
        if (
            path.EndsWith("history", StringComparison.Ordinal)
            && text.Split('\n', StringSplitOptions.RemoveEmptyEntries).LongLength < version
        )
            broken($"{path} has fewer than {version} entries");
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
