namespace NegotiationLedger.Server;

/// <summary>The model that drafts, behind an endpoint that speaks OpenAI's chat completions.</summary>
/// <param name="Endpoint">Where it is, up to the version: <c>https://models.example.org/v1</c>.</param>
/// <param name="Name">Which of the endpoint's models, as the endpoint calls it.</param>
/// <param name="Key">What is sent as a bearer token; null for none. It is logged and answered nowhere.</param>
public sealed record ModelOptions(Uri Endpoint, string Name, string? Key)
{
    /// <summary>How long an answer may take; 90 s unless said otherwise.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>It, without its key.</summary>
    public override string ToString() => $"{Name} at {Endpoint}";
}
