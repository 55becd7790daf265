using System.Runtime.Versioning;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>
/// The keys that <c>ledger login</c> keeps, one for each server, in <c>keys.json</c> beside the configuration: in <c>ledger</c> under
/// XDG_CONFIG_HOME, else ~/.config. The file is its owner's alone. A key is sent to the URL that it was kept for and to no other.
/// </summary>
internal sealed class KeptKeys
{
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersAlone | UnixFileMode.UserExecute;

    private readonly string? _file;

    /// <summary>Those of an environment.</summary>
    public KeptKeys(Func<string, string?> variable) =>
        _file = Configuration.Folder(variable) is { } folder ? Path.Combine(folder, "keys.json") : null;

    /// <summary>The key of a server; null for none.</summary>
    /// <exception cref="WrongUsageException">The file cannot be read, or others may read it.</exception>
    public string? Find(Uri url) => Read().GetValueOrDefault(NameOf(url));

    /// <summary>Keeps a key for a server, in place of the one before.</summary>
    /// <exception cref="WrongUsageException">The file cannot be read or written.</exception>
    public string Keep(Uri url, string key)
    {
        var keys = Read();
        keys[NameOf(url)] = key;
        Write(keys);
        return _file!;
    }

    /// <summary>Forgets the key of a server.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="WrongUsageException">The file cannot be read or written.</exception>
    public bool Forget(Uri url)
    {
        var keys = Read();
        if (!keys.Remove(NameOf(url)))
            return false;
        Write(keys);
        return true;
    }

    // Scheme, host, port and path: a key for https is not sent where nobody encrypts.
    private static string NameOf(Uri url) => url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/";

    private Dictionary<string, string> Read()
    {
        if (_file is null || !File.Exists(_file))
            return new(StringComparer.Ordinal);
        try
        {
            if (!OperatingSystem.IsWindows())
                RefuseOpen(_file);
            using var json = JsonDocument.Parse(File.ReadAllText(_file));
            return json.RootElement.EnumerateObject().ToDictionary(m => m.Name, m => m.Value.GetString() ?? "", StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new WrongUsageException($"{_file} is not a JSON object of texts: correct or delete it.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WrongUsageException($"{_file} cannot be read: {e.Message}");
        }
    }

    private void Write(Dictionary<string, string> keys)
    {
        if (_file is null)
            throw new WrongUsageException("There is no folder to keep the key in: set HOME or XDG_CONFIG_HOME, or use LEDGER_KEY.");
        try
        {
            var folder = Path.GetDirectoryName(_file)!;
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, OwnersFolder);
            // Whole or not at all, and never another's to read, not for a moment.
            var next = $"{_file}.{Guid.NewGuid():n}";
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnersAlone;
            using (var file = new FileStream(next, options))
                JsonSerializer.Serialize(file, keys);
            File.Move(next, _file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WrongUsageException($"{_file} cannot be written: {e.Message}");
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void RefuseOpen(string file)
    {
        if ((File.GetUnixFileMode(file) & ~OwnersFolder) != UnixFileMode.None)
            throw new WrongUsageException($"{file} has keys in it and others may read it: chmod 600 {file}");
    }
}
