using System.Diagnostics.Metrics;

namespace NegotiationLedger.Store;

/// <summary>What the log and its projections measure, under the meter <c>NegotiationLedger</c>; seconds and counts, as OpenTelemetry's conventions have them.</summary>
public static class LedgerMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "NegotiationLedger";

    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> AppendDuration = Meter.CreateHistogram(
        "ledger.append.duration",
        "s",
        "How long a request to append took, from its arrival to its answer.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        }
    );

    private static readonly Histogram<int> BatchEvents = Meter.CreateHistogram(
        "ledger.append.batch.size",
        "{event}",
        "How many events were committed in one transaction.",
        advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] }
    );

    private static readonly Counter<long> Conflicts = Meter.CreateCounter<long>(
        "ledger.append.conflicts",
        "{request}",
        "Requests whose expected version was not that of the stream."
    );

    private static readonly Counter<long> Negotiations = Meter.CreateCounter<long>(
        "ledger.projection.negotiations",
        "{negotiation}",
        "Negotiations that a projection processed on this node."
    );

    private static readonly Histogram<double> PageDuration = Meter.CreateHistogram(
        "ledger.projection.page.duration",
        "s",
        "How long a projection took to process a page of the log.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
        }
    );

    private static readonly Gauge<double> Lead = Meter.CreateGauge<double>(
        "ledger.clock.lead",
        "s",
        "How far the time of the last record is ahead of this machine's clock: above 0 for long, a clock jumped ahead and came back."
    );

    private static double _lead;

    /// <summary>How far the log's time was ahead of this machine's clock at the last append, in seconds; 0 when it was not.</summary>
    internal static double ClockLead => Volatile.Read(ref _lead);

    internal static void Appended(AppendOutcome outcome, TimeSpan elapsed)
    {
        if (outcome is AppendOutcome.Appended { IsReplay: false, Entries: [.., var last] })
        {
            Volatile.Write(ref _lead, Math.Max(0, (last.RecordedAt - DateTimeOffset.UtcNow).TotalSeconds));
            Lead.Record(ClockLead);
        }

        AppendDuration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("ledger.append.outcome", NameOf(outcome)));
        if (outcome is AppendOutcome.Stale)
            Conflicts.Add(1);
    }

    internal static void Batch(int events) => BatchEvents.Record(events);

    internal static void Projected(string projection, int negotiations, TimeSpan elapsed)
    {
        var name = new KeyValuePair<string, object?>("ledger.projection.name", projection);
        Negotiations.Add(negotiations, name);
        PageDuration.Record(elapsed.TotalSeconds, name);
    }

    private static string NameOf(AppendOutcome outcome) =>
        outcome switch
        {
            AppendOutcome.Appended { IsReplay: true } => "replayed",
            AppendOutcome.Appended => "appended",
            AppendOutcome.Stale => "stale",
            _ => "refused",
        };
}
