using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace NegotiationLedger.Cli;

/// <summary>The text of a DOCX (ISO/IEC 29500): its paragraphs, those of tables and footnotes included, without what was deleted in it.</summary>
internal static class WordText
{
    private const long MostCharacters = 64 * 1024 * 1024;

    /// <summary>The document in a file.</summary>
    /// <exception cref="WrongUsageException">It is none, or is broken.</exception>
    public static Document Read(DocumentFile file)
    {
        try
        {
            using var word = WordprocessingDocument.Open(
                new MemoryStream(file.Bytes),
                isEditable: false,
                new OpenSettings { MaxCharactersInPart = MostCharacters }
            );
            var body = word.MainDocumentPart?.Document?.Body ?? throw new WrongUsageException($"{file.Name} is no DOCX document.");
            var notes = word.MainDocumentPart.FootnotesPart?.Footnotes?.Elements<Footnote>().Where(n => n.Type is null) ?? [];
            var paragraphs = body.Descendants<Paragraph>().Concat(notes.SelectMany(n => n.Descendants<Paragraph>()));
            var properties = word.PackageProperties;
            return new(
                string.Join('\n', paragraphs.Select(TextOf)),
                Given(properties.Title),
                Given(properties.Creator),
                Language: Given(properties.Language)
            );
        }
        catch (Exception e)
            when (e is FormatException or OpenXmlPackageException or InvalidDataException or System.Xml.XmlException or IOException)
        {
            throw new WrongUsageException($"{file.Name} cannot be read as a DOCX document: {e.Message}");
        }
    }

    private static string TextOf(Paragraph paragraph) =>
        string.Concat(
            paragraph
                .Descendants()
                .Where(e => e.Ancestors<Paragraph>().FirstOrDefault() == paragraph)
                .Select(e =>
                    e switch
                    {
                        Text text => text.Text,
                        TabChar => "\t",
                        Break { Type: { } type } when type.Value == BreakValues.Page => "\f",
                        Break or CarriageReturn => "\n",
                        NoBreakHyphen => "\u2011",
                        SoftHyphen => "\u00ad",
                        _ => "",
                    }
                )
        );

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
