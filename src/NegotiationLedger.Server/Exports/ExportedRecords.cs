namespace NegotiationLedger.Server;

/// <summary>A negotiation through a lens, as the formats of other programs show it.</summary>
/// <param name="Snapshot">The negotiation.</param>
/// <param name="Account">What the lens lets through.</param>
/// <param name="Frame">What its parties and issues are called.</param>
/// <param name="Registry">The sources and speakers that the lens lets through.</param>
internal sealed record ExportedRecords(Snapshot Snapshot, Account Account, Frame Frame, Registry Registry)
{
    /// <summary>A negotiation through a lens.</summary>
    internal static ExportedRecords Of(Snapshot snapshot, Lens lens)
    {
        var account = snapshot.History.Through(lens);
        return new(snapshot, account, Frame.Of(account), snapshot.History.Registry.Through(lens));
    }

    /// <summary>The developments that the lens shows, each in its standing form, in fold order.</summary>
    internal IReadOnlyList<Assertion> Assertions => Account.Visible;

    /// <summary>The sources that carry them, by id.</summary>
    internal IEnumerable<SourceRegistered> Sources =>
        Assertions
            .Select(a => a.Data.Attribution.Source)
            .Distinct()
            .OrderBy(s => s.Value, StringComparer.Ordinal)
            .Select(s => Registry.Sources.GetValueOrDefault(s)?.Description)
            .OfType<SourceRegistered>();

    /// <summary>The negotiation's title, or its id.</summary>
    internal string Title => Frame.Title?.Value ?? Account.Negotiation.Value;

    /// <summary>The document that carries an assertion; null when the lens does not know it.</summary>
    internal SourceRegistered? SourceOf(Assertion assertion) =>
        Registry.Sources.GetValueOrDefault(assertion.Data.Attribution.Source)?.Description;

    /// <summary>Who said it, by name where there is one: the speaker, else whoever the source speaks for.</summary>
    internal string? AuthorOf(Assertion assertion)
    {
        var (spoken, source) = (assertion.Data.Attribution.Speaker, SourceOf(assertion));
        if (spoken?.Party is { } party)
            return Frame.NameOf(party);
        if (spoken?.Speaker is not { } id)
            return source?.Author ?? source?.Publisher;
        var speaker = Registry.Speakers.GetValueOrDefault(id);
        return speaker?.Description.Name ?? speaker?.RoleAt(assertion.Data.Attribution.AssertedOn)?.Title ?? id.Value;
    }
}
