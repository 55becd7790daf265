using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NegotiationLedger.Store.Appending;
using NegotiationLedger.Store.Handling;
using Npgsql;
using Wolverine;

namespace NegotiationLedger.Marten;

/// <summary>Appends through Wolverine: a batch is a message.</summary>
internal sealed class MartenAppends(IHost host) : IAppendConnection
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<BatchAnswer>> Append(IReadOnlyList<PendingAppend> batch) =>
        Faults.Bare<IReadOnlyList<BatchAnswer>>(
            async () =>
            {
                await using var scope = host.Services.CreateAsyncScope();
                var bus = scope.ServiceProvider.GetRequiredService<IMessageBus>();
                return (await bus.InvokeAsync<RecordedBatch>(new RecordBatch(batch))).Answers();
            },
            host.Services
        );

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Tells the database's faults from what Marten wraps them in.</summary>
internal static class Faults
{
    /// <summary>Does something with a host, and throws a fault of the database as it is.</summary>
    public static async Task<T> Bare<T>(Func<Task<T>> work, IServiceProvider host)
    {
        try
        {
            return await OnSoundConnections(work, host);
        }
        // It may have met a connection that another's fault had left in doubt; nothing was written then, nor otherwise.
        catch (PostgresException e) when (!HandlerRun.MayPass(e))
        {
            return await OnSoundConnections(work, host);
        }
    }

    private static async Task<T> OnSoundConnections<T>(Func<Task<T>> work, IServiceProvider host)
    {
        try
        {
            return await work();
        }
        catch (Exception e)
        {
            // What a connection has prepared is in doubt when a statement failed on it: none of them is used again.
            host.GetRequiredKeyedService<NpgsqlDataSource>(LedgerHost.Own).Clear();
            if (InnerFault(e) is { } fault)
                ExceptionDispatchInfo.Throw(fault);
            throw;
        }
    }

    private static NpgsqlException? InnerFault(Exception e)
    {
        for (var inner = e is NpgsqlException ? null : e.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is NpgsqlException fault)
                return fault;
        }

        return null;
    }
}
