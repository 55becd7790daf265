using System.Net;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>What the server answered.</summary>
/// <param name="Status">Its status code.</param>
/// <param name="Body">Its body, as it came.</param>
internal sealed record Reply(HttpStatusCode Status, string Body)
{
    /// <summary>Whether it was done.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The body of a success as JSON.</summary>
    /// <exception cref="ServerRefusedException">The server refused, or answered something else than JSON.</exception>
    public JsonElement Json
    {
        get
        {
            OrRefusal();
            return TryParse(Body)
                ?? throw new ServerRefusedException(
                    Status,
                    new("The server answered something that is not JSON: is this a ledger?", Body, [])
                );
        }
    }

    /// <summary>The reply when it is a success.</summary>
    /// <exception cref="ServerRefusedException">It is a refusal.</exception>
    public Reply OrRefusal() => IsSuccess ? this : throw new ServerRefusedException(Status, Problem.Of(this));

    /// <summary>A JSON text, or null when it is none.</summary>
    public static JsonElement? TryParse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
