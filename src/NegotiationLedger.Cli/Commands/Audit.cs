using System.CommandLine;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger audit</c>: who asserted what, where, in which words, and who typed it in, over all negotiations.</summary>
internal static class Audit
{
    private const string Address = "assertions";

    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var filters = new AuditFilters();
        var forms = new AuditForms();
        var all = new Option<bool>("--all") { Description = "Show every page, one after the other." };
        var verb = new Verb(
            "audit",
            "Shows who asserted what, through which source, in which words, who recorded it when, and what became of it, in all negotiations.",
            "ledger audit --speaker steve-witkoff",
            "ledger audit --text '\"good faith\" -ceasefire' --fate standing",
            "ledger audit --negotiation doha-2025 --csv --output doha.csv",
            "ledger audit --source peace-talks-collapse --prov > provenance.json"
        );
        filters.AddTo(verb);
        verb.Options.Add(all);
        forms.AddTo(verb);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(all) && forms.IsAny(result))
                result.AddError("--all goes with the table; --ndjson, --csv and --prov print every record anyway.");
        });
        verb.SetAction((parsed, cancellation) => Run(shell, filters, forms, parsed, parsed.GetValue(all), cancellation));
        return verb;
    }

    private static async Task<int> Run(
        Shell shell,
        AuditFilters filters,
        AuditForms forms,
        ParseResult parsed,
        bool isAll,
        CancellationToken cancellation
    )
    {
        using var client = shell.Connect(parsed);
        var query = filters.QueryOf(parsed);
        if (forms.ExportOf(parsed) is { } form)
            await Export.Run(
                client,
                Address,
                forms.QueryOf(parsed, query),
                form,
                forms.FileOf(parsed),
                shell.Surroundings.Out,
                cancellation
            );
        else if (forms.IsJson(parsed))
            JsonText.Print(shell.Surroundings, await client.Get(Address, query, cancellation));
        else
            await ShowPages(shell.Page, client, filters, parsed, isAll, cancellation);
        return ExitCodes.Done;
    }

    private static async Task ShowPages(
        Page page,
        LedgerClient client,
        AuditFilters filters,
        ParseResult parsed,
        bool isAll,
        CancellationToken cancellation
    )
    {
        string? after = null;
        do
        {
            var answer = (await client.Get(Address, filters.QueryOf(parsed, after), cancellation)).Json;
            Show(page, answer, isFirst: after is null, isLast: !isAll);
            after = answer.Text("next");
        } while (isAll && after is not null);
    }

    /// <summary>Shows a page of records.</summary>
    public static void Show(Page page, JsonElement answer, bool isFirst = true, bool isLast = true)
    {
        var sheet = AuditSheet.Of(answer.Items("assertions"));
        if (isFirst)
            page.Line(Phrase.Of(sheet.IsEmpty ? "No record matches." : "Records", Ink.Strong));
        page.Show(sheet);
        var next = answer.Text("next");
        if (isLast && next is not null)
            page.Gap().Line(Phrase.Of($"There are more: --after {next}, or --all", Ink.Doubt));
        if (isLast || next is null)
            page.Gap().Line(Phrase.Of($"position {answer.Text("position")}", Ink.Faint));
    }
}
