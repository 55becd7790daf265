using Npgsql;

namespace NegotiationLedger.Store.Projections;

/// <summary>How far the rebuilds of projections have come. Whoever takes one further holds it meanwhile.</summary>
internal sealed class ProjectionRebuilds(NpgsqlDataSource source)
{
    private const string AskStatement = "update ledger_projections set epoch = epoch + 1, rebuilt_to = '' where name = $1";

    // What older code made is made again; where nothing is made yet, following the log makes it.
    private const string KnowStatement = """
        insert into ledger_projections as p (name, code_version)
        values ($1, $2)
        on conflict (name) do update set code_version = excluded.code_version, epoch = p.epoch + 1, rebuilt_to = ''
        where p.code_version < excluded.code_version
        """;

    private const string UnderWayStatement = "select rebuilt_to is not null from ledger_projections where name = $1";

    private const string Hold = """
        select rebuilt_to from ledger_projections where name = $1 and rebuilt_to is not null for update skip locked
        """;

    private const string Next = """
        select s.id from mt_streams s where s.id > $1 and strpos(s.id, ':') = 0 order by s.id limit 200
        """;

    private const string Move = "update ledger_projections set rebuilt_to = $2 where name = $1";

    /// <summary>Asks for a rebuild; one that is under way begins again.</summary>
    public Task Ask(string projection, CancellationToken cancellationToken) => Run(AskStatement, projection, null, cancellationToken);

    /// <summary>Makes a projection known, and asks for a rebuild when the code is newer than what made its documents.</summary>
    public Task Know(IProjection projection, CancellationToken cancellationToken) =>
        Run(KnowStatement, projection.Name, projection.CodeVersion, cancellationToken);

    /// <summary>Whether a rebuild is under way.</summary>
    public async Task<bool> IsUnderWay(string projection, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(UnderWayStatement);
        command.Parameters.Add(new() { Value = projection });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Holds a rebuild, with the next negotiations; null when none is under way, or somebody else holds it.</summary>
    public async Task<Step?> Begin(string projection, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        var step = new Step(projection, connection, await connection.BeginTransactionAsync(cancellationToken));
        try
        {
            await using var hold = new NpgsqlCommand(Hold, connection);
            hold.Parameters.Add(new() { Value = projection });
            if (await hold.ExecuteScalarAsync(cancellationToken) is string rebuiltTo)
            {
                await step.Read(rebuiltTo, cancellationToken);
                return step;
            }
        }
        catch
        {
            await step.DisposeAsync();
            throw;
        }

        await step.DisposeAsync();
        return null;
    }

    private async Task Run(string statement, string projection, int? codeVersion, CancellationToken cancellationToken)
    {
        // The statement is one of this class's constants.
#pragma warning disable CA2100
        await using var command = source.CreateCommand(statement);
#pragma warning restore CA2100
        command.Parameters.Add(new() { Value = projection });
        if (codeVersion is { } version)
            command.Parameters.Add(new() { Value = version });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A part of a rebuild.</summary>
    internal sealed class Step(string projection, NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        private readonly List<string> _negotiations = [];

        /// <summary>The negotiations that are told, by id; none when all have been.</summary>
        public IReadOnlyList<string> Negotiations => _negotiations;

        public async Task Read(string rebuiltTo, CancellationToken cancellationToken)
        {
            await using var next = new NpgsqlCommand(Next, connection);
            next.Parameters.Add(new() { Value = rebuiltTo });
            await using var row = await next.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
                _negotiations.Add(row.GetString(0));
        }

        /// <summary>Notes how far the rebuild has come; null when it is done.</summary>
        public async Task Commit(string? rebuiltTo, CancellationToken cancellationToken)
        {
            await using var move = new NpgsqlCommand(Move, connection);
            move.Parameters.Add(new() { Value = projection });
            move.Parameters.Add(new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text, Value = (object?)rebuiltTo ?? DBNull.Value });
            await move.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
