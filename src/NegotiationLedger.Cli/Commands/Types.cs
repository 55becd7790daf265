using System.CommandLine;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger types [type]</c>: what can be recorded, and what it means.</summary>
internal static class Types
{
    private const int Room = 90;

    private static readonly Column[] OfTypes = [new("type", IsShort: true), new("CAMEO", IsShort: true), new("meaning")];

    private static readonly Column[] OfFields = [new("field", IsShort: true), new("", IsShort: true), new("form"), new("meaning")];

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var type = new Argument<string?>("type") { Description = "A type; all of them when not given.", DefaultValueFactory = _ => null };
        var verb = new Verb(
            "types",
            "Shows the types of records, or one with its fields and an example.",
            "ledger types",
            "ledger types proposal_rejected"
        )
        {
            type,
        };
        return Question.Of(
            shell,
            verb,
            parsed => parsed.GetValue(type) is { } named ? $"vocabulary/{Uri.EscapeDataString(named)}" : "vocabulary",
            _ => new Query(),
            (page, reply) =>
            {
                if (reply.Json.Member("types") is null)
                    ShowOne(page, reply.Json);
                else
                    ShowAll(page, reply.Json);
            }
        );
    }

    /// <summary>Shows the types.</summary>
    public static void ShowAll(Page page, JsonElement vocabulary)
    {
        var sheet = new Sheet(Room, OfTypes);
        foreach (var type in vocabulary.Items("types"))
            sheet.Add(Phrase.Of(type.Text("type"), Ink.Strong), Phrase.Of(type.Text("cameo")), Phrase.Of(type.Text("meaning")));
        page.Line(Phrase.Of("Types of records", Ink.Strong)).Show(sheet);
        page.Gap().Line(Phrase.Of("'ledger types <type>' shows the fields of one, 'ledger new <type>' writes one to fill in.", Ink.Faint));
    }

    /// <summary>Shows one with its fields.</summary>
    public static void ShowOne(Page page, JsonElement type)
    {
        page.Line(Phrase.Of(type.Text("type"), Ink.Strong)).Line(Phrase.Of(type.Text("meaning")));
        if (type.Text("remarks") is { } remarks)
            page.Line(Phrase.Of(remarks, Ink.Faint));
        if (type.Text("duration") is { } duration)
            page.Line(Phrase.Of(duration is "moment" ? "It happens at a moment." : "It begins a state that lasts."));
        var sheet = new Sheet(Room, OfFields);
        AddFields(sheet, "", type.Items("fields"));
        page.Gap().Show(sheet).Gap().Line(Phrase.Of("An example", Ink.Strong));
        foreach (var line in JsonText.Indented(type.Member("example")!.Value).Split('\n'))
            page.Line(Phrase.Of(line));
    }

    private static void AddFields(Sheet sheet, string owner, IEnumerable<JsonElement> fields)
    {
        foreach (var field in fields)
        {
            var name = owner + field.Text("name");
            var values = field.Member("values") is { } named
                ? string.Join(", ", named.EnumerateObject().Select(v => v.Name))
                : field.Text("form");
            sheet.Add(
                Phrase.Of(name, Ink.Strong),
                Phrase.Of(field.Flag("isRequired") ? "required" : ""),
                Phrase.Of(values),
                Phrase.Of(field.Text("meaning"))
            );
            AddFields(sheet, name + ".", field.Items("fields"));
        }
    }
}
