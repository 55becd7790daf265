namespace NegotiationLedger.Store.Tests;

/// <summary>Waits for what the database says, never for time.</summary>
public static class Waiting
{
    /// <summary>Waits until so many appends wait for the head.</summary>
    public static Task ForHead(TestLedger ledger, int count) =>
        Until(async () =>
            (long)
                (
                    await ledger.AsAdmin(
                        """
                        select count(*) from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock' and application_name like 'ledger append %'
                        """
                    )
                )! >= count
        );

    /// <summary>Asks until the answer is yes.</summary>
    public static async Task Until(Func<Task<bool>> asked)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await asked())
            patience.Token.ThrowIfCancellationRequested();
    }
}
