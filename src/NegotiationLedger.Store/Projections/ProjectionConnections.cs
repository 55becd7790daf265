using Npgsql;

namespace NegotiationLedger.Store.Projections;

/// <summary>The connections of a node's projections: they end when the node freezes or its packets are lost, so that another can take over.</summary>
internal sealed class ProjectionConnections(LogOptions options) : IAsyncDisposable
{
    /// <summary>For the projections' own statements.</summary>
    public NpgsqlDataSource Source { get; } =
        Connections.Open(Connections.Mortal(Connections.Pooled(options.ConnectionString, options.Schema)), "projections", most: 8);

    /// <summary>For the audit index.</summary>
    public NpgsqlDataSource Audit { get; } =
        Connections.Open(Connections.Mortal(Connections.Planned(options.ConnectionString, options.Schema)), "audit projection", most: 4);

    /// <summary>For Marten and Wolverine, which leave settings and locks behind: each connection is reset before it is used again.</summary>
    public NpgsqlDataSource Marten { get; } =
        Connections.Open(Connections.Mortal(Connections.Reset(options.ConnectionString, options.Schema)), "marten", most: 14);

    /// <summary>For the one connection that waits for news of the log.</summary>
    public string Listening { get; } = Connections.Listening(options.ConnectionString, options.Schema);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Audit.DisposeAsync();
        await Marten.DisposeAsync();
    }
}
