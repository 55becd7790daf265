using System.Runtime.InteropServices;

namespace NegotiationLedger.Benchmarks.Measuring;

/// <summary>Where figures come from.</summary>
internal sealed record Machine(string System, string Processor, int Cores, string Runtime, string Postgres, string Settings)
{
    private const string Durability = """
        select string_agg(name || '=' || setting || coalesce(unit, ''), ', ' order by name)
        from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'wal_sync_method')
        """;

    /// <summary>How busy it was before the run, and after it: figures taken beside other work mean little.</summary>
    public string Load { get; init; } = LoadNow();

    public static async Task<Machine> Of(string server) =>
        new(
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
            ProcessorName(),
            Environment.ProcessorCount,
            RuntimeInformation.FrameworkDescription,
            (string)(await Database.Ask(server, "select split_part(version(), ' on ', 1)"))!,
            (string)(await Database.Ask(server, Durability))!
        );

    /// <summary>The same after the run.</summary>
    public Machine After() => this with { Load = $"{Load}, at the end {LoadNow()}" };

    public override string ToString() =>
        $"{System}, {Cores} cores, {Processor}; {Runtime}; {Postgres}; {Settings}; load of the machine {Load}";

    private static string LoadNow() =>
        File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "?";

    private static string ProcessorName() =>
        File.Exists("/proc/cpuinfo")
        && File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line.Split(':', 2)[1].Trim()
            : "unknown processor";
}
