namespace NegotiationLedger.Server;

/// <summary>Appends registrations of sources and speakers, each to a stream of its own.</summary>
/// <param name="log">The log.</param>
/// <param name="ids">Makes their ids.</param>
public sealed class Registrar(LedgerLog log, NewIds ids)
{
    /// <summary>Appends one registration.</summary>
    /// <param name="stream">Its stream.</param>
    /// <param name="data">The registration.</param>
    /// <param name="expected">The version the stream must have; any when null.</param>
    /// <param name="text">The text of the source that is registered.</param>
    /// <param name="write">Who registers, and under which key.</param>
    /// <param name="cancellationToken">Withdraws the request while it waits.</param>
    /// <exception cref="ProblemException">The key stands for another request (422); nothing was written.</exception>
    public async Task<AppendOutcome> Append(
        string stream,
        Registration data,
        long? expected,
        SourceText? text,
        WriteRequest write,
        CancellationToken cancellationToken
    )
    {
        var outcome = await log.Append(
            new(stream, [new(ids.Next(), data)], write.Principal, expected, write.Receipt, text),
            cancellationToken
        );
        return outcome is AppendOutcome.ReceiptMismatch ? throw Problems.KeyReused(write.Receipt!.Key) : outcome;
    }

    /// <summary>The registry as it stood when what was appended had been: a replay is answered as the first time.</summary>
    /// <param name="before">The registry as it was read before.</param>
    /// <param name="appended">What stands in the log.</param>
    internal static Registry After(Registry before, AppendOutcome.Appended appended)
    {
        var last = appended.Entries[^1].Sequence;
        return before.Sequence >= last ? before.AsOf(last) : before.With(appended.Entries);
    }
}
