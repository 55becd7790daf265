using System.Text;

namespace NegotiationLedger.Cli;

/// <summary>Plain text in UTF-8, or in UTF-16 with a byte order mark.</summary>
internal static class PlainText
{
    /// <summary>The text, without its byte order mark.</summary>
    /// <exception cref="WrongUsageException">The bytes are no text.</exception>
    public static string Read(DocumentFile file)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(file.Bytes), new UTF8Encoding(false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw new WrongUsageException($"{file.Name} is no PDF, DOCX or web page, and no text in UTF-8: save it in that encoding.");
        }
    }
}
