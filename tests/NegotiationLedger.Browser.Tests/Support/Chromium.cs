using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(NegotiationLedger.Browser.Tests.Support.Chromium))]
// One browser for all, and one page after the other in it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace NegotiationLedger.Browser.Tests.Support;

/// <summary>The Chromium of this machine, for a run of these tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright _playwright = null!;

    /// <summary>The browser.</summary>
    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // A busy machine is slow, and nobody waits longer than it takes.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Find(),
                // As root it has no sandbox; what it is shown here is our own.
                ChromiumSandbox = Environment.UserName != "root",
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }

    // The same engine without a window's parts comes first: it takes two thirds of the time.
    private static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

    private static string Find() =>
        Environment.GetEnvironmentVariable("LEDGER_TEST_CHROMIUM") is { Length: > 0 } named
            ? named
            : (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator)
                .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists)
                ?? throw new InvalidOperationException(
                    "There is no Chromium on PATH: install it (apt-get install chromium-headless-shell), or name it in LEDGER_TEST_CHROMIUM."
                );
}
