namespace NegotiationLedger.Server;

/// <summary>A registered speaker.</summary>
/// <param name="Speaker">Its id.</param>
/// <param name="Identity">Whether known by name.</param>
/// <param name="Name">The name.</param>
/// <param name="Roles">Every title and party, in the order recorded; where they overlap the last counts.</param>
/// <param name="Sequence">The place of its registration in the ledger.</param>
/// <param name="RecordedAt">When it was registered.</param>
/// <param name="RecordedBy">By whom.</param>
public sealed record SpeakerAnswer(
    string Speaker,
    Identity Identity,
    string? Name,
    IReadOnlyList<RoleAnswer> Roles,
    long Sequence,
    DateTimeOffset RecordedAt,
    string RecordedBy
)
{
    /// <summary>A speaker as it stands.</summary>
    public static SpeakerAnswer Of(Speaker speaker) =>
        new(
            speaker.Description.Speaker.Value,
            speaker.Description.Identity,
            speaker.Description.Name,
            [.. speaker.Roles.Select(RoleAnswer.Of)],
            speaker.Registered.Sequence,
            speaker.Registered.RecordedAt,
            speaker.Registered.RecordedBy
        );
}

/// <summary>A title and party that a speaker bore for a time.</summary>
/// <param name="Title">Office or description.</param>
/// <param name="Party">The party spoken for; absent when for none.</param>
/// <param name="Valid">For how long; always when absent.</param>
/// <param name="Sequence">The place of the record in the ledger.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="RecordedBy">By whom.</param>
public sealed record RoleAnswer(string? Title, PartyId? Party, Edtf? Valid, long Sequence, DateTimeOffset RecordedAt, string RecordedBy)
{
    /// <summary>A role as it was recorded.</summary>
    public static RoleAnswer Of(SpeakerRole role) =>
        new(role.Title, role.Party, role.Valid, role.Recorded.Sequence, role.Recorded.RecordedAt, role.Recorded.RecordedBy);
}

/// <summary>A speaker whole: the roles over time and all that the speaker asserted.</summary>
/// <param name="Speaker">Its id.</param>
/// <param name="Position">The position the assertions were looked up at, and those of every page that follows: <c>@n</c>.</param>
/// <param name="Identity">Whether known by name.</param>
/// <param name="Name">The name.</param>
/// <param name="Roles">Every title and party, in the order recorded; where they overlap the last counts.</param>
/// <param name="Sequence">The place of its registration in the ledger.</param>
/// <param name="RecordedAt">When it was registered.</param>
/// <param name="RecordedBy">By whom.</param>
/// <param name="Assertions">What the speaker asserted, in the order recorded, withdrawn records included.</param>
/// <param name="Counts">How much that is in all.</param>
/// <param name="Next">The <c>after</c> of the next page of assertions; absent on the last.</param>
/// <param name="Links">Where all of it is, by name.</param>
/// <param name="Incomplete">The negotiations whose newest records could not be searched, so that some of theirs may be lacking; absent when there are none.</param>
public sealed record WholeSpeakerAnswer(
    string Speaker,
    string Position,
    Identity Identity,
    string? Name,
    IReadOnlyList<RoleAnswer> Roles,
    long Sequence,
    DateTimeOffset RecordedAt,
    string RecordedBy,
    IReadOnlyList<AssertionAnswer> Assertions,
    TallyAnswer Counts,
    string? Next,
    IReadOnlyDictionary<string, string> Links,
    IReadOnlyList<string>? Incomplete = null
);

/// <summary>A page of speakers, by id.</summary>
/// <param name="Speakers">The speakers.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
/// <param name="Position">The position the answer was made at: <c>@n</c>.</param>
public sealed record SpeakersAnswer(IReadOnlyList<SpeakerAnswer> Speakers, string? Next, string Position);
