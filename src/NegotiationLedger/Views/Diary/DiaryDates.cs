namespace NegotiationLedger.Views;

/// <summary>What a development says is to come, and by what a date that is to come is done with.</summary>
public static class DiaryDates
{
    private const string Session = "session";
    private const string Talks = "talks";

    /// <summary>The deadline or opening that a development names, with what it is called; null when it names none.</summary>
    public static (string What, Edtf When)? DeadlineOf(Development data) =>
        data switch
        {
            DeadlineSet e => ("Deadline", e.Deadline),
            DeadlineExtended e => ("Deadline", e.Deadline),
            UltimatumIssued { Deadline: { } deadline } => ("Ultimatum ends", deadline),
            CommitmentMade { Deadline: { } deadline } => ("Commitment due", deadline),
            ArbitrationOrdered { Deadline: { } deadline } => ("Arbitration due", deadline),
            TalksScheduled e => ("Talks scheduled", e.Opening),
            TalksAnnounced { Opening: { } opening } => ("Talks announced", opening),
            TalksAdjourned { Until: { } until } => ("Talks adjourned until", until),
            _ => null,
        };

    /// <summary>What it names to come: a deadline or an opening, else the end of the state that it begins.</summary>
    internal static (string What, Edtf When)? Of(Development data) =>
        DeadlineOf(data) ?? (EndOf(data) is { } end ? ("Runs out", end) : null);

    /// <summary>Whether what does with something to come, or puts it off, does so with this one, and not with another of its kind.</summary>
    /// <param name="act">What does with it.</param>
    /// <param name="data">What names it.</param>
    /// <param name="when">When it is to come.</param>
    internal static bool IsOf(Development act, Development data, Edtf when) =>
        act switch
        {
            DeadlineExtended { From: { } from } => from.FirstDay <= when.LastDay && when.FirstDay <= from.LastDay,
            CeasefireExtended { Parties: { Count: > 0 } bound } => IsAmong(data, bound),
            CeasefireEnded { Parties: { Count: > 0 } bound } => IsAmong(data, bound),
            _ => true,
        };

    // A ceasefire that does not say whom it binds may be any.
    private static bool IsAmong(Development data, IReadOnlyList<PartyId> bound) =>
        data switch
        {
            CeasefireBegan { Parties: { } parties } => parties.All(bound.Contains),
            CeasefireExtended { Parties: { } parties } => parties.All(bound.Contains),
            _ => true,
        };

    private static Edtf? EndOf(Development data) =>
        data switch
        {
            CeasefireExtended e => e.Until,
            AgreementExtended e => e.Until,
            _ => data.Ends,
        };

    /// <summary>Keys of what it names to come, by which that is done with or put off.</summary>
    internal static IEnumerable<string> KeysOf(Development data) =>
        data is TalksConvened or TalksResumed ? [Session]
        : data is DeadlineSet or DeadlineExtended or UltimatumIssued or TalksScheduled or TalksAnnounced or TalksAdjourned
            ? [Talks, .. data.Opens, .. data is DeadlineExtended ? data.Answers : []]
        : IsEnding(data) || data is AgreementEnteredIntoForce ? data.Opens.Concat(data.Answers)
        : data.Opens;

    /// <summary>Keys of what it does with or puts off; none when it leaves what is to come as it is.</summary>
    internal static IReadOnlyList<string> DoneWith(Development data) =>
        data is TalksAdjourned or TalksSuspended or TalksCollapsed ? [Session]
        : data is NegotiationClosed ? [Session, Talks]
        : IsEnding(data) ? data.Answers
        : [];

    private static bool IsEnding(Development data) =>
        data
            is DeadlineExtended
                or UltimatumEnded
                or CommitmentMet
                or CommitmentMissed
                or CeasefireExtended
                or CeasefireEnded
                or AgreementExtended
                or AgreementTerminated
                or AgreementExpired
                or StrikeEnded
                or LockoutEnded
                or MediatorWithdrawn
                or MilitaryOperationsHalted;
}
