using NegotiationLedger.Testing;

namespace NegotiationLedger.Store.Tests;

/// <summary>Where the tests' PostgreSQL comes from.</summary>
public sealed class PostgresChoiceTests
{
    [Fact]
    public async Task A_server_that_is_named_is_taken_and_Docker_is_not_asked() =>
        (await PostgresChoices.Choose("Host=db", () => throw new InvalidOperationException("Docker was asked."))).ShouldBe(
            PostgresChoice.Named
        );

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_container_is_taken_where_Docker_answers(string? named) =>
        (await PostgresChoices.Choose(named, () => Task.FromResult(true))).ShouldBe(PostgresChoice.Container);

    [Fact]
    public async Task The_programs_on_the_machine_are_taken_where_no_Docker_answers() =>
        (await PostgresChoices.Choose(null, () => Task.FromResult(false))).ShouldBe(PostgresChoice.Programs);

    [Fact]
    public async Task An_engine_that_never_answers_is_waited_for_no_longer_than_that()
    {
        using var never = new ManualResetEventSlim();
        try
        {
            (await PostgresChoices.Answers(() => Wait(never), TimeSpan.FromMilliseconds(20))).ShouldBeFalse();
        }
        finally
        {
            never.Set();
        }
    }

    private static bool Wait(ManualResetEventSlim never)
    {
        never.Wait(CancellationToken.None);
        return true;
    }
}
