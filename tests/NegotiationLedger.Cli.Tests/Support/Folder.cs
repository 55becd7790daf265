namespace NegotiationLedger.Cli.Tests.Support;

/// <summary>A folder of a test's own, which goes with it.</summary>
internal sealed class Folder : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ledger-cli-");

    /// <summary>The names of the files in it.</summary>
    public IEnumerable<string> Files => _directory.GetFiles().Select(f => f.Name).Order(StringComparer.Ordinal);

    public string File(string name) => Path.Combine(_directory.FullName, name);

    public void Dispose() => _directory.Delete(recursive: true);
}
