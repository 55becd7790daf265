using System.Globalization;
using System.Text;

namespace NegotiationLedger.Server;

/// <summary>Sources and records as BibTeX; <c>date</c> is EDTF, which BibLaTeX reads. What TeX would take for a command is escaped.</summary>
internal static class BibTex
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    internal static async Task Write(ExportedRecords exported, Stream body, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(body, Utf8, leaveOpen: true) { NewLine = "\n" };
        foreach (var source in exported.Sources)
            await text.WriteAsync(Source(source).AsMemory(), cancellationToken);
        foreach (var assertion in exported.Assertions)
            await text.WriteAsync(Record(exported, assertion).AsMemory(), cancellationToken);
    }

    /// <summary>A text as TeX sets it: in braces that stay balanced for BibTeX, which counts escaped ones too, on one line.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => escaped.Append(@"\textbackslash{}"),
                '{' => escaped.Append(@"\textbraceleft{}"),
                '}' => escaped.Append(@"\textbraceright{}"),
                '~' => escaped.Append(@"\textasciitilde{}"),
                '^' => escaped.Append(@"\textasciicircum{}"),
                '$' or '%' or '&' or '#' or '_' => escaped.Append('\\').Append(c),
                _ when char.IsControl(c) => escaped.Append(' '),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    private static string Source(SourceRegistered source) =>
        Entry(
            source.Kind is SourceKind.Article ? "article" : "misc",
            $"source:{source.Source}",
            ("title", Escaped(source.Title)),
            ("author", Escaped(source.Author)),
            (source.Kind is SourceKind.Article ? "journal" : "howpublished", Escaped(source.Publisher)),
            ("year", YearOf(source.Published)),
            ("date", DateOf(source.Published)),
            ("url", Url(source.Url)),
            ("note", Escaped(source.Language is null ? null : $"Language: {source.Language}"))
        );

    private static string Record(ExportedRecords exported, Assertion assertion)
    {
        var (data, source) = (assertion.Data, exported.SourceOf(assertion));
        return Entry(
            "misc",
            $"record:{assertion.Id}",
            ("title", Escaped(data.Told(exported.Frame))),
            ("author", Escaped(exported.AuthorOf(assertion))),
            ("howpublished", Escaped(source?.Title)),
            ("year", YearOf(data.Attribution.AssertedOn)),
            ("date", DateOf(data.Attribution.AssertedOn)),
            ("eventdate", DateOf(data.Occurred)),
            ("url", Url(source?.Url)),
            ("note", Escaped(data.Attribution.Quote is { } quote ? $"“{quote.Exact}”" : null)),
            ("xref", $"{{source:{data.Attribution.Source}}}")
        );
    }

    private static string Entry(string type, string key, params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        var entry = new StringBuilder().Append(CultureInfo.InvariantCulture, $"@{type}{{{key}");
        foreach (var (name, value) in fields)
        {
            if (value is not null)
                entry.Append(CultureInfo.InvariantCulture, $",\n  {name} = {value}");
        }

        return entry.Append("\n}\n\n").ToString();
    }

    // Twice in braces: no capital is lowered, and no "and" in a name tells two people apart.
    private static string? Escaped(string? text) => text is null ? null : $"{{{{{Escape(text)}}}}}";

    private static string? YearOf(Edtf? date) =>
        date is null ? null : string.Create(CultureInfo.InvariantCulture, $"{{{date.FirstDay.Year:0000}}}");

    // An EDTF text has neither braces nor backslashes but in a set, which BibLaTeX does not know.
    private static string? DateOf(Edtf? date) => date is null || date.Form is EdtfForm.AllOf or EdtfForm.OneOf ? null : $"{{{date.Text}}}";

    // Set as it is written, so only what would end it is taken away.
    private static string? Url(string? url) =>
        url is null
            ? null
            : "{"
                + string.Concat(
                    url.Select(c =>
                        c is '{' or '}' or '\\' or '"' || char.IsControl(c) || c == ' ' ? Uri.HexEscape(c is > (char)255 ? '?' : c) : $"{c}"
                    )
                )
                + "}";
}
