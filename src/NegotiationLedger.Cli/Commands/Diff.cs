using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger diff</c>: what two lenses answer differently, in words, then in a table with the records that make the difference.</summary>
internal static class Diff
{
    private const int Room = 100;
    private const int LongestValue = 160;

    private static readonly Column[] Columns = [new("field"), new("left"), new("right"), new("because of")];

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var negotiation = Question.Negotiation(shell);
        var (left, right) = (LensOf("--left"), LensOf("--right"));
        var view = new Option<string?>("--view")
        {
            Description = "The view to compare: status (the default), demands, proposals, agreements, matrix or timeline.",
        };
        var verb = new Verb(
            "diff",
            "Compares what two lenses answer: two accounts, two days, or two states of knowledge; and shows which records make the difference.",
            "ledger diff doha-2025 --left accordingTo=party:united-states --right accordingTo=party:israel",
            "ledger diff doha-2025 --left occurredUntil=2025-07-23",
            "ledger diff doha-2025 --left recordedUntil=2025-07-24 --view demands"
        );
        verb.Arguments.Add(negotiation);
        foreach (var option in new Option[] { left, right, view })
            verb.Options.Add(option);
        return Question.Of(
            shell,
            verb,
            parsed => $"negotiations/{Uri.EscapeDataString(parsed.GetRequiredValue(negotiation))}/diff",
            parsed => QueryOf(parsed, right, "right.", QueryOf(parsed, left, "left.", new Query().Add("view", parsed.GetValue(view)))),
            (page, reply) => Show(page, reply.Json)
        );
    }

    /// <summary>Shows what differs: sentences first, then field by field.</summary>
    public static void Show(Page page, JsonElement answer)
    {
        var differences = answer.Items("differences").ToList();
        page.Line(Phrase.Of($"{answer.Text("negotiation")}, {answer.Text("view")}", Ink.Strong));
        page.Facts(("left", LensIn(answer, "left")), ("right", LensIn(answer, "right"))).Gap();
        if (differences.Count == 0)
            page.Line(Phrase.Of("The two answers agree."));
        foreach (var sentence in differences.SelectMany(d => d.Texts("words")))
            page.Line(Phrase.Of(sentence));
        var sheet = new Sheet(Room, Columns);
        foreach (var difference in differences)
            sheet.Add(
                Phrase.Of(difference.Text("field"), Ink.Strong),
                ValueOf(difference.Member("left")),
                ValueOf(difference.Member("right")),
                CausesOf(difference)
            );
        page.ShowApart(sheet).Gap();
        page.Line(Phrase.Of($"position {answer.Text("position")}{page.Dot}version {answer.Text("version")}", Ink.Faint));
    }

    private static Option<string[]> LensOf(string name)
    {
        var option = new Option<string[]>(name)
        {
            Description =
                $"The {name[2..]} lens: occurredUntil=…, assertedUntil=…, recordedUntil=…, accordingTo=…, standing=…; several together.",
            HelpName = "name=value",
        };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.IndexOf('=', StringComparison.Ordinal) < 1))
                result.AddError($"{name} is '{token.Value}': give a part of a lens and its value, such as accordingTo=party:israel.");
        });
        return option;
    }

    private static Query QueryOf(ParseResult parsed, Option<string[]> option, string prefix, Query query) =>
        (parsed.GetValue(option) ?? [])
            .Select(pair => pair.Split('=', 2))
            .Aggregate(query, (asked, pair) => asked.Add(prefix + pair[0], pair[1]));

    private static Phrase LensIn(JsonElement answer, string side)
    {
        var parts = answer
            .Map(side)
            .Select(p =>
                $"{p.Name} {(p.Value.ValueKind is JsonValueKind.Array ? string.Join(", ", answer.Member(side)!.Value.Texts(p.Name)) : p.Value.AsText())}"
            )
            .ToList();
        return Phrase.Of(parts.Count == 0 ? "everything" : string.Join("; ", parts), Ink.Faint);
    }

    private static Phrase ValueOf(JsonElement? side)
    {
        if (side is not { } value)
            return Phrase.Of("nothing", Ink.Faint);
        var told =
            value.AsText()
            ?? value.Text("value")
            ?? value.Text("what")
            ?? value.Member("latest")?.Text("value")
            ?? value.Member("value")?.Text("value")
            ?? value.Member("text")?.Text("value")
            ?? value.Member("state")?.Text("value")
            ?? value.Member("current")?.Text("text")
            ?? value.GetRawText();
        return Phrase
            .Of(Saying.Words(told.Length > LongestValue ? told[..LongestValue] + "..." : told))
            .Then(Saying.Times(value.Number("times")));
    }

    private static Phrase CausesOf(JsonElement difference)
    {
        var causes = difference.Items("causes").ToList();
        if (causes.Count == 0)
            return Phrase.Of("the lenses alone", Ink.Faint);
        return Phrase.Lines([
            .. causes.Select(cause =>
                Phrase.Of($"@{cause.Text("sequence")}", Ink.Faint)
                + Phrase.Of(cause.Text("what"))
                + Phrase.Of($"({Sides(cause)}: {Saying.Words(cause.Text("why"))})", Ink.Faint)
            ),
            difference.Flag("isSmallest") ? Phrase.None : Phrase.Of("fewer records may suffice", Ink.Doubt),
        ]);
    }

    private static string Sides(JsonElement cause) =>
        (cause.Flag("inLeft"), cause.Flag("inRight")) switch
        {
            (true, false) => "left only",
            (false, true) => "right only",
            _ => "different on each side",
        };
}
