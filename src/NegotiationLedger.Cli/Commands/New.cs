using System.CommandLine;
using System.Text;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger new</c>: writes a development of a type to fill in, with what each field means.</summary>
internal static class New
{
    private const int Width = 100;

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var type = new Argument<string>("type") { Description = "The type of record; 'ledger types' lists them." };
        var verb = new Verb(
            "new",
            "Writes a record of a type to fill in: the required fields empty, the others as comments with an example.",
            "ledger new proposal_rejected > rejection.json",
            "ledger record rejection.json -n doha-2025"
        )
        {
            type,
        };
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                using var client = shell.Connect(parsed);
                var reply = await client.Get($"vocabulary/{Uri.EscapeDataString(parsed.GetRequiredValue(type))}", new(), cancellation);
                await shell.Surroundings.Out.WriteAsync(Template(reply.Json));
                return ExitCodes.Done;
            }
        );
        return verb;
    }

    /// <summary>A record of a type to fill in: JSON with comments, which <c>ledger record</c> reads.</summary>
    public static string Template(JsonElement type)
    {
        var text = new StringBuilder();
        Comment(text, "", $"{type.Text("meaning")} {type.Text("remarks")}".Trim());
        text.Append("{\n");
        if (type.Member("example")?.Member("type") is { } name)
            text.Append($"  \"type\": {name.GetRawText()},\n");
        AddFields(text, "  ", [.. type.Items("fields")], type.Member("example")!.Value);
        return text.Append("}\n").ToString();
    }

    private static void AddFields(StringBuilder text, string margin, IReadOnlyList<JsonElement> fields, JsonElement example)
    {
        foreach (var field in fields)
        {
            Comment(text, margin, MeaningOf(field));
            var (name, inner) = (field.Text("name")!, field.Items("fields").ToList());
            var isObject = field.Text("form") is "object" && inner.Count > 0;
            if (!field.Flag("isRequired"))
                text.Append($"{margin}// \"{name}\": {ExampleOf(field, example)},\n");
            else if (isObject)
            {
                text.Append($"{margin}\"{name}\": {{\n");
                AddFields(text, margin + "  ", inner, example.Member(name) ?? default);
                text.Append($"{margin}}},\n");
            }
            else
                text.Append($"{margin}\"{name}\": {Empty(field.Text("form")!)},\n");
        }
    }

    // Nothing that would be taken for an answer.
    private static string Empty(string form) =>
        form.StartsWith("list", StringComparison.Ordinal) ? "[]"
        : form.StartsWith("object", StringComparison.Ordinal) ? "{}"
        : "\"\"";

    private static string MeaningOf(JsonElement field) =>
        field.Member("values") is { } values
            ? $"{field.Text("meaning")} One of {string.Join(", ", values.EnumerateObject().Select(v => v.Name))}."
            : $"{field.Text("meaning")} ({field.Text("form")})";

    private static string ExampleOf(JsonElement field, JsonElement example)
    {
        if (example.Member(field.Text("name")!) is { } given)
            return JsonText.Line(given);
        if (field.Member("values") is { } values)
            return $"\"{values.EnumerateObject().First().Name}\"";
        return field.Text("form") switch
        {
            "number" => "1",
            "true or false" => "true",
            var form when form!.StartsWith("list", StringComparison.Ordinal) => "[]",
            var form when form!.StartsWith("object", StringComparison.Ordinal) => "{}",
            _ => "\"…\"",
        };
    }

    private static void Comment(StringBuilder text, string margin, string words)
    {
        var line = new StringBuilder();
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && margin.Length + line.Length + word.Length > Width)
            {
                text.Append($"{margin}// {line}\n");
                line.Clear();
            }

            line.Append(line.Length == 0 ? word : $" {word}");
        }

        text.Append($"{margin}// {line}\n");
    }
}
