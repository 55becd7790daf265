using NegotiationLedger.Testing;
using Npgsql;

namespace NegotiationLedger.Store.Tests;

public sealed class PostgresFixtureTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Each_database_is_its_own_and_opens_for_all_three()
    {
        await using var one = await postgres.CreateDatabase();
        await using var other = await postgres.CreateDatabase();
        other.Name.ShouldNotBe(one.Name);
        foreach (var connectionString in new[] { one.OwnerConnectionString, one.WriterConnectionString, one.AdminConnectionString })
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync();
            connection.Database.ShouldBe(one.Name);
        }
    }
}
