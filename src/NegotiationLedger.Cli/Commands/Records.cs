using System.CommandLine;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>What <c>record</c> and <c>check</c> share: a file of developments for a negotiation, and how their records are shown.</summary>
internal static class Records
{
    private const int Room = 90;

    private static readonly Column[] Columns = [new("type"), new("id", IsShort: true), new("place", IsShort: true), new("warnings")];

    /// <summary>Makes a verb that sends a file of developments.</summary>
    /// <param name="shell">What it works with.</param>
    /// <param name="verb">Its name, description and examples.</param>
    /// <param name="query">What is asked for beside.</param>
    /// <param name="show">Shows what the server answered, and how many of the file were there already.</param>
    public static Verb Sending(Shell shell, Verb verb, string query, Action<Page, Reply, int> show)
    {
        var file = new Argument<string>("file") { Description = "JSON: one development, or an array of them; - reads standard input." };
        var negotiation = Question.InNegotiation(shell);
        var again = new Option<bool>("--again")
        {
            Description =
                "Record what says the same as before once more. Without it a record that has no id is recorded once, however often it is sent.",
        };
        var json = Question.Json();
        verb.Arguments.Add(file);
        verb.Options.Add(negotiation);
        verb.Options.Add(again);
        verb.Options.Add(json);
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                var developments = await InputFile.Read(parsed.GetRequiredValue(file), shell.Surroundings.In, cancellation);
                if (developments.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
                    throw new WrongUsageException("The file must hold a development or an array of them.");
                using var client = shell.Connect(parsed);
                var id = parsed.GetRequiredValue(negotiation);
                var path = $"negotiations/{Uri.EscapeDataString(id)}/developments{query}";
                var sending = parsed.GetValue(again) ? SentRecords.AsTheyAre(developments) : SentRecords.Named(id, developments);
                var (reply, known) = await sending.Send(client, path, cancellation);
                if (parsed.GetValue(json))
                    JsonText.Print(shell.Surroundings, reply.OrRefusal());
                else
                    show(shell.Page, reply.OrRefusal(), known);
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
                PlaceOf(record),
                Phrase.Lines(record.Items("warnings").Select(WarningOf))
            );
        }

        page.Show(sheet);
        if (answer.Text("batch") is { } batch && answer.Items("records").Count() > 1)
            page.Line(
                Phrase.Of($"batch {batch}: ledger undo --batch {batch} -n {answer.Text("negotiation")} withdraws all of it", Ink.Faint)
            );
    }

    /// <summary>Where a record stands: in the ledger, and in its negotiation.</summary>
    public static Phrase PlaceOf(JsonElement record) =>
        record.Text("sequence") is not { } sequence ? Phrase.None
        : record.Text("version") is { } version ? Phrase.Of($"@{sequence} #{version}", Ink.Faint)
        : Phrase.Of($"@{sequence}", Ink.Faint);

    /// <summary>A warning in a line.</summary>
    public static Phrase WarningOf(JsonElement warning) =>
        Phrase.Of("warning", Ink.Doubt)
        + Phrase.Of(warning.Text("detail") ?? warning.AsText())
        + Phrase.Of(warning.Text("code") is { } code ? $"({code})" : "", Ink.Faint);
}
