using NegotiationLedger.Server;

namespace NegotiationLedger.Cli;

/// <summary>The model that drafts, as the environment says.</summary>
internal static class ModelChoice
{
    private const string Key = "LEDGER_MODEL_KEY";

    /// <summary>What it says; null for no model.</summary>
    /// <param name="variable">The environment.</param>
    /// <param name="endpoint">Where it is, as the command line or the environment says.</param>
    /// <param name="name">Which of the endpoint's models.</param>
    /// <exception cref="WrongUsageException">It cannot be used.</exception>
    public static ModelOptions? Read(Func<string, string?> variable, string? endpoint, string? name)
    {
        if (endpoint is null && name is null)
            return null;
        if (endpoint is null || name is null)
            throw new WrongUsageException("Give --model-endpoint and --model together (LEDGER_MODEL_ENDPOINT, LEDGER_MODEL_NAME).");
        var key = SecretText.Read(variable, Key);
        if (
            !Uri.TryCreate(endpoint, UriKind.Absolute, out var url)
            || url.Scheme is not ("https" or "http")
            || url.UserInfo.Length > 0
            || url.Query.Length > 0
        )
            throw new WrongUsageException(
                $"--model-endpoint is '{endpoint}', which is not an endpoint: give one such as https://models.example.org/v1, without a query."
            );
        if (key is not null && url.Scheme is "http" && !url.IsLoopback)
            throw new WrongUsageException(
                $"Everybody on the way to {url.Host} could read {Key}: give an https endpoint, or leave the key out."
            );
        if (key?.Any(c => c is <= ' ' or > '~') == true)
            throw new WrongUsageException($"{Key} contains characters that no key has: correct or unset it.");
        return new(url, name, key);
    }
}
