namespace NegotiationLedger.Server;

/// <summary>What readers that know nothing of attributions are told of who said something.</summary>
internal static class RecordWords
{
    /// <summary>Whose account, in which way, when, and through which document.</summary>
    internal static string AccordingTo(Attribution attribution, Registry registry)
    {
        var title = registry.Sources.GetValueOrDefault(attribution.Source)?.Description.Title ?? attribution.Source.Value;
        return $"According to {registry.ViewpointOf(attribution)}, {NamedValue<Mode>.NameOf(attribution.Mode)}, {attribution.AssertedOn} ({title}).";
    }

    /// <summary>What a record is about, and who says so.</summary>
    internal static string SummaryOf(Entry entry, Accounts.History history, Frame frame)
    {
        var about =
            entry.Data is Annotation annotation && history.Entries.FirstOrDefault(e => e.Id == annotation.Assertion) is { } subject
                ? $"About: {subject.Data.Told(frame)}. "
                : "";
        return entry.Data.Attribution is { } attribution
            ? about + AccordingTo(attribution, history.Registry) + (attribution.Quote is { } quote ? $" “{quote.Exact}”" : "")
            : about.TrimEnd();
    }
}
