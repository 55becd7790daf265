using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger check</c>: what recording a file would do, without doing it.</summary>
internal static class Check
{
    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell) =>
        Records.Sending(
            shell,
            new(
                "check",
                "Says what recording a file would do, and writes nothing: what is refused and where, the warnings, and what would change in the views.",
                "ledger check recall.json --negotiation doha-2025"
            ),
            "?dryRun=true",
            (page, reply, _) => Show(page, reply.Json)
        );

    /// <summary>Shows what would be recorded and what would change.</summary>
    public static void Show(Page page, JsonElement answer)
    {
        page.Line(Phrase.Of("It can be recorded. Nothing was written.", Ink.Strong));
        Records.Show(page, answer);
        ShowChanges(page, answer);
    }

    /// <summary>Shows what would change in the views.</summary>
    public static void ShowChanges(Page page, JsonElement answer)
    {
        var words = answer.Member("words") ?? default;
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var view in answer.Map("words").Select(v => v.Name))
        {
            // What changes in two views is told once.
            var news = words.Texts(view).Where(told.Add).ToList();
            if (news.Count > 0)
                page.Heading(view);
            foreach (var sentence in news)
                page.Below(Phrase.Of(sentence));
        }

        if (told.Count == 0)
            page.Line(
                Phrase.Of(
                    answer.Map("changes").Any(v => v.Value is { ValueKind: JsonValueKind.Array } patch && patch.GetArrayLength() > 0)
                        ? "Only dates, accounts and records behind the values would change."
                        : "No view would change."
                )
            );
    }
}
