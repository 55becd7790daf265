using Xunit.MicrosoftTestingPlatform;

namespace NegotiationLedger.Tests.Mutation;

/// <summary>The program that ops/mutate builds of the tests.</summary>
public static class Program
{
    /// <summary>The exit code of a process that left mutants to a new one.</summary>
    internal const int Unfinished = 75;

    /// <summary>
    /// Either <c>survey REPORT</c>, which finds out which tests reach which mutants of Stryker's report; or <c>try REPORT FOLDER RESULTS</c>,
    /// which tries the mutants of a folder that have no result yet; or, started by Stryker, one test that reaches nothing.
    /// </summary>
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["survey", var report]:
                await Survey.Make(report);
                return 0;
            case ["try", var report, var folder, var results]:
                return await new Trials(report, folder, results).Run() ? 0 : Unfinished;
            default:
                string[] nothing = ["--filter-class", typeof(NothingTests).FullName!, "--pre-enumerate-theories", "off"];
                return await TestPlatformTestFramework.RunAsync([.. arguments, .. nothing], (_, _) => { });
        }
    }
}
