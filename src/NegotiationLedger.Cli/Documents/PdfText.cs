using UglyToad.PdfPig;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using UglyToad.PdfPig.Exceptions;

namespace NegotiationLedger.Cli;

/// <summary>The text of a PDF, page by page, with its lines as they stand: a word broken at a line's end stays so.</summary>
internal static class PdfText
{
    /// <summary>The document in a file.</summary>
    /// <exception cref="WrongUsageException">It is broken, or locked.</exception>
    public static Document Read(DocumentFile file)
    {
        try
        {
            using var pdf = PdfDocument.Open(file.Bytes);
            var pages = pdf.GetPages().Select(page => ContentOrderTextExtractor.GetText(page, addDoubleNewline: true).Trim());
            return new(string.Join('\f', pages).Trim('\f'), Given(pdf.Information.Title), Given(pdf.Information.Author));
        }
        catch (PdfDocumentEncryptedException)
        {
            throw new WrongUsageException($"{file.Name} is locked with a password: save a copy without one.");
        }
        // The library meets a broken file with whatever exception it stumbles over.
        catch (Exception e)
            when (e
                    is PdfDocumentFormatException
                        or InvalidOperationException
                        or ArgumentException
                        or FormatException
                        or IndexOutOfRangeException
                        or NullReferenceException
                        or KeyNotFoundException
                        or InvalidCastException
                        or NotSupportedException
                        or IOException
            )
        {
            throw new WrongUsageException($"{file.Name} cannot be read as a PDF: {e.Message}");
        }
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
