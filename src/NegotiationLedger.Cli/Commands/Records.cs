using System.CommandLine;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>What <c>record</c> and <c>check</c> share: a file of developments for a negotiation, and how their records are shown.</summary>
internal static class Records
{
    private const int Room = 90;

    private static readonly Column[] Columns =
    [
        new("type"),
        new("id", IsShort: true),
        new("sequence", IsShort: true, IsRight: true),
        new("version", IsShort: true, IsRight: true),
        new("warnings"),
    ];

    /// <summary>Makes a verb that sends a file of developments.</summary>
    /// <param name="shell">What it works with.</param>
    /// <param name="verb">Its name, description and examples.</param>
    /// <param name="query">What is asked for beside.</param>
    /// <param name="show">Shows what the server answered.</param>
    public static Verb Sending(Shell shell, Verb verb, string query, Action<Page, Reply> show)
    {
        var file = new Argument<string>("file") { Description = "JSON: one development, or an array of them; - reads standard input." };
        var negotiation = new Option<string>("--negotiation", "-n")
        {
            Description = "The negotiation's id.",
            HelpName = "id",
            Required = true,
        };
        var json = Question.Json();
        verb.Arguments.Add(file);
        verb.Options.Add(negotiation);
        verb.Options.Add(json);
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                var developments = await InputFile.Read(parsed.GetRequiredValue(file), shell.Surroundings.In, cancellation);
                if (developments.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
                    throw new WrongUsageException("The file must hold a development or an array of them.");
                using var client = shell.Connect(parsed);
                var path = $"negotiations/{Uri.EscapeDataString(parsed.GetRequiredValue(negotiation))}/developments{query}";
                var reply = (await client.Post(path, developments.GetRawText(), cancellation)).OrRefusal();
                if (parsed.GetValue(json))
                    JsonText.Print(shell.Surroundings, reply);
                else
                    show(shell.Page, reply);
                return ExitCodes.Done;
            }
        );
        return verb;
    }

    /// <summary>Shows records, with what the server warned of.</summary>
    public static void Show(Page page, JsonElement answer)
    {
        var sheet = new Sheet(Room, Columns);
        foreach (var record in answer.Items("records"))
        {
            sheet.Add(
                Phrase.Of(record.Text("type"), Ink.Strong),
                Phrase.Of(record.Text("id")),
                Phrase.Of(record.Text("sequence")),
                Phrase.Of(record.Text("version")),
                Phrase.Lines(record.Items("warnings").Select(WarningOf))
            );
        }

        page.Show(sheet);
    }

    /// <summary>A warning in a line.</summary>
    public static Phrase WarningOf(JsonElement warning) =>
        Phrase.Of("warning", Ink.Doubt)
        + Phrase.Of(warning.Text("detail") ?? warning.AsText())
        + Phrase.Of(warning.Text("code") is { } code ? $"({code})" : "", Ink.Faint);
}
