using System.Runtime.Versioning;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>
/// What a user wants to be so unless said otherwise, from a file: <c>config.json</c> in <c>ledger</c> under XDG_CONFIG_HOME (else ~/.config), or
/// the file that LEDGER_CONFIG names. Its members stand for environment variables, which come first.
/// </summary>
internal static class Configuration
{
    private static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal)
    {
        ["LEDGER_URL"] = "url",
        ["LEDGER_KEY"] = "key",
        ["LEDGER_NEGOTIATION"] = "negotiation",
        ["LEDGER_ZONE"] = "zone",
    };

    /// <summary>The variables of an environment, over those of its file.</summary>
    /// <exception cref="WrongUsageException">The file cannot be read, or says what is not known.</exception>
    public static Func<string, string?> Over(Func<string, string?> environment)
    {
        var read = new Lazy<Dictionary<string, string>>(() => Read(environment));
        return name =>
            environment(name) is { Length: > 0 } said ? said
            : Members.TryGetValue(name, out var member) ? read.Value.GetValueOrDefault(member)
            : environment(name);
    }

    /// <summary>The folder of this program in a user's configuration; null where the environment names none.</summary>
    public static string? Folder(Func<string, string?> environment) =>
        environment("XDG_CONFIG_HOME") is { Length: > 0 } xdg ? Path.Combine(xdg, "ledger")
        : environment("HOME") is { Length: > 0 } own ? Path.Combine(own, ".config", "ledger")
        : null;

    private static Dictionary<string, string> Read(Func<string, string?> environment)
    {
        var named = environment("LEDGER_CONFIG");
        var path =
            named is { Length: > 0 } ? named
            : Folder(environment) is { } folder ? Path.Combine(folder, "config.json")
            : null;
        if (path is null || !File.Exists(path))
            return named is { Length: > 0 } ? throw new WrongUsageException($"LEDGER_CONFIG names {path}, which does not exist.") : [];
        try
        {
            using var json = JsonDocument.Parse(
                File.ReadAllText(path),
                new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
            );
            var said = json.RootElement.EnumerateObject().ToDictionary(m => m.Name, m => m.Value.GetString() ?? "", StringComparer.Ordinal);
            if (said.Keys.Except(Members.Values).FirstOrDefault() is { } unknown)
                throw new WrongUsageException($"{path} says '{unknown}', which is not known: {string.Join(", ", Members.Values)} are.");
            if (said.ContainsKey("key") && !OperatingSystem.IsWindows())
                RefuseOpen(path);
            return said;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new WrongUsageException($"{path} is no JSON object of texts: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WrongUsageException($"{path} cannot be read: {e.Message}");
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void RefuseOpen(string path)
    {
        if ((File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != UnixFileMode.None)
            throw new WrongUsageException($"{path} has a key in it and others may read it: chmod 600 {path}");
    }
}
