namespace NegotiationLedger.Torture.Faults;

/// <summary>Clocks that are set: that of PostgreSQL, by which the log's time goes, and those of the servers.</summary>
internal static class Clock
{
    private static readonly string[] Libraries =
    [
        "/usr/lib/x86_64-linux-gnu/faketime",
        "/usr/lib/aarch64-linux-gnu/faketime",
        "/usr/lib/faketime",
    ];

    /// <summary>The library by which a process is given another time; null where it is not installed (Debian: faketime).</summary>
    public static string? Library => Libraries.Select(l => Path.Combine(l, "libfaketimeMT.so.1")).FirstOrDefault(File.Exists);

    /// <summary>PostgreSQL's clock, and in one case of two the servers', goes ahead by up to an hour, and then back by as much.</summary>
    public static async Task Set(World world, Load load, Random random)
    {
        var setting = Path.Combine(world.Directory, "clock");
        await Put(setting, seconds: 0);
        (string, string)[] faked =
        [
            ("LD_PRELOAD", Library!),
            ("FAKETIME_TIMESTAMP_FILE", setting),
            ("FAKETIME_CACHE_DURATION", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ];
        var ofServers = random.Next(2) == 0;
        await Restart(world, faked, ofServers ? faked : []);
        var most = random.Next(60, 3600);
        foreach (var seconds in new[] { most, -most })
        {
            await Put(setting, seconds);
            await load.Acknowledge(more: 400, within: TimeSpan.FromSeconds(5));
        }

        await Restart(world, [], []);
    }

    private static async Task Restart(World world, (string, string)[] ofPostgres, (string, string)[] ofServers)
    {
        foreach (var node in world.Nodes)
            await node.Stop();
        await world.Postgres.Stop();
        await world.Postgres.Start(ofPostgres);
        foreach (var node in world.Nodes)
            await node.Start(ofServers);
    }

    private static Task Put(string setting, int seconds) => File.WriteAllTextAsync(setting, $"{(seconds < 0 ? "" : "+")}{seconds}s\n");
}
