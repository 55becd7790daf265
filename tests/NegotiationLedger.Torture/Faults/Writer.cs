using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace NegotiationLedger.Torture.Faults;

/// <summary>Sends a write to any node, again and again, until its outcome is known, and judges each answer.</summary>
/// <param name="books">Keeps what was acknowledged and refused.</param>
/// <param name="tally">Counts the answers.</param>
/// <param name="broken">Is told of broken promises.</param>
/// <param name="oneLostOf">One answer of so many is not waited for.</param>
internal sealed class Writer(Books books, Tally tally, Action<string> broken, int oneLostOf = 30)
{
    // What may be said of a write by 503, and whether it says that nothing was written.
    private static readonly Dictionary<string, bool> Unavailable = new()
    {
        ["unavailable"] = true,
        ["busy"] = true,
        ["outcome-unknown"] = false,
    };

    /// <summary>Sends it.</summary>
    /// <param name="write">The write.</param>
    /// <param name="node">Names a node for each attempt.</param>
    /// <param name="random">Decides what is given up, and which answers are not waited for.</param>
    /// <param name="attempts">How often at most.</param>
    /// <returns>The records that were acknowledged; empty when none were, or when that is not known.</returns>
    public async Task<IReadOnlyList<Acknowledged>> Send(Writing write, Func<HttpClient> node, Random random, int attempts = 40)
    {
        var mayStand = false;
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            var (status, text) = await Ask(write, node(), random);
            if (status is 200 or 201)
                return Accept(write, text);
            if (status == 0)
                mayStand = true;
            else if (status == 503)
            {
                var type = TypeOf(text);
                if (!Unavailable.TryGetValue(type, out var saysNothing))
                    broken($"{write.Path} is answered with 503 {text}");
                mayStand |= !saysNothing;
            }
            else
            {
                Refuse(write, status, text, mayStand);
                return [];
            }

            // A write given up that was said not to be written must never be seen.
            if (!mayStand && random.Next(4) == 0)
            {
                foreach (var id in write.Ids)
                    books.Refuse(id, $"503 {TypeOf(text)}");
                return [];
            }

            if (mayStand && (random.Next(12) == 0 || !write.IsRepeatable))
                return [];
        }

        return [];
    }

    private async Task<(int Status, string Text)> Ask(Writing write, HttpClient http, Random random)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, write.Path)
        {
            Content = new StringContent(write.Body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        if (write.Key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", $"\"{write.Key}\"");
        if (write.Expected is not null)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{write.Expected}\"");
        // Some answers are not waited for: they are lost on the way.
        using var impatience = random.Next(oneLostOf) == 0 ? new CancellationTokenSource(random.Next(1, 60)) : new();
        try
        {
            using var response = await http.SendAsync(request, impatience.Token);
            var text = await response.Content.ReadAsStringAsync(impatience.Token);
            tally.Answered((int)response.StatusCode);
            return ((int)response.StatusCode, text);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or SocketException)
        {
            tally.Answered(0);
            return (0, "");
        }
    }

    private List<Acknowledged> Accept(Writing write, string text)
    {
        if (write.IsBad)
            broken($"what is bad is recorded: {write.Body.ToJsonString()}");
        using var json = JsonDocument.Parse(text);
        var answer = json.RootElement;
        if (!answer.TryGetProperty("records", out var list))
        {
            var sequence =
                answer.TryGetProperty("corrections", out var corrections) && write.Path.EndsWith("corrections", StringComparison.Ordinal)
                    ? corrections.EnumerateArray().Last().GetProperty("sequence").GetInt64()
                    : answer.GetProperty("sequence").GetInt64();
            books.Register(sequence, write.Body.ToJsonString());
            tally.Count("acknowledged");
            return [];
        }

        var sent = write.Body is System.Text.Json.Nodes.JsonArray many
            ? many.Select(b => b!.ToJsonString()).ToList()
            : [write.Body.ToJsonString()];
        var records = list.EnumerateArray()
            .Select(
                (r, i) =>
                    new Acknowledged(
                        r.GetProperty("id").GetString()!,
                        write.Negotiation,
                        r.GetProperty("sequence").GetInt64(),
                        r.GetProperty("version").GetInt64(),
                        write.Path == "/negotiations" ? null : JsonDocument.Parse(sent[i]).RootElement
                    )
            )
            .ToList();
        if (write.Ids.Count > 0 && !records.Select(r => r.Id).SequenceEqual(write.Ids))
            broken($"other records are acknowledged than were sent: {text}");
        if (write.Expected is { } expected && records[0].Version != expected + 1)
            broken($"If-Match \"{expected}\" was recorded as version {records[0].Version}");
        foreach (var record in records.Where(r => !books.Acknowledge(r)))
            broken($"{record.Id} is acknowledged at another place than before: @{record.Sequence}");
        tally.Count("acknowledged", records.Count);
        return records;
    }

    private void Refuse(Writing write, int status, string text, bool mayStand)
    {
        // If-Match of a write that may stand already: it has moved the version itself.
        var isExpected = write.IsBad ? status == 400 : write.Expected is not null && status == (int)HttpStatusCode.PreconditionFailed;
        if (!isExpected)
            broken($"{write.Path} {write.Body.ToJsonString()} is refused with {status}: {text}");
        if (!mayStand)
        {
            foreach (var id in write.Ids)
                books.Refuse(id, $"{status}");
        }
    }

    private static string TypeOf(string problem)
    {
        using var json = JsonDocument.Parse(problem);
        return json.RootElement.GetProperty("type").GetString()!.Split(':')[^1];
    }
}
