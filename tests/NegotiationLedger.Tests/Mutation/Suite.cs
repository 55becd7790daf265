using Xunit.Runner.Common;
using Xunit.Sdk;
using Xunit.v3;

namespace NegotiationLedger.Tests.Mutation;

/// <summary>The tests, to be run in this process one by one.</summary>
internal sealed class Suite
{
    private static readonly TestAssemblyConfiguration Configuration = new()
    {
        PreEnumerateTheories = true,
        ParallelizeTestCollections = false,
    };

    private readonly InProcessFrontController _front = new(new XunitTestFramework(), typeof(Suite).Assembly, null);

    /// <summary>The tests by their ids, which are the same in each process.</summary>
    internal Dictionary<string, ITestCase> Tests { get; } = [];

    /// <param name="classes">The names of the classes whose tests are wanted; null means all.</param>
    internal static async Task<Suite> Of(IEnumerable<string>? classes = null)
    {
        BeginAnew();
        var suite = new Suite();
        await suite._front.Find(
            null,
            TestFrameworkOptions.ForDiscovery(Configuration),
            test => test.TestClassName != typeof(NothingTests).FullName,
            new(),
            classes?.Select(name => typeof(Suite).Assembly.GetType(name)!).ToArray(),
            (test, isWanted) =>
            {
                if (isWanted)
                    suite.Tests[test.UniqueID] = test;
                return new(true);
            }
        );
        return suite;
    }

    /// <summary>Whether a test passes, and how much of the processors' time that took: a busy machine makes no difference.</summary>
    internal async Task<(bool IsPassed, TimeSpan Took)> Run(ITestCase test)
    {
        BeginAnew();
        var start = Environment.CpuUsage.TotalTime;
        var failures = new Failures();
        await _front.Run(failures, TestFrameworkOptions.ForExecution(Configuration), [test], new());
        return (!failures.Any, Environment.CpuUsage.TotalTime - start);
    }

    /// <summary>The last run left its context behind, in which none can begin.</summary>
    private static void BeginAnew() => TestContext.SetForInitialization(null, false, false);

    private sealed class Failures : IMessageSink
    {
        internal bool Any { get; private set; }

        public bool OnMessage(IMessageSinkMessage message)
        {
            Any |= message is IErrorMetadata;
            return true;
        }
    }
}
