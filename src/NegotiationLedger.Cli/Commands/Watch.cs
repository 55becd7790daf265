namespace NegotiationLedger.Cli;

/// <summary>Asks again and again, and shows an answer that is another one than the last.</summary>
internal static class Watch
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Shows it, and again whenever it changes.</summary>
    /// <returns>Never: it ends when it is cancelled.</returns>
    public static async Task<int> Run(
        LedgerClient client,
        string path,
        Func<Query> query,
        Action<Reply> show,
        CancellationToken cancellation
    )
    {
        string? tag = null;
        while (true)
        {
            if (await client.GetUnless(tag, path, query(), cancellation) is { } changed)
            {
                show(changed.Reply);
                tag = changed.Tag;
            }

            await Task.Delay(Pause, cancellation);
        }
    }
}
