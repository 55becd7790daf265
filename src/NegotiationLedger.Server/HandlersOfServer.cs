using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Server.Memory;
using NegotiationLedger.Store;
using NegotiationLedger.Store.Handling;

namespace NegotiationLedger.Server;

/// <summary>Runs this node's handlers for as long as the server runs.</summary>
internal sealed class HandlersOfServer(LedgerLog ledger, ILogger<HandlersOfServer> log) : IHostedService, IAsyncDisposable
{
    private IAsyncDisposable? _running;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = ledger.Run(PersistedViews.Handlers, new() { Tell = Tell });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => _running?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Tell(HandlerNews news)
    {
        switch (news)
        {
            case HandlerNews.Taken { Evicted: true } taken:
                log.HandlerTakenOver(taken.Handler, taken.Generation);
                break;
            case HandlerNews.Taken taken:
                log.HandlerTaken(taken.Handler, taken.Generation);
                break;
            case HandlerNews.Retrying retrying:
                log.HandlerRetries(retrying.Handler, retrying.Generation, retrying.Error.Message);
                break;
            case HandlerNews.Stopped stopped:
                log.HandlerStopped(stopped.Error, stopped.Handler, stopped.Generation, stopped.Id, stopped.Sequence);
                break;
            case HandlerNews.SwitchedOver switched:
                log.HandlerSwitchedOver(switched.Handler, switched.Generation);
                break;
            case HandlerNews.Away away:
                log.HandlersAway(away.Error.Message);
                break;
        }
    }
}

/// <summary>What a server needs for its handlers and for what they keep.</summary>
internal static class HandlerServices
{
    internal static IServiceCollection AddHandlers(this IServiceCollection services) =>
        services
            .AddSingleton(provider => new HandlerControl(provider.GetRequiredService<LedgerLog>(), PersistedViews.Handlers))
            .AddSingleton(provider => new NegotiationList(provider.GetRequiredService<LedgerLog>(), TalksStatus.CodeVersion))
            .AddSingleton<ViewDocuments>()
            .AddSingleton<PersistedAnswers>()
            .AddHostedService<HandlersOfServer>();
}
