namespace NegotiationLedger.Testing;

/// <summary>A database that a test has to itself. Disposing drops it; forgetting to is harmless, for the whole cluster goes after the run.</summary>
public sealed class TestDatabase(PostgresFixture fixture) : IAsyncDisposable
{
    public required string Name { get; init; }

    /// <summary>As the role that owns the schema.</summary>
    public required string OwnerConnectionString { get; init; }

    /// <summary>As the role that the server runs as.</summary>
    public required string WriterConnectionString { get; init; }

    /// <summary>As superuser, to tamper with what the others may not.</summary>
    public required string AdminConnectionString { get; init; }

    /// <summary>The role of <see cref="WriterConnectionString"/>, which the schema grants its rights to.</summary>
    public required string WriterRole { get; init; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await fixture.Drop(Name);
}
