using System.Text.Json;

namespace NegotiationLedger.Server.Http;

/// <summary>The lens an answer was made through, as the reader wrote it.</summary>
/// <param name="OccurredUntil">What had occurred until when.</param>
/// <param name="AssertedUntil">What had been asserted until when.</param>
/// <param name="RecordedUntil">What had been recorded until when.</param>
/// <param name="AccordingTo">According to whom.</param>
/// <param name="Standing">Whether disputed assertions are left out.</param>
public sealed record LensAnswer(
    string? OccurredUntil,
    string? AssertedUntil,
    string? RecordedUntil,
    IReadOnlyList<Viewpoint>? AccordingTo,
    string? Standing
)
{
    /// <summary>The echo of a lens.</summary>
    public static LensAnswer Of(Lens lens) =>
        new(
            lens.OccurredUntil?.Text,
            lens.AssertedUntil?.Text,
            lens.RecordedUntil?.Text,
            lens.AccordingTo.IsEmpty ? null : lens.AccordingTo,
            lens.UndisputedOnly ? "undisputed" : null
        );
}

/// <summary>One entry of the log.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="Version">Its place in the negotiation.</param>
/// <param name="Type">Its type.</param>
/// <param name="RecordedAt">When the ledger learned of it.</param>
/// <param name="RecordedBy">Who recorded it.</param>
/// <param name="Viewpoint">Whose account it belongs to; absent where there is no attribution.</param>
/// <param name="Cameo">Its CAMEO code, where there is one.</param>
/// <param name="Data">What was recorded, as it is stored.</param>
public sealed record EntryAnswer(
    EventId Id,
    long Sequence,
    long Version,
    string Type,
    DateTimeOffset RecordedAt,
    string RecordedBy,
    Viewpoint? Viewpoint,
    string? Cameo,
    JsonElement Data
)
{
    /// <summary>An entry as it stands in the log.</summary>
    public static EntryAnswer Of(Entry entry, Registry registry)
    {
        var row = EventNames.Of(entry.Data);
        var attribution = entry.Data.Attribution;
        return new(
            entry.Id,
            entry.Sequence,
            entry.Version,
            row.Name,
            entry.RecordedAt,
            entry.RecordedBy,
            attribution is null ? null : registry.ViewpointOf(attribution),
            (entry.Data as Development)?.CameoCode,
            JsonSerializer.SerializeToElement(entry.Data, row.Shape)
        );
    }
}

/// <summary>A page of a negotiation's entries, in sequence order.</summary>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="Lens">The lens.</param>
/// <param name="Position">The position the answer was made at: <c>@n</c>.</param>
/// <param name="Version">The stream version it was made at.</param>
/// <param name="Entries">The entries.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record HistoryAnswer(
    string Negotiation,
    LensAnswer Lens,
    string Position,
    long Version,
    IReadOnlyList<EntryAnswer> Entries,
    long? Next
);

/// <summary>A negotiation in a word.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">What readers know it by.</param>
/// <param name="Phase">The phase of the talks, by everyone's account.</param>
/// <param name="IsContested">Whether accounts differ on the phase.</param>
/// <param name="LastMovement">What last moved it.</param>
/// <param name="LastMovementAt">When.</param>
/// <param name="Parties">The ids of its parties.</param>
/// <param name="Version">Its version.</param>
public sealed record NegotiationSummary(
    string Id,
    string? Title,
    string? Phase,
    bool IsContested,
    string? LastMovement,
    DateTimeOffset? LastMovementAt,
    IReadOnlyList<string> Parties,
    long Version
);

/// <summary>A page of negotiations, by id.</summary>
/// <param name="Negotiations">The negotiations.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record NegotiationsAnswer(IReadOnlyList<NegotiationSummary> Negotiations, string? Next);

/// <summary>How much is recorded of a negotiation.</summary>
/// <param name="Entries">Entries in all.</param>
/// <param name="Standing">Developments that stand.</param>
/// <param name="Retracted">Developments withdrawn.</param>
/// <param name="Proposals">Proposals known.</param>
/// <param name="Parties">Parties known.</param>
/// <param name="Issues">Issues known.</param>
public sealed record Counts(int Entries, int Standing, int Retracted, int Proposals, int Parties, int Issues);

/// <summary>A view through a lens. The server writes it member by member around the folded view; this record is its description.</summary>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="View">The view's name.</param>
/// <param name="Lens">The lens.</param>
/// <param name="Position">The position the answer was made at: <c>@n</c>.</param>
/// <param name="Version">The stream version it was made at.</param>
/// <param name="Warnings">What could not be taken as it was recorded.</param>
/// <param name="Answer">The view.</param>
public sealed record ViewAnswer<TView>(
    string Negotiation,
    string View,
    LensAnswer Lens,
    string Position,
    long Version,
    IReadOnlyList<Warning> Warnings,
    TView Answer
);

/// <summary>A negotiation's frame, counts and views.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Lens">The lens.</param>
/// <param name="Position">The position the answer was made at: <c>@n</c>.</param>
/// <param name="Version">The stream version it was made at.</param>
/// <param name="Frame">Title, subject, parties and issues.</param>
/// <param name="Counts">How much is recorded.</param>
/// <param name="Links">Where its views are, by name.</param>
public sealed record NegotiationAnswer(
    string Id,
    LensAnswer Lens,
    string Position,
    long Version,
    Frame Frame,
    Counts Counts,
    IReadOnlyDictionary<string, string> Links
);
