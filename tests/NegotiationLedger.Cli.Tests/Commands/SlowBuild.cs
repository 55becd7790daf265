namespace NegotiationLedger.Cli.Tests.Commands;

/// <summary>A tree with <c>ops/run</c> and nothing built, where a build says that it compiles and then takes for ever.</summary>
internal sealed class SlowBuild : IDisposable
{
    private readonly DirectoryInfo _tree = Directory.CreateTempSubdirectory("ledger-building-");

    public SlowBuild()
    {
        var (ops, tools) = (_tree.CreateSubdirectory("ops"), _tree.CreateSubdirectory("tools"));
        foreach (var file in new[] { "run", "lib.sh", "progress.targets" })
            File.Copy(Path.Combine(ShellProcess.Root, "ops", file), Path.Combine(ops.FullName, file));
        var dotnet = Path.Combine(tools.FullName, "dotnet");
        File.WriteAllText(
            dotnet,
            """
            #!/usr/bin/env bash
            [[ $1 == publish ]] || exit 0
            echo '  Determining projects to restore...'
            echo "  => Compiling in process $$"
            exec sleep 600
            """
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        First = ("PATH", $"{tools.FullName}:{Environment.GetEnvironmentVariable("PATH")}");
    }

    /// <summary>The script.</summary>
    public string Script => Path.Combine(_tree.FullName, "ops", "run");

    /// <summary>Where the slow build is found first.</summary>
    public (string Name, string Value) First { get; }

    public void Dispose() => _tree.Delete(recursive: true);
}
