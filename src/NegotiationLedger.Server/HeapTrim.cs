using Microsoft.Extensions.Hosting;

namespace NegotiationLedger.Server;

/// <summary>
/// Gives memory back that a burst of large requests took. The runtime collects when something is allocated: a server that has nothing to do
/// after such a burst would keep it for as long as that lasts.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class HeapTrim(TimeProvider time) : BackgroundService
{
    // What so much garbage is worth a pause of some milliseconds.
    private const long Worth = 64 * 1024 * 1024;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var (collections, kept) = (GC.CollectionCount(0), GC.GetGCMemoryInfo().TotalCommittedBytes);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var committed = GC.GetGCMemoryInfo().TotalCommittedBytes;
            // While anything is collected it is at work, and is not to be held up.
            if (collections == (collections = GC.CollectionCount(0)) && committed > kept + Worth)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                collections = GC.CollectionCount(0);
                kept = GC.GetGCMemoryInfo().TotalCommittedBytes;
            }
            else
            {
                kept = Math.Min(kept, committed);
            }
        }
    }
}
