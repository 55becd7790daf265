using FsCheck;
using FsCheck.Fluent;

namespace NegotiationLedger.Tests.Support;

/// <summary>Tries laws on random values, others in each run.</summary>
/// <remarks>Where <c>LEDGER_TEST_ROUNDS</c> is set, each law is tried on so many values at most, and on the same ones in each run.</remarks>
public static class Laws
{
    private static readonly int? Most = Environment.GetEnvironmentVariable("LEDGER_TEST_ROUNDS") is { Length: > 0 } rounds
        ? int.Parse(rounds)
        : null;

    public static void ForAll<T>(Arbitrary<T> values, Func<T, bool> law, int rounds) =>
        Prop.ForAll(values, law).Check(Most is { } most ? Same(Math.Min(rounds, most)) : Config.QuickThrowOnFailure.WithMaxTest(rounds));

    private static Config Same(int rounds) =>
        Config.QuickThrowOnFailure.WithMaxTest(rounds).WithReplay(new FsCheck.Replay(new Rnd(1949), null));
}
