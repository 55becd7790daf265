using System.CommandLine;
using System.CommandLine.Parsing;

namespace NegotiationLedger.Cli;

/// <summary>The options by which an auditor chooses the form of an answer: a table of a page when there is none.</summary>
internal sealed class AuditForms
{
    private readonly Option<bool> _json = Question.Json();
    private readonly Option<bool> _bom = new("--bom")
    {
        Description = "With --csv: begin with a byte order mark, so that a spreadsheet reads it as UTF-8.",
    };
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "With --ndjson, --csv or --prov: the file to write; it appears only when it is complete.",
        HelpName = "file",
    };

    private readonly (Option<bool> Option, string MediaType)[] _exports =
    [
        (new("--ndjson") { Description = "Every record, one JSON object a line." }, "application/x-ndjson"),
        (new("--csv") { Description = "Every record, as a spreadsheet." }, "text/csv"),
        (new("--prov") { Description = "Every record, as W3C PROV-JSON." }, "application/prov+json"),
    ];

    /// <summary>Gives a verb the options.</summary>
    public void AddTo(Command verb)
    {
        verb.Options.Add(_json);
        foreach (var (option, _) in _exports)
            verb.Options.Add(option);
        verb.Options.Add(_bom);
        verb.Options.Add(_output);
        verb.Validators.Add(Check);
    }

    /// <summary>Whether any form but the table is asked for.</summary>
    public bool IsAny(CommandResult result) => result.GetValue(_json) || _exports.Any(e => result.GetValue(e.Option));

    /// <summary>Whether a page is asked for as JSON.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>The media type in which everything is asked for; null when a page is.</summary>
    public string? ExportOf(ParseResult parsed) => _exports.FirstOrDefault(e => parsed.GetValue(e.Option)).MediaType;

    /// <summary>The file to write; null for standard output.</summary>
    public string? FileOf(ParseResult parsed) => parsed.GetValue(_output);

    /// <summary>The query with what the form asks for beside.</summary>
    public Query QueryOf(ParseResult parsed, Query query) => query.Add("bom", parsed.GetValue(_bom) ? "true" : null);

    private void Check(CommandResult result)
    {
        var forms = _exports.Where(e => result.GetValue(e.Option)).Select(e => e.Option.Name).ToList();
        if (forms.Count + (result.GetValue(_json) ? 1 : 0) > 1)
            result.AddError("Choose one form: --json, --ndjson, --csv or --prov.");
        if (result.GetValue(_output) is not null && forms.Count == 0)
            result.AddError("--output goes with --ndjson, --csv or --prov.");
        if (result.GetValue(_bom) && !forms.Contains("--csv"))
            result.AddError("--bom goes with --csv.");
    }
}
