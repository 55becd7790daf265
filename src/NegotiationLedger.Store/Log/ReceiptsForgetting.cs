using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace NegotiationLedger.Store;

/// <summary>Removes, when the host starts and once an hour, the receipts that are older than 7 days; several nodes may do it at once.</summary>
internal sealed class ReceiptsForgetting(LedgerLog log, ILogger<ReceiptsForgetting> logger) : BackgroundService
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(Hour);
        do
        {
            try
            {
                await log.ForgetReceipts(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                logger.ReceiptsNotForgotten(e.Message);
            }
        } while (await hourly.WaitForNextTickAsync(stoppingToken));
    }
}
