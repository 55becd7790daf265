using System.CommandLine;
using System.Text.Json;
using NegotiationLedger.Cli.Asking;
using NegotiationLedger.Cli.Server;
using NegotiationLedger.Cli.Terminal;

namespace NegotiationLedger.Cli.Operating;

/// <summary><c>ledger handlers</c>: what keeps the persisted views, and what stops it; <c>retry</c> and <c>skip</c> get a stopped one going.</summary>
internal static class Handlers
{
    private const int Room = 100;

    private static readonly Column[] Columns =
    [
        new("handler", IsShort: true),
        new("state", IsShort: true),
        new("version", IsShort: true, IsRight: true),
        new("generation", IsShort: true, IsRight: true),
        new("position", IsShort: true, IsRight: true),
        new("behind", IsShort: true, IsRight: true),
        new("for", IsShort: true, IsRight: true),
        new("error"),
    ];

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var verb = new Verb(
            "handlers",
            "Lists what keeps the persisted views: version, state, position, how far behind, and what stops it.",
            "ledger handlers",
            "ledger handlers retry TalksStatus",
            "ledger handlers skip TalksStatus"
        );
        verb.Subcommands.Add(
            Word(shell, "retry", "Tries again what stops a handler, once it is mended.", "It tries again.", "Nothing stops it.")
        );
        verb.Subcommands.Add(
            Word(
                shell,
                "skip",
                "Goes on behind the entry that stops a handler. What it keeps then lacks that entry.",
                "It goes on behind the entry.",
                "Nothing stops it."
            )
        );
        return Question.Of(shell, verb, _ => "handlers", _ => new Query(), (page, reply) => Show(page, reply.Json));
    }

    /// <summary>Shows the handlers.</summary>
    public static void Show(Page page, JsonElement answer)
    {
        var sheet = new Sheet(Room, Columns);
        foreach (var one in answer.Items("handlers"))
            sheet.Add(
                Phrase.Of(one.Text("name"), Ink.Strong),
                Phrase.Of(one.Text("state"), InkOf(one.Text("state"))),
                Phrase.Of(one.Text("codeVersion")),
                Phrase.Of(one.Text("generation")),
                Phrase.Of("@" + one.Text("position")),
                Phrase.Of(one.Number("lag") > 0 ? $"{one.Number("lag")}" : ""),
                Phrase.Of(one.Number("lagSeconds") > 0 ? $"{one.Number("lagSeconds"):0.0} s" : ""),
                Error(one)
            );
        page.Line(Phrase.Of(sheet.IsEmpty ? "There are no handlers yet." : "Handlers", Ink.Strong)).Show(sheet);
        if (answer.Items("handlers").FirstOrDefault(h => h.Member("stopped") is not null) is { ValueKind: JsonValueKind.Object } stopped)
            page.Gap()
                .Line(
                    Phrase.Of(
                        $"Mend what is wrong, then: ledger handlers retry {stopped.Text("name")}; or leave the entry out: ledger handlers skip {stopped.Text("name")}",
                        Ink.Doubt
                    )
                );
    }

    private static Phrase Error(JsonElement one) =>
        one.Member("stopped") is { } stop
            ? Phrase.Of($"at @{stop.Text("sequence")} {stop.Text("id")} since {stop.Text("since")}:", Ink.Bad)
                + Phrase.Of(stop.Text("error"))
            : Phrase.Of(
                one.Texts("skipped") is { Count: > 0 } skipped ? $"skipped: {string.Join(", ", skipped.Select(s => "@" + s))}" : "",
                Ink.Doubt
            );

    private static string? InkOf(string? state) =>
        state switch
        {
            "running" => Ink.Good,
            "stopped" => Ink.Bad,
            _ => Ink.Doubt,
        };

    private static Verb Word(Shell shell, string word, string description, string done, string nothing)
    {
        var name = new Argument<string>("name") { Description = "The handler, as 'ledger handlers' names it." };
        var verb = new Verb(word, description, $"ledger handlers {word} TalksStatus") { name };
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                using var client = shell.Connect(parsed);
                var path = $"handlers/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}/{word}";
                var told = (await client.Post(path, "{}", cancellation)).Json;
                shell.Page.Line(
                    Phrase.Of(told.Text("name"), Ink.Strong)
                        + (told.Flag("isDone") ? Phrase.Of(done, Ink.Good) : Phrase.Of(nothing, Ink.Doubt))
                );
                return ExitCodes.Done;
            }
        );
        return verb;
    }
}
