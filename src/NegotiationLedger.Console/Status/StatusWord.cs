namespace NegotiationLedger.Console;

/// <summary>What values of the state of the talks are called.</summary>
internal static class StatusWord
{
    /// <summary>A value, as the view writes it, in words: what a pointer ends in tells which names its values have.</summary>
    internal static string Of(string pointer, string value, Names names) =>
        pointer.Split('/')[^1] switch
        {
            "phase" => Say.Named(nameof(Phase), value),
            "presence" => Say.Named(nameof(Presence), value),
            "hostilities" => Say.Named(nameof(Hostilities), value),
            "format" => Say.Named(nameof(TalksFormat), value),
            "latest" => Say.Named(nameof(Response), value),
            "by" or "drafter" or "collapsedBy" => names.Party(value),
            "deadline" or "session" or "ceasefireUntil" or "until" => DateWords.Of(value),
            "state" => Say.Named(StateOf(pointer), value),
            "mediating" => value == "true" ? Strings.Mediating : Strings.NotMediating,
            _ => value,
        };

    private static string StateOf(string pointer) =>
        pointer.Contains("/ultimatums/", StringComparison.Ordinal) ? nameof(UltimatumState)
        : pointer.Contains("/agreements/", StringComparison.Ordinal) ? nameof(AgreementState)
        : nameof(ProposalState);
}
