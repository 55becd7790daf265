using System.Collections.Concurrent;
using System.Globalization;

namespace NegotiationLedger.Torture.Faults;

/// <summary>What was counted, by the kind of fault that was under way.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<(string Kind, string What), int> _counts = [];
    private readonly ConcurrentDictionary<string, ConcurrentBag<TimeSpan>> _recoveries = [];
    private readonly ConcurrentDictionary<string, ConcurrentBag<TimeSpan>> _wholes = [];

    /// <summary>The kind of fault that is under way.</summary>
    public string Kind { get; set; } = "none";

    /// <summary>The heads of the table.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    ["fault", "times", "acknowledged", "2xx", "4xx", "503", "500", "cut", "recovered s, median", "most", "whole s, median", "broken"];

    /// <summary>Counts something.</summary>
    public void Count(string what, int more = 1) => _counts.AddOrUpdate((Kind, what), more, (_, n) => n + more);

    /// <summary>Counts an answer by its class; 0 for one that was cut.</summary>
    public void Answered(int status) =>
        Count(
            status switch
            {
                0 => "cut",
                503 => "503",
                >= 500 => "500",
                >= 400 => "4xx",
                _ => "2xx",
            }
        );

    /// <summary>Notes how long it took until all nodes acknowledged a write again.</summary>
    public void Recovered(TimeSpan after) => _recoveries.GetOrAdd(Kind, _ => []).Add(after);

    /// <summary>Notes how long a fault took with all that was waited for and checked.</summary>
    public void Took(TimeSpan whole) => _wholes.GetOrAdd(Kind, _ => []).Add(whole);

    /// <summary>The table, a row for each kind.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows =>
        [
            .. _counts
                .Keys.Select(k => k.Kind)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(kind =>
                    (IReadOnlyList<string>)
                        [
                            kind,
                            .. new[] { "times", "acknowledged", "2xx", "4xx", "503", "500", "cut" }.Select(what =>
                                $"{_counts.GetValueOrDefault((kind, what))}"
                            ),
                            .. Times(kind),
                            $"{_counts.GetValueOrDefault((kind, "broken"))}",
                        ]
                ),
        ];

    private string[] Times(string kind)
    {
        var (recoveries, wholes) = (
            _recoveries.GetValueOrDefault(kind, []).Order().ToList(),
            _wholes.GetValueOrDefault(kind, []).Order().ToList()
        );
        return recoveries.Count == 0
            ? ["", "", ""]
            : [Text(recoveries[recoveries.Count / 2]), Text(recoveries[^1]), Text(wholes[wholes.Count / 2])];
    }

    private static string Text(TimeSpan time) => time.TotalSeconds.ToString("N2", CultureInfo.InvariantCulture);
}
