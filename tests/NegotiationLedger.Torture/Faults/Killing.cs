using NegotiationLedger.Torture.Running;

namespace NegotiationLedger.Torture.Faults;

/// <summary>Processes killed as <c>kill -9</c> does, or stopped in their tracks.</summary>
internal static class Killing
{
    public static async Task Server(World world, Load load, Random random)
    {
        var node = world.Nodes[random.Next(world.Nodes.Count)];
        await node.Kill();
        await node.Start();
    }

    /// <summary>PostgreSQL ends all other backends with it, and recovers by itself.</summary>
    public static async Task Backend(World world, Load load, Random random)
    {
        if (await world.Postgres.Backend(random.Next(1000)) is { } process)
            Signal.Send(process, "KILL");
        await world.Postgres.Start();
    }

    public static async Task Postmaster(World world, Load load, Random random)
    {
        await world.Postgres.KillPostmaster();
        await world.Postgres.Start();
    }

    public static async Task ServerFrozen(World world, Load load, Random random)
    {
        var node = world.Nodes[random.Next(world.Nodes.Count)];
        node.Process.Freeze();
        await load.Acknowledge(more: 500, within: TimeSpan.FromSeconds(random.Next(1, 16)));
        node.Process.Thaw();
    }

    public static async Task BackendFrozen(World world, Load load, Random random)
    {
        if (await world.Postgres.Backend(random.Next(1000)) is not { } process)
            return;
        Signal.Send(process, "STOP");
        await load.Acknowledge(more: 500, within: TimeSpan.FromSeconds(random.Next(1, 8)));
        Signal.Send(process, "CONT");
    }
}
