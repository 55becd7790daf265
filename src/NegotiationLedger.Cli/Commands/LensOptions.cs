using System.CommandLine;

namespace NegotiationLedger.Cli;

/// <summary>The options by which a reader chooses what to look through.</summary>
internal sealed class LensOptions
{
    private readonly Option<string?> _occurredUntil = new("--occurred-until")
    {
        Description = "Only what had occurred by the end of this date (2025-07-21), by this instant, or up to @<event id>.",
        HelpName = "when",
    };

    private readonly Option<string?> _assertedUntil = new("--asserted-until")
    {
        Description = "Only what had been said in public by the end of this date, or by this instant.",
        HelpName = "when",
    };

    private readonly Option<string?> _recordedUntil = new("--recorded-until")
    {
        Description = "Only what the ledger had recorded by this date or instant, or up to position @<sequence>.",
        HelpName = "when",
    };

    private readonly Option<string[]> _accordingTo = new("--according-to")
    {
        Description =
            "Only this account: party:<id>, speaker:<id>, source:<id> or publisher:<name>. Give it several times for their union.",
        HelpName = "whom",
    };

    private readonly Option<bool> _undisputed = new("--undisputed") { Description = "Leave out what is disputed." };

    /// <summary>Gives a verb the options.</summary>
    public void AddTo(Command verb)
    {
        foreach (var option in new Option[] { _occurredUntil, _assertedUntil, _recordedUntil, _accordingTo, _undisputed })
            verb.Options.Add(option);
    }

    /// <summary>The parameters that ask for the lens.</summary>
    public Query QueryOf(ParseResult parsed) =>
        new Query()
            .Add("occurredUntil", parsed.GetValue(_occurredUntil))
            .Add("assertedUntil", parsed.GetValue(_assertedUntil))
            .Add("recordedUntil", parsed.GetValue(_recordedUntil))
            .AddEach("accordingTo", parsed.GetValue(_accordingTo) ?? [])
            .Add("standing", parsed.GetValue(_undisputed) ? "undisputed" : null);
}
