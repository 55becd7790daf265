namespace NegotiationLedger.Views;

/// <summary>Which records bear on what, withdrawn ones among them.</summary>
internal sealed class Bearing
{
    private readonly Dictionary<EventId, DateTimeOffset> _about = [];
    private readonly HashSet<EventId> _questioned = [];
    private readonly ILookup<(string Type, string Occurrence), EventId> _byHappening;
    private readonly ILookup<string, EventId> _doingWith;

    /// <summary>Looks through the entries of a negotiation.</summary>
    internal Bearing(IReadOnlyCollection<Entry> entries)
    {
        // Records about records about a development bear on it too; each is about an earlier one.
        var subjects = new Dictionary<EventId, EventId>();
        foreach (var entry in entries)
        {
            var about = entry.Data is Annotation annotation
                ? subjects.GetValueOrDefault(annotation.Assertion, annotation.Assertion)
                : entry.Id;
            subjects[entry.Id] = about;
            _about[about] = entry.RecordedAt;
            if (entry.Data is AssertionRetracted or AssertionCorrected)
                _questioned.Add(about);
        }

        List<(EventId Id, Development Data)> told = [.. entries.Where(e => e.Data is Development).Select(e => (e.Id, (Development)e.Data))];
        _byHappening = told.ToLookup(
            t => (EventNames.Of(t.Data).Name, EventNames.Of(t.Data).OccurrenceOf(t.Data) ?? t.Id.ToString()),
            t => t.Id
        );
        _doingWith = told.SelectMany(t => DiaryDates.DoneWith(t.Data).Select(key => (key, t.Id))).ToLookup(d => d.key, d => d.Id);
    }

    /// <summary>The developments that were recorded of a happening.</summary>
    internal IEnumerable<EventId> Of(string type, string occurrence) => _byHappening[(type, occurrence)];

    /// <summary>The developments that do with, or put off, what a development names to come.</summary>
    internal IEnumerable<EventId> DoingWith(Development data) => DiaryDates.KeysOf(data).SelectMany(key => _doingWith[key]);

    /// <summary>Whether a development was corrected or retracted, or such a record about it was.</summary>
    internal bool IsQuestioned(EventId id) => _questioned.Contains(id);

    /// <summary>When the last of some developments, or of what is about them, was recorded.</summary>
    internal DateTimeOffset Last(IEnumerable<EventId> developments) => developments.Max(id => _about[id]);
}
