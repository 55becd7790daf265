using System.Text;

namespace NegotiationLedger.Tests.Vocabulary;

/// <summary>The stored form of every type in every version, as files: what they hold must read for ever.</summary>
internal static class GoldenFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden");

    /// <summary>The names of all files, without extension: <c>team_recalled.v1</c>.</summary>
    internal static IEnumerable<string> All => Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!);

    /// <summary>Every row and version that must have a file.</summary>
    internal static IEnumerable<string> Expected =>
        EventNames.All.SelectMany(row => Enumerable.Range(1, row.SchemaVersion).Select(version => $"{row.Name}.v{version}"));

    internal static string Text(EventName row) => File.ReadAllText(Path.Combine(Folder, $"{row.Name}.v{row.SchemaVersion}.json"));

    internal static LedgerEvent Read(EventName row) => Read(row, Text(row));

    internal static LedgerEvent Read(EventName row, string json) =>
        EventFormat.Read(new(row.Name, row.SchemaVersion, Encoding.UTF8.GetBytes(json)));
}
