using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NegotiationLedger.Tests.Vocabulary;

/// <summary>
/// The stored form of every type in every version, as files: what they hold must read for ever. Optional fields that a version gained later
/// have a file of their own beside the version's first: <c>agreement_signed.v1.json</c>, <c>agreement_signed.v1.1.json</c>.
/// </summary>
internal static partial class GoldenFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden");

    /// <summary>Every file, in the order in which a type's forms came about.</summary>
    internal static IReadOnlyList<GoldenFile> All { get; } =
    [
        .. Directory
            .EnumerateFiles(Folder, "*.json")
            .Select(path => Named(Path.GetFileName(path)))
            .OrderBy(file => (file.Type, file.SchemaVersion, file.Addition)),
    ];

    /// <summary>The file of a type that has every field of its newest form.</summary>
    internal static GoldenFile Newest(EventName row) => All.Last(file => file.Type == row.Name);

    internal static string Text(EventName row) => Text(Newest(row));

    internal static string Text(GoldenFile file) => File.ReadAllText(Path.Combine(Folder, file.Name));

    internal static LedgerEvent Read(EventName row) => Read(row, Text(row));

    internal static LedgerEvent Read(EventName row, string json) => Read(row.Name, row.SchemaVersion, json);

    internal static LedgerEvent Read(GoldenFile file) => Read(file.Type, file.SchemaVersion, Text(file));

    private static LedgerEvent Read(string type, int schemaVersion, string json) =>
        EventFormat.Read(new(type, schemaVersion, Encoding.UTF8.GetBytes(json)));

    private static GoldenFile Named(string name)
    {
        var parts = FileName().Match(name).Groups;
        return new(
            name,
            parts["type"].Value,
            Number(parts["version"]),
            parts["addition"] is { Success: true } addition ? Number(addition) : 0
        );
    }

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<type>[a-z_]+)\.v(?<version>\d+)(\.(?<addition>\d+))?\.json$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileName();
}

/// <summary>One golden file.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Type">The stored name of the type.</param>
/// <param name="SchemaVersion">The version of the type's JSON.</param>
/// <param name="Addition">How often the version had gained optional fields: 0 in its first form.</param>
internal sealed record GoldenFile(string Name, string Type, int SchemaVersion, int Addition);
