namespace NegotiationLedger.Console;

/// <summary>What the values of views are called: where a value stands tells which names it has.</summary>
internal static class WhyWords
{
    /// <summary>A value, as the view writes it, in words.</summary>
    /// <param name="pointer">Where it stands in its view (RFC 6901).</param>
    /// <param name="value">The value.</param>
    /// <param name="names">What everybody is called.</param>
    internal static string Of(string pointer, string value, Names names) =>
        (string[])[.. JsonPointer.Names(pointer)] switch
        {
            // Issues and parties may be called as fields are.
            [_, _, "terms", ..] => value,
            [.., "presence"] => Say.Named(nameof(Presence), value),
            [.., "hostilities"] => Say.Named(nameof(Hostilities), value),
            ["deadlockDeclaredBy", var party] => names.Party(party),
            ["phase"] => Say.Named(nameof(Phase), value),
            ["format"] => Say.Named(nameof(TalksFormat), value),
            [.., "latest"] or ["proposals", _, "answers", _] => Say.Named(nameof(Response), value),
            [.., "by" or "drafter" or "collapsedBy"] => names.Party(value),
            [.., "deadline" or "session" or "ceasefireUntil" or "until"] => DateWords.Of(value),
            ["ultimatums", _, "state"] => Say.Named(nameof(UltimatumState), value),
            ["agreements" or "byId", _, "state"] => Say.Named(nameof(AgreementState), value),
            ["agreements" or "byId", _, "scope"] => Say.Named(nameof(AgreementScope), value),
            ["agreements" or "byId", _, "proposal"] => names.Frame.TitleOf(new ProposalId(value)),
            ["agreements" or "byId", _, "partyTo", var party] => ValueWords.PartyTo(party, value == "true", names),
            ["commitments", _, "to"] => names.Party(value),
            ["commitments", _, "issue"] => names.Issue(value),
            ["commitments", _, "agreement"] => names.Frame.TitleOf(new AgreementId(value)),
            ["commitments", _, "state"] => Say.Named(nameof(CommitmentState), value),
            ["issues", _, "state"] => Say.Named(nameof(RowState), value),
            [.., "state"] => Say.Named(nameof(ProposalState), value),
            [.., "decisions", _] => Say.Named(nameof(DecisionKind), value),
            [.., "status"] => Say.Named(nameof(DemandStatus), value),
            [.., "redLine"] => value == "true" ? Strings.RedLine : Strings.RedLineNot,
            [.., "demands", _, "issue"] => names.Issue(value),
            [.., "mediating"] => value == "true" ? Strings.Mediating : Strings.NotMediating,
            // Who says otherwise of an answer says it by the kind of position that it makes.
            ["issues", _, "cells", ..] when NamedValue<PositionKind>.Named(value) is { } kind => Say.Named(kind),
            _ => value,
        };
}
