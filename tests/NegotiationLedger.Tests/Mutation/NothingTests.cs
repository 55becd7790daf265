namespace NegotiationLedger.Tests.Mutation;

/// <summary>
/// All that Stryker sees of the tests. It makes the mutants of the whole domain and, finding that next to none is reached, tries next to none.
/// One must be: where no mutant is reached, Stryker believes that it failed to look, and tries them all.
/// </summary>
public sealed class NothingTests
{
    [Fact]
    public void Next_to_nothing_is_reached() => JsonPointer.Then("", "a").ShouldBe("/a");

    [Fact]
    public void The_assembly_that_holds_the_mutants_is_kept() =>
        File.Copy(typeof(Lens).Assembly.Location, Environment.GetEnvironmentVariable("LEDGER_MUTANTS")!, overwrite: true);
}
