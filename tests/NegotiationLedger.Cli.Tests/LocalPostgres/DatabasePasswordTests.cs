using NegotiationLedger.Cli;
using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.LocalPostgres;

public sealed class DatabasePasswordTests
{
    private const string Named = "Host=db;Username=ledger";

    [Fact]
    public void A_password_in_the_string_goes_before_a_file_and_a_file_before_a_variable()
    {
        using var folder = new Folder();
        var file = folder.File("password");
        File.WriteAllText(file, "from file\r\n");

        Complete(Named + ";Password=own", ("X_PASSWORD_FILE", file), ("X_PASSWORD", "variable")).ShouldBe(Named + ";Password=own");
        Complete(Named, ("X_PASSWORD_FILE", file), ("X_PASSWORD", "variable")).ShouldBe(Named + ";Password=\"from file\"");
        Complete(Named, ("X_PASSWORD", "variable")).ShouldBe(Named + ";Password=variable");
        Complete(Named).ShouldBe(Named);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named_with_its_variable() =>
        Should
            .Throw<PostgresUnavailableException>(() => Complete(Named, ("X_PASSWORD_FILE", "/nowhere/secret")))
            .Message.ShouldStartWith("X_PASSWORD_FILE is '/nowhere/secret', which cannot be read");

    [Fact]
    public void A_string_that_is_none_is_told_by_where_it_stands() =>
        Should.Throw<PostgresUnavailableException>(() => Complete("Hst=db")).Message.ShouldContain("connection string of X");

    [Theory]
    [InlineData("Host=db;Password=secret", true)]
    [InlineData("Host=db", false)]
    [InlineData(null, false)]
    public void A_password_on_the_command_line_is_warned_of(string? connection, bool isWarned) =>
        (DatabasePassword.Warning(connection) is not null).ShouldBe(isWarned);

    private static string Complete(string connection, params (string Name, string Value)[] environment) =>
        DatabasePassword.Complete(connection, "X", name => environment.FirstOrDefault(e => e.Name == name).Value);
}
