using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Console;

/// <summary>What a reader sees of a source: a page of its text, the quotes that stand on it, and what became of the records that quote it.</summary>
public sealed class SourceReading
{
    /// <summary>How many records are told beside a page at most.</summary>
    internal const int MostNotes = 100;

    private readonly FoundSource _found;
    private readonly IReadOnlyDictionary<NegotiationId, Frame> _frames;
    private readonly Dictionary<EventId, AuditRecord> _records;
    private readonly EventId? _chosen;

    internal SourceReading(FoundSource found, IReadOnlyDictionary<NegotiationId, Frame> frames, Address here, EventId? chosen, int? page)
    {
        (_found, _frames, _chosen, Here) = (found, frames, chosen, here);
        _records = found.Records.ToDictionary(h => h.Record.Id, h => h.Record);
        if (found.Text is not { } text)
            return;
        var start = found.Quoted.Placed.FirstOrDefault(q => q.Event == chosen)?.Quote.Start;
        Page = QuotedPage.Of(TextPage.Of(text, page ?? (start is { } at ? TextPage.NumberAt(text, at) : 1)), found.Quoted);
    }

    /// <summary>Where the page is.</summary>
    internal Address Here { get; }

    /// <summary>The source.</summary>
    internal Source Source => _found.Asked.Source;

    /// <summary>What it is.</summary>
    internal SourceRegistered Description => Source.Description;

    /// <summary>Its id.</summary>
    internal string Id => Description.Source.Value;

    /// <summary>The page of its text; null where none is held.</summary>
    internal QuotedPage? Page { get; }

    /// <summary>How many records it carries.</summary>
    internal AuditTally Tally => _found.Tally;

    /// <summary>Whose text is the same.</summary>
    internal IReadOnlyList<SourceRegistered> SameTextAs => _found.SameTextAs;

    /// <summary>The negotiations whose newest records may be lacking.</summary>
    internal IReadOnlyList<string>? Incomplete => _found.Asked.Incomplete;

    /// <summary>The <c>after</c> of further records; null when all were looked at.</summary>
    internal string? Next => _found.Next?.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>How many records were looked at.</summary>
    internal int LookedAt => _found.Records.Count;

    /// <summary>The records that are told beside the page, in the order of the text.</summary>
    internal IReadOnlyList<AuditRecord> Notes => Page is null ? [] : [.. Page.Quotes.Take(MostNotes).Select(q => _records[q.Event])];

    /// <summary>The records whose words stand nowhere in the text, or were not looked for in it because it is not held.</summary>
    internal IReadOnlyList<(AuditRecord Record, Quote Quote)> Unplaced =>
        [.. _found.Quoted.Unplaced.Select(q => (_records[q.Event], q.Quote))];

    /// <summary>The negotiations whose records quote it, of those looked at.</summary>
    internal IReadOnlyList<NegotiationId> Negotiations => [.. _found.Records.Select(h => h.Record.Negotiation).Distinct()];

    /// <summary>A negotiation by its title.</summary>
    internal string Title(NegotiationId negotiation) => _frames.GetValueOrDefault(negotiation)?.Title?.Value ?? negotiation.Value;

    /// <summary>What a record's negotiation calls everybody.</summary>
    internal Names NamesOf(AuditRecord record) => new(_frames[record.Negotiation], _found.Asked.Registry);

    /// <summary>Whether a quote is the one that was asked for.</summary>
    internal bool IsChosen(int quote) => Page!.Quotes[quote].Event == _chosen;

    /// <inheritdoc cref="IsChosen(int)"/>
    internal bool IsChosen(AuditRecord record) => record.Id == _chosen;

    /// <summary>Whether a quote was asked for that no record looked at takes from this source.</summary>
    internal bool LacksChosen =>
        Here["quote"] is not null && (_chosen is not { } id || _records.GetValueOrDefault(id)?.Attribution?.Quote is null);

    /// <summary>Whether the record of a quote is withdrawn.</summary>
    internal bool IsRetracted(int quote) => Page!.Quotes[quote].IsRetracted;

    /// <summary>Who said the words of a quote.</summary>
    internal string Voice(int quote)
    {
        var taken = Page!.Quotes[quote];
        return taken.Speaker is { } speaker ? NamesOf(_records[taken.Event]).Speaker(speaker) : Strings.OwnVoice;
    }

    /// <summary>Where the record of a quote is told: beside the page, or on its own page where there are too many.</summary>
    internal string NoteLink(int quote) =>
        quote < MostNotes ? $"#n{quote + 1}" : Here.Turn($"/records/{Page!.Quotes[quote].Event}").ToString();

    /// <summary>The page with one quote chosen.</summary>
    internal string Choose(AuditRecord record) => $"{Here.With("quote", record.Id.ToString())}#quote";

    /// <summary>Another page of the text; what was chosen on this one stays behind.</summary>
    internal string Turn(int page) =>
        Here.With("quote", null)
            .With("page", page == 1 ? null : page.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .ToString();
}
