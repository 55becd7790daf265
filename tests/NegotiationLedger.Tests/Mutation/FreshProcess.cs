using System.Diagnostics.CodeAnalysis;
using Microsoft.Testing.Platform.Builder;
using Microsoft.Testing.Platform.Extensions.TestHost;
using Microsoft.Testing.Platform.TestHost;

namespace NegotiationLedger.Tests.Mutation;

/// <summary>
/// Ends the process before it would run tests a second time, so that no mutant meets what another left in static fields and caches: Stryker
/// keeps one process for all mutants, and starts another when it ended. Not where it counts coverage, which it does in one process.
/// </summary>
public sealed class FreshProcess : ITestSessionLifetimeHandler
{
    private static bool _hasRun;

    public string Uid => nameof(FreshProcess);

    public string Version => "1";

    public string DisplayName => "A process for each mutant";

    public string Description => DisplayName;

    /// <summary>Called by the code that the test platform generates.</summary>
    [SuppressMessage("Style", "IDE0060", Justification = "The test platform gives the command line to each of its extensions.")]
    public static void AddExtensions(ITestApplicationBuilder builder, string[] arguments) =>
        builder.TestHost.AddTestSessionLifetimeHandle(_ => new FreshProcess());

    public Task<bool> IsEnabledAsync() => Task.FromResult(Environment.GetEnvironmentVariable("STRYKER_COVERAGE_FILE") is null);

    public Task OnTestSessionStartingAsync(SessionUid sessionUid, CancellationToken cancellationToken)
    {
        if (_hasRun)
            Environment.Exit(0);
        _hasRun = true;
        return Task.CompletedTask;
    }

    public Task OnTestSessionFinishingAsync(SessionUid sessionUid, CancellationToken cancellationToken) => Task.CompletedTask;
}
