using System.CommandLine;

namespace NegotiationLedger.Cli;

/// <summary>The options by which an auditor chooses records.</summary>
internal sealed class AuditFilters
{
    private readonly Option<string?> _after = Of("--after", "Continue after this place, which the previous page ended with.", "place");

    private readonly (string Parameter, Option<string?> Option)[] _filters =
    [
        ("text", Of("--text", "Only those with these words in a quote or in what is asserted: word, \"exact phrase\", -without.", "words")),
        ("speaker", Of("--speaker", "Only what this speaker, or party:<id>, asserted.", "id")),
        ("party", Of("--party", "Only what was asserted for this party, or names it.", "id")),
        ("source", Of("--source", "Only what this source carries.", "id")),
        ("publisher", Of("--publisher", "Only what sources of this publisher carry, named as registered.", "name")),
        ("negotiation", Of("--negotiation", "Only records of this negotiation.", "id", "-n")),
        ("type", Of("--type", "Only records of this type, such as proposal_rejected.", "type")),
        ("mode", Of("--mode", "Only what is on_record, attributed, anonymous, observed or inferred.", "mode")),
        (
            "fate",
            Of(
                "--fate",
                "Only records with this fate: corroborated, disputed, corrected or retracted; standing: not retracted; none: no other record is about them.",
                "fate"
            )
        ),
        ("occurredFrom", Of("--occurred-from", "Only what occurred on this date or later.", "when")),
        ("occurredTo", Of("--occurred-to", "Only what occurred on this date or earlier.", "when")),
        ("assertedFrom", Of("--asserted-from", "Only what was asserted in public on this date or later.", "when")),
        ("assertedTo", Of("--asserted-to", "Only what was asserted in public on this date or earlier.", "when")),
        ("recordedFrom", Of("--recorded-from", "Only what was recorded on this date, at this instant, or later.", "when")),
        ("recordedTo", Of("--recorded-to", "Only what was recorded on this date, at this instant, or earlier.", "when")),
        ("recordedBy", Of("--recorded-by", "Only what this principal recorded.", "whom")),
        ("recordedUntil", Of("--recorded-until", "As the ledger knew it by this date or instant, or at position @<sequence>.", "when")),
        ("sort", Of("--sort", "recorded, occurred or relevance (with --text); else the order that suits the question.", "order")),
        ("limit", Of("--limit", "How many records a page has at most.", "n")),
    ];

    /// <summary>Gives a verb the options.</summary>
    public void AddTo(Command verb)
    {
        foreach (var (_, option) in _filters)
            verb.Options.Add(option);
        verb.Options.Add(_after);
    }

    /// <summary>The parameters that ask for the records.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="after">The place to go on after, when it is not that of the command line.</param>
    public Query QueryOf(ParseResult parsed, string? after = null) =>
        _filters
            .Aggregate(new Query(), (query, filter) => query.Add(filter.Parameter, parsed.GetValue(filter.Option)))
            .Add("after", after ?? parsed.GetValue(_after));

    private static Option<string?> Of(string name, string description, string help, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = help };
}
