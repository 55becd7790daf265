using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Audit;

/// <summary>Statements of this assembly with their parameters.</summary>
internal static class Sql
{
    /// <summary>A statement that is ready to run.</summary>
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string statement, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        // The statements are constants of this assembly.
#pragma warning disable CA2100
        var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    /// <summary>Runs a statement that tells nothing, or one value.</summary>
    public static async Task<object?> Run(
        this NpgsqlConnection connection,
        string statement,
        CancellationToken cancellationToken,
        params NpgsqlParameter[] parameters
    )
    {
        await using var command = connection.Command(statement, parameters);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    public static NpgsqlParameter Text(string? value) => Of(NpgsqlDbType.Text, value);

    public static NpgsqlParameter Number(long value) => Of(NpgsqlDbType.Bigint, value);

    public static NpgsqlParameter Texts(IEnumerable<string?> values) => Many(NpgsqlDbType.Text, values);

    public static NpgsqlParameter Numbers(IEnumerable<long> values) => Many(NpgsqlDbType.Bigint, values);

    public static NpgsqlParameter Uuids(IEnumerable<Guid> values) => Many(NpgsqlDbType.Uuid, values);

    public static NpgsqlParameter Many<T>(NpgsqlDbType type, IEnumerable<T> values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values.ToArray() };

    public static NpgsqlParameter Of(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
