using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace NegotiationLedger.Store;

/// <summary>The numbered SQL files of the schema, embedded in this assembly.</summary>
/// <remarks>Those below 100 run first, every time; 100 brings a ledger of 0.1.0 forward; those from 101 on run once each, in order; those
/// from 900 on run last, every time.</remarks>
internal static class SchemaFiles
{
    /// <summary>The version that 0.1.0 left behind.</summary>
    public const int OfRelease01 = 33;

    /// <summary>The file that brings a ledger of 0.1.0 forward.</summary>
    public const int Forward = 100;

    private const int FirstRepeated = 900;

    private static readonly (int Number, string Name)[] All =
    [
        .. typeof(SchemaFiles)
            .Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith("Schema/", StringComparison.Ordinal))
            .Select(n => (int.Parse(n.AsSpan("Schema/".Length, 3), NumberStyles.None, CultureInfo.InvariantCulture), n))
            .Order(),
    ];

    /// <summary>The number of the newest file that runs once: the version of the schema.</summary>
    public static int Version { get; } = All.Last(f => f.Number < FirstRepeated).Number;

    /// <summary>
    /// A digest of all files and of the event types that the log takes, for a schema that was applied by a program whose files had the same
    /// numbers and other contents, or which knew fewer types.
    /// </summary>
    public static string Digest { get; } = DigestWith(EventNames.All.Select(n => n.Name));

    /// <summary>The digest of a program with these files that knows some event types, by their stored names.</summary>
    public static string DigestWith(IEnumerable<string> types)
    {
        var parts = All.Select(f => f.Name + Text(f.Name)).Concat(types);
        return Convert.ToHexStringLower(SHA256.HashData([.. parts.SelectMany(Encoding.UTF8.GetBytes)]))[..16];
    }

    /// <summary>Runs those that come first.</summary>
    public static Task RunFirst(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Run(connection, All.Where(f => f.Number < Forward), cancellationToken);

    /// <summary>Runs the one that brings a ledger of 0.1.0 forward.</summary>
    public static Task RunForward(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Run(connection, All.Where(f => f.Number == Forward), cancellationToken);

    /// <summary>Runs those behind a version once and notes them, then those that run every time.</summary>
    public static async Task RunRest(NpgsqlConnection connection, int found, CancellationToken cancellationToken)
    {
        foreach (var file in All.Where(f => f.Number > Math.Max(found, Forward) && f.Number < FirstRepeated))
        {
            await Run(connection, [file], cancellationToken);
            await Note(connection, file.Number, cancellationToken);
        }

        await Run(connection, All.Where(f => f.Number >= FirstRepeated), cancellationToken);
    }

    /// <summary>Notes that a file has run.</summary>
    public static async Task Note(NpgsqlConnection connection, int number, CancellationToken cancellationToken)
    {
        await using var note = new NpgsqlCommand("insert into ledger_schema (version) values ($1) on conflict do nothing", connection);
        note.Parameters.Add(new() { Value = number });
        await note.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task Run(NpgsqlConnection connection, IEnumerable<(int, string Name)> files, CancellationToken cancellationToken)
    {
        foreach (var (_, name) in files)
        {
            // The text is a file of this assembly, nothing that a user wrote.
#pragma warning disable CA2100
            await using var file = new NpgsqlCommand(Text(name), connection);
#pragma warning restore CA2100
            await file.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static string Text(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
