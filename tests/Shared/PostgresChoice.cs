using DotNet.Testcontainers.Configurations;

namespace NegotiationLedger.Testing;

/// <summary>Where the tests' PostgreSQL comes from.</summary>
internal enum PostgresChoice
{
    /// <summary>A server that somebody named.</summary>
    Named,

    /// <summary>A container, by the Docker engine that answers.</summary>
    Container,

    /// <summary>The programs on the machine, as a temporary cluster.</summary>
    Programs,
}

/// <summary>The choice.</summary>
internal static class PostgresChoices
{
    // A socket that somebody left behind accepts connections and never answers.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    /// <summary>Chooses.</summary>
    /// <param name="named">What <c>LEDGER_TEST_POSTGRES</c> says.</param>
    /// <param name="dockerAnswers">Asked only where nothing is named: it takes a moment.</param>
    public static async Task<PostgresChoice> Choose(string? named, Func<Task<bool>> dockerAnswers) =>
        !string.IsNullOrEmpty(named) ? PostgresChoice.Named
        : await dockerAnswers() ? PostgresChoice.Container
        : PostgresChoice.Programs;

    /// <summary>Whether a Docker engine answers, in the places that Testcontainers looks in: DOCKER_HOST, contexts, the usual sockets.</summary>
    public static Task<bool> DockerAnswers() => Answers(() => TestcontainersSettings.OS.DockerEndpointAuthConfig is not null, _patience);

    /// <summary>What a look at something says; false when it takes longer than that.</summary>
    public static async Task<bool> Answers(Func<bool> look, TimeSpan patience)
    {
        try
        {
            return await Task.Run(look).WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
