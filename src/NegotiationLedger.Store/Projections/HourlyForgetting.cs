using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Store.Drafts;
using Npgsql;

namespace NegotiationLedger.Store.Projections;

/// <summary>
/// Removes, when the host starts and once an hour, the receipts that are older than 7 days and the drafts that have expired; several nodes may
/// do it at once.
/// </summary>
internal sealed class HourlyForgetting(LedgerLog log, DraftStore drafts, ILogger<HourlyForgetting> logger) : BackgroundService
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(Hour);
        do
        {
            await Try(log.ForgetReceipts, logger.ReceiptsNotForgotten, stoppingToken);
            await Try(drafts.Forget, logger.DraftsNotForgotten, stoppingToken);
        } while (await hourly.WaitForNextTickAsync(stoppingToken));
    }

    private static async Task Try(Func<CancellationToken, Task<int>> forget, Action<string> tell, CancellationToken stopping)
    {
        try
        {
            await forget(stopping);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            tell(e.Message);
        }
    }
}
