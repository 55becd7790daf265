namespace NegotiationLedger.Accounts;

/// <summary>
/// What later records answer: offers, agreements, operations begun, by the keys that both sides name (<see cref="Development.Opens"/>,
/// <see cref="Development.Answers"/>). Only assertions of what is actual open or answer.
/// </summary>
/// <param name="zone">Where dates without an offset are read.</param>
/// <typeparam name="T">What stands for an assertion.</typeparam>
internal sealed class Openings<T>(HomeZone zone)
{
    private readonly Dictionary<string, List<Opening>> _byKey = new(StringComparer.Ordinal);

    /// <summary>Takes an assertion in; in order of sequence.</summary>
    internal void Add(Development data, EventId id, T member)
    {
        if (data.Claim is not Claim.Actual || data.Opens is not { Count: > 0 } keys)
            return;
        var happening = HappeningOf(data, id);
        foreach (var key in keys)
        {
            if (!_byKey.TryGetValue(key, out var openings))
                _byKey[key] = openings = [];
            if (openings.Find(o => o.Happening == happening) is not { } opening)
                openings.Add(opening = new(happening));
            opening.Add(member, data.Occurred.EarliestIn(zone));
        }
    }

    /// <summary>
    /// The assertions of the one happening that an assertion answers; null when there is none. Of several it is the one that began last by the
    /// answer's own latest date, else the one that began first; by their own dates, and by sequence where those are equal.
    /// </summary>
    internal IReadOnlyList<T>? AnsweredBy(Development data)
    {
        if (data.Claim is not Claim.Actual)
            return null;
        foreach (var key in data.Answers)
        {
            if (!_byKey.TryGetValue(key, out var openings))
                continue;
            var latest = data.Occurred.LatestIn(zone);
            var known = openings.Where(o => o.Earliest <= latest).MaxBy(o => o.Earliest);
            return (known ?? openings.MinBy(o => o.Earliest)!).Members;
        }

        return null;
    }

    /// <summary>Whether one more assertion tells of a happening of a key that others told of, and of no earlier day.</summary>
    internal bool IsKnown(string key, Development data, EventId id)
    {
        var happening = HappeningOf(data, id);
        return _byKey.GetValueOrDefault(key)?.Find(o => o.Happening == happening)?.Earliest <= data.Occurred.EarliestIn(zone);
    }

    private static (EventName, string, string) HappeningOf(Development data, EventId id)
    {
        var row = EventNames.Of(data);
        return (row, row.OccurrenceOf(data) ?? id.ToString(), string.Join('\n', row.SubjectOf(data)));
    }

    private sealed class Opening((EventName, string, string) happening)
    {
        internal (EventName, string, string) Happening { get; } = happening;

        internal List<T> Members { get; } = [];

        internal DatedInstant Earliest { get; private set; } = DatedInstant.EndOfTime;

        internal void Add(T member, DatedInstant earliest)
        {
            Members.Add(member);
            if (earliest < Earliest)
                Earliest = earliest;
        }
    }
}
