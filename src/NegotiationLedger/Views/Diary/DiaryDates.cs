namespace NegotiationLedger.Views;

/// <summary>What a development says is to come, and by what a date that is to come is done with.</summary>
public static class DiaryDates
{
    private const string Session = "session";

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
    internal static (string What, Edtf When)? Of(Development data) => DeadlineOf(data) ?? (data.Ends is { } end ? ("Runs out", end) : null);

    /// <summary>Keys of what it names to come, by which that is done with or put off.</summary>
    internal static IEnumerable<string> KeysOf(Development data) =>
        data is TalksConvened or TalksResumed ? [Session]
        : IsEnding(data) || data is AgreementEnteredIntoForce ? data.Opens.Concat(data.Answers)
        : data.Opens;

    /// <summary>Keys of what it does with or puts off; none when it leaves what is to come as it is.</summary>
    internal static IReadOnlyList<string> DoneWith(Development data) =>
        data is TalksAdjourned or TalksSuspended or TalksCollapsed or NegotiationClosed ? [Session]
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
