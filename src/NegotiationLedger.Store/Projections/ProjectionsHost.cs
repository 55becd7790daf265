using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace NegotiationLedger.Store.Projections;

/// <summary>Starts Marten's and Wolverine's services when the database answers, and stops them with the host, which waits for neither.</summary>
internal sealed class ProjectionsHost(IServiceProvider services, IReadOnlyList<ServiceDescriptor> late) : IHostedService, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<IHostedService> _started = [];
    private readonly ILogger _log = services.GetRequiredService<ILogger<ProjectionsHost>>();
    private Task _starting = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _starting = Task.Run(Start, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _starting;
        await StopAll();
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task Start()
    {
        var isToldOf = false;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await AskDatabase();
                await StartAll();
                using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
                var watching = ActivatorUtilities.CreateInstance<ProjectionsWatch>(services).Run(ended.Token);
                var first = await Task.WhenAny(watching, SendAgain(ended.Token));
                await ended.CancelAsync();
                await first;
                return;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            // The loop outlives every fault. It is logged once until it has passed; readiness shows that nothing is followed.
            catch (Exception e)
            {
                if (!isToldOf)
                    _log.ProjectionsNotStarted(e);
                isToldOf = true;
                await StopAll();
            }

            await Task.Delay(Pause, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A message that was asked for while Wolverine started, or stopped, may not have been sent: what is still to be done is sent again.
    private async Task SendAgain(CancellationToken cancellationToken)
    {
        var isToldOf = false;
        while (true)
        {
            try
            {
                await services.GetRequiredService<ProjectionControl>().Begin(cancellationToken);
                isToldOf = false;
            }
            // A rebuild may hold what is asked for past a time-out; what follows the log goes on meanwhile.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                if (!isToldOf)
                    _log.NotSentAgain(e.Message);
                isToldOf = true;
            }

            await Task.Delay(Patience, cancellationToken);
        }
    }

    private async Task AskDatabase()
    {
        await using var command = services
            .GetRequiredService<ProjectionConnections>()
            .Source.CreateCommand("select from ledger_projections");
        await command.ExecuteNonQueryAsync(_stopping.Token);
    }

    private async Task StartAll()
    {
        foreach (var descriptor in late)
        {
            var service = (IHostedService)(
                descriptor.ImplementationInstance
                ?? descriptor.ImplementationFactory?.Invoke(services)
                ?? ActivatorUtilities.CreateInstance(services, descriptor.ImplementationType!)
            );
            _started.Add(service);
            await service.StartAsync(_stopping.Token);
        }
    }

    private async Task StopAll()
    {
        _started.Reverse();
        foreach (var service in _started)
        {
            try
            {
                await service.StopAsync(CancellationToken.None).WaitAsync(Patience);
            }
            // Whatever is wrong with it, the others stop too.
            catch (Exception e)
            {
                _log.ProjectionsNotStopped(e.Message);
            }
        }

        _started.Clear();
    }
}
