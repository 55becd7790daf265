using System.Net;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>Developments on their way to the server; those without an id are given one by what they say, so that a file sent twice is recorded once.</summary>
internal sealed class SentRecords
{
    private readonly IReadOnlyList<(JsonElement Body, string? Given)> _bodies;
    private readonly bool _isArray;

    private SentRecords(IReadOnlyList<(JsonElement Body, string? Given)> bodies, bool isArray) => (_bodies, _isArray) = (bodies, isArray);

    /// <summary>A development or an array of them, as it is.</summary>
    public static SentRecords AsTheyAre(JsonElement developments) =>
        new([.. Each(developments).Select(d => (d, (string?)null))], IsArray(developments));

    /// <summary>A development or an array of them, each with an id.</summary>
    public static SentRecords Named(string negotiation, JsonElement developments) =>
        new(
            [.. Recording.ContentId.Give(new(negotiation), Each(developments)).Select(d => (d.Body, d.Given?.ToString()))],
            IsArray(developments)
        );

    /// <summary>Sends all; when only some are there already, the others.</summary>
    /// <returns>What the server answered to what was sent last, and how many were left out because they were there.</returns>
    public async Task<(Reply Reply, int Known)> Send(LedgerClient client, string path, CancellationToken cancellation)
    {
        var reply = await client.Post(path, Written(_bodies), cancellation);
        if (reply.Status is not HttpStatusCode.Conflict || !_isArray)
            return (reply, 0);
        var missing = new List<(JsonElement Body, string? Given)>();
        foreach (var body in _bodies)
        {
            if (body.Given is null || (await client.Get($"assertions/{body.Given}", new(), cancellation)).Status is HttpStatusCode.NotFound)
                missing.Add(body);
        }

        return missing.Count == 0 || missing.Count == _bodies.Count
            ? (reply, 0)
            : (await client.Post(path, Written(missing), cancellation), _bodies.Count - missing.Count);
    }

    private string Written(IReadOnlyList<(JsonElement Body, string? Given)> bodies) =>
        _isArray ? $"[{string.Join(',', bodies.Select(b => b.Body.GetRawText()))}]" : bodies[0].Body.GetRawText();

    private static bool IsArray(JsonElement developments) => developments.ValueKind is JsonValueKind.Array;

    private static List<JsonElement> Each(JsonElement developments) =>
        IsArray(developments) ? [.. developments.EnumerateArray()] : [developments];
}
