using System.Runtime.InteropServices;

namespace NegotiationLedger.Benchmarks;

/// <summary>Where the figures come from.</summary>
internal static class Machine
{
    public static async Task Print(BenchLedger ledger)
    {
        Console.WriteLine(
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {Processor()}"
        );
        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}; {await ledger.Ask("select split_part(version(), ' on ', 1)")}");
        Console.WriteLine(
            await ledger.Ask(
                """
                select string_agg(name || '=' || setting || coalesce(unit, ''), ', ' order by name)
                from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'wal_sync_method')
                """
            )
        );
        Console.WriteLine();
    }

    private static string Processor() =>
        File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(':', 2)[1]
                .Trim()
                ?? "unknown processor"
            : "unknown processor";
}
