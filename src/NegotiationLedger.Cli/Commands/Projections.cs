using System.CommandLine;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger projections</c>: what follows from the log, how far it is behind, and what fails.</summary>
internal static class Projections
{
    private const int Room = 100;

    private static readonly Column[] Columns =
    [
        new("projection", IsShort: true),
        new("state", IsShort: true),
        new("version", IsShort: true, IsRight: true),
        new("position", IsShort: true, IsRight: true),
        new("behind", IsShort: true, IsRight: true),
        new("for", IsShort: true, IsRight: true),
        new("left", IsShort: true, IsRight: true),
        new("failed", IsShort: true, IsRight: true),
    ];

    private static readonly Column[] FailureColumns =
    [
        new("negotiation", IsShort: true),
        new("since", IsShort: true),
        new("tried", IsShort: true, IsRight: true),
        new("error"),
    ];

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var verb = new Verb(
            "projections",
            "Lists the projections: version, state, position, how far behind the log, and the negotiations that fail.",
            "ledger projections",
            "ledger projections check",
            "ledger projections retry Views",
            "ledger projections rebuild Views"
        );
        foreach (var word in ProjectionWords.Of(shell))
            verb.Subcommands.Add(word);
        return Question.Of(shell, verb, _ => "projections", _ => new Query(), (page, reply) => Show(page, reply.Json));
    }

    /// <summary>Shows the projections.</summary>
    public static void Show(Page page, JsonElement answer)
    {
        var sheet = new Sheet(Room, Columns);
        foreach (var one in answer.Items("projections"))
            sheet.Add(
                Phrase.Of(one.Text("name"), Ink.Strong),
                Phrase.Of(one.Text("state"), InkOf(one.Text("state"))),
                Phrase.Of(one.Text("codeVersion")),
                Phrase.Of("@" + one.Text("position")),
                Phrase.Of(one.Number("lag") > 0 ? $"{one.Number("lag")}" : ""),
                Phrase.Of(one.Number("lagSeconds") > 0 ? $"{one.Number("lagSeconds"):0.0} s" : ""),
                Phrase.Of(one.Text("left")),
                Phrase.Of(one.Number("failures") > 0 ? $"{one.Number("failures")}" : "", Ink.Bad)
            );
        page.Line(Phrase.Of("Projections", Ink.Strong)).Show(sheet);
        foreach (var one in answer.Items("projections").Where(p => p.Number("failures") > 0))
            ShowFailures(page, one);
    }

    private static void ShowFailures(Page page, JsonElement projection)
    {
        var sheet = new Sheet(Room, FailureColumns);
        foreach (var failure in projection.Items("failed"))
            sheet.Add(
                Phrase.Of(failure.Text("negotiation"), Ink.Strong),
                Phrase.Of(failure.Text("since")),
                Phrase.Of(failure.Text("attempts")),
                Phrase.Of(failure.Text("error"), Ink.Bad)
            );
        page.Gap()
            .Line(Phrase.Of($"{projection.Text("name")} fails for", Ink.Strong))
            .Show(sheet)
            .Line(Phrase.Of($"Fix what is wrong, then run: ledger projections retry {projection.Text("name")}", Ink.Doubt));
    }

    private static string? InkOf(string? state) =>
        state switch
        {
            "running" => Ink.Good,
            "failing" or "behind" => Ink.Bad,
            _ => Ink.Doubt,
        };
}
