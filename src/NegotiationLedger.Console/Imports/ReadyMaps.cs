using System.Collections.Frozen;
using System.Text.Json;

namespace NegotiationLedger.Console;

/// <summary>Maps that come with the ledger, for spreadsheets of known forms, by name.</summary>
internal static class ReadyMaps
{
    private const string Folder = "Maps/";

    private static readonly FrozenDictionary<string, byte[]> All = Read();

    /// <summary>Their names, each with its note.</summary>
    internal static IReadOnlyList<(string Name, string Note)> Names { get; } =
    [.. All.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, NoteOf(m.Value)))];

    /// <summary>The map of a name, as it is written; null where there is none.</summary>
    internal static byte[]? Find(string name) => All.GetValueOrDefault(name);

    private static string NoteOf(byte[] json)
    {
        using var map = JsonDocument.Parse(json);
        return map.RootElement.TryGetProperty("note", out var note) ? note.GetString()! : "";
    }

    private static FrozenDictionary<string, byte[]> Read()
    {
        var assembly = typeof(ReadyMaps).Assembly;
        return assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .ToFrozenDictionary(
                name => name[Folder.Length..].Split('/', '\\')[0],
                name => Content(assembly.GetManifestResourceStream(name)!)
            );
    }

    private static byte[] Content(Stream stream)
    {
        using (stream)
        {
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }
    }
}
