using System.Diagnostics;
using NegotiationLedger.Cli;
using NegotiationLedger.Torture.Running;

namespace NegotiationLedger.Torture.Faults;

/// <summary>A cluster, on a disk of its own where that can be had, and the servers on it.</summary>
internal sealed class World : IAsyncDisposable
{
    private const string DiskSize = "2g";

    private readonly List<Node> _nodes = [];

    private World(string directory, bool hasDisk) => (Directory, HasDisk) = (directory, hasDisk);

    /// <summary>Where the cluster is, and what else belongs to this run.</summary>
    public string Directory { get; }

    /// <summary>Whether the cluster has a disk of its own.</summary>
    public bool HasDisk { get; }

    /// <summary>The disk, or the directory in its place.</summary>
    public string Disk => Path.Combine(Directory, "disk");

    public Postgres Postgres { get; private set; } = null!;

    public LedgerConnections Connections { get; private set; } = null!;

    public LogTally Log { get; } = new();

    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>The ledger's database, as the superuser.</summary>
    public string Database => Databases.AsSuperuser(Postgres.Superuser);

    public static async Task<World> Start()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("ledger-torture-").FullName;
        await ChildProcess.Run("chmod", ["755", directory]);
        var disk = System.IO.Directory.CreateDirectory(Path.Combine(directory, "disk")).FullName;
        var mounted = await ChildProcess.Run("mount", ["-t", "tmpfs", "-o", $"size={DiskSize},mode=755", "ledger-torture", disk]);
        var world = new World(directory, mounted.Succeeded);
        world.Postgres = await Postgres.Start(Path.Combine(disk, "pgdata"));
        world.Connections = await Databases.Ledger(world.Postgres.Superuser);
        return world;
    }

    /// <summary>Starts one more server, or several, until there are so many.</summary>
    public async Task HaveNodes(int count)
    {
        while (_nodes.Count < count)
            _nodes.Add(await Node.Start(Connections.Writer, Log));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await Postgres.DisposeAsync();
        if (HasDisk)
            await ChildProcess.Run("umount", [Disk]);
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
