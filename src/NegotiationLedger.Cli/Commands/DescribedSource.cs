using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Cli;

/// <summary>The options that describe a source, over what its file says of itself.</summary>
internal sealed class DescribedSource
{
    private static readonly (string Option, string Member, string What)[] Known =
    [
        ("--id", "source", "The source's id; else it is made from the title."),
        ("--kind", "kind", "What kind of document it is (article unless said)."),
        ("--title", "title", "Its title."),
        ("--publisher", "publisher", "Who published it."),
        ("--author", "author", "Who wrote it."),
        ("--published", "published", "When: an EDTF date."),
        ("--link", "url", "Where it can be read."),
        ("--archive", "archiveUrl", "Where a copy is kept that will not change."),
        ("--accessed", "accessed", "When it was read: an EDTF date."),
        ("--language", "language", "Its language, such as en."),
    ];

    private readonly (Option<string?> Option, string Member)[] _options =
    [
        .. Known.Select(k => (new Option<string?>(k.Option) { Description = k.What, HelpName = "text" }, k.Member)),
    ];

    /// <summary>The options.</summary>
    public IEnumerable<Option> All => _options.Select(o => o.Option);

    /// <summary>The body that registers a document with its text.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="file">The file.</param>
    /// <param name="today">The day on which an address is read.</param>
    public JsonObject Of(ParseResult parsed, DocumentFile file, DateOnly today)
    {
        var document = file.Read();
        var body = new JsonObject
        {
            ["kind"] = "article",
            ["title"] = document.Title ?? Path.GetFileNameWithoutExtension(file.Name),
            ["publisher"] = document.Publisher,
            ["author"] = document.Author,
            ["published"] = document.Published?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["url"] = file.Url?.AbsoluteUri,
            ["accessed"] = file.Url is null ? null : today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["language"] = document.Language,
            ["originalSha256"] = file.Sha256,
            ["text"] = document.Text,
        };
        return Over(parsed, body);
    }

    /// <summary>A description with what the options say.</summary>
    public JsonObject Over(ParseResult parsed, JsonObject body)
    {
        foreach (var (option, member) in _options)
        {
            if (parsed.GetValue(option) is { } value)
                body[member] = value;
        }

        foreach (var absent in body.Where(m => m.Value is null || m.Value.GetValueKind() is JsonValueKind.Null).Select(m => m.Key).ToList())
            body.Remove(absent);
        return body;
    }
}
