using System.Diagnostics;
using JasperFx;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Persistence.Durability;
using Wolverine.Runtime;
using Wolverine.Runtime.Agents;

namespace NegotiationLedger.Store.Projections;

/// <summary>Restarts the projections of this node that stand still while there is something to follow.</summary>
/// <remarks>
/// A shard that lost a race for its progress, as against a node that woke after it was taken over from, or that was refused something,
/// stays stopped: the daemon leaves it to an operator. Here it is always tried again, ever more seldom. One that says it runs may only
/// be starved on a busy machine, where a restart would take it further back: it is given far longer.
/// </remarks>
internal sealed class ProjectionsWatch(
    ProjectionControl control,
    Projector projector,
    IWolverineRuntime runtime,
    IMessageStore messages,
    ILogger<ProjectionsWatch> log
)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WhileItRuns = TimeSpan.FromMinutes(2);

    private const double MostLead = 2;
    private static readonly TimeSpan BetweenClockLines = TimeSpan.FromMinutes(10);

    private long? _clockToldAt;

    private readonly Dictionary<string, (long Position, long Since, TimeSpan Patience)> _seen = [];

    /// <summary>Looks until it is told to stop.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                WatchClock();
                await Look(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            // Whatever keeps it from looking may pass; what stands still is seen in readiness.
            catch (Exception e)
            {
                log.ProjectionsNotWatched(e.Message);
            }

            await Task.Delay(BetweenLooks, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Clocks of machines that are set by the network differ by less.
    private void WatchClock()
    {
        if (LedgerMeter.ClockLead < MostLead)
            _clockToldAt = null;
        else if (_clockToldAt is null || Stopwatch.GetElapsedTime(_clockToldAt.Value) > BetweenClockLines)
        {
            log.ClockIsBehind((long)LedgerMeter.ClockLead);
            _clockToldAt = Stopwatch.GetTimestamp();
        }
    }

    private async Task Look(CancellationToken cancellationToken)
    {
        var still = (await control.List(0, cancellationToken)).Where(StandsStill).Select(p => p.Name).ToList();
        if (still.Count == 0)
            return;
        var node = await messages.Nodes.LoadNodeAsync(runtime.Options.UniqueNodeId, cancellationToken);
        foreach (var agent in node?.ActiveAgents ?? [])
        {
            if (still.FirstOrDefault(name => IsOf(agent, name)) is { } name && (!IsRunning(agent) || Idle(name) >= WhileItRuns))
                await Restart(name, agent);
        }
    }

    private bool IsRunning(Uri agent) =>
        runtime.Agents.TryFindActiveAgent<IAgent>(agent, out var found) && found.Status == AgentStatus.Running;

    private TimeSpan Idle(string name) => Stopwatch.GetElapsedTime(_seen[name].Since);

    private bool StandsStill(ProjectionStatus projection)
    {
        var now = Stopwatch.GetTimestamp();
        if (!_seen.TryGetValue(projection.Name, out var seen) || seen.Position != projection.Position)
            seen = (projection.Position, now, First);
        else if (projection.Lag == 0 || projector.IsBusy(projection.Name))
            seen = seen with { Since = now };
        _seen[projection.Name] = seen;
        return Idle(projection.Name) >= seen.Patience;
    }

    private async Task Restart(string name, Uri agent)
    {
        log.ProjectionStandsStill(name, _seen[name].Position);
        _seen[name] = _seen[name] with
        {
            Since = Stopwatch.GetTimestamp(),
            Patience = _seen[name].Patience * 2 < Longest ? _seen[name].Patience * 2 : Longest,
        };
        await runtime.Agents.StopLocallyAsync(agent);
        await runtime.Agents.StartLocallyAsync(agent);
    }

    private static bool IsOf(Uri agent, string name) => agent.AbsolutePath.EndsWith($"/{name}/all", StringComparison.OrdinalIgnoreCase);
}
