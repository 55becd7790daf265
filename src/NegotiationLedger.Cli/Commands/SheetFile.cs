using System.Text;

namespace NegotiationLedger.Cli;

/// <summary>Reads spreadsheets, and writes them as CSV. What their encoding is, is known or refused: never guessed.</summary>
internal static class SheetFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <summary>A file's text: UTF-8, or UTF-16 with its byte order mark.</summary>
    /// <exception cref="WrongUsageException">It cannot be read, or is of another encoding.</exception>
    public static async Task<string> Read(string path, CancellationToken cancellation)
    {
        var bytes = await Bytes(path, cancellation);
        if (bytes is [0xD0, 0xCF, 0x11, 0xE0, ..])
            throw new WrongUsageException(
                $"{path} is a workbook of the old kind (.xls): save it as .xlsx, or the sheet as 'CSV UTF-8', and load that."
            );
        return TextOf(path, bytes);
    }

    /// <summary>A workbook's bytes in base64, or null when the file is no workbook.</summary>
    /// <exception cref="WrongUsageException">It cannot be read.</exception>
    public static async Task<string?> ReadWorkbook(string path, CancellationToken cancellation)
    {
        var bytes = await Bytes(path, cancellation);
        return bytes is [0x50, 0x4B, 0x03, 0x04, ..] ? Convert.ToBase64String(bytes) : null;
    }

    /// <summary>Whether a name is that of a spreadsheet.</summary>
    public static bool IsNamedSo(string path) => Path.GetExtension(path).ToUpperInvariant() is ".CSV" or ".TSV" or ".XLSX";

    private static string TextOf(string path, byte[] bytes)
    {
        try
        {
            return bytes switch
            {
                [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true).GetString(
                    bytes.AsSpan(2)
                ),
                [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true).GetString(
                    bytes.AsSpan(2)
                ),
                [0xEF, 0xBB, 0xBF, ..] => Strict.GetString(bytes.AsSpan(3)),
                _ => Strict.GetString(bytes),
            };
        }
        catch (DecoderFallbackException e)
        {
            var line = 1 + bytes.Take(Math.Max(0, e.Index)).Count(b => b == '\n');
            throw new WrongUsageException(
                $"{path} is not UTF-8 (line {line}); older versions of Excel save Windows-1252. Save it as 'CSV UTF-8', or convert it: iconv -f WINDOWS-1252 -t UTF-8 {path} > utf8.csv"
            );
        }
    }

    /// <summary>Writes a file that must not exist, with the byte order mark by which spreadsheets know UTF-8.</summary>
    /// <param name="path">The file; when it exists, the next free of name-2, name-3, … is taken.</param>
    /// <param name="csv">The text.</param>
    /// <returns>The path written.</returns>
    /// <exception cref="WrongUsageException">It cannot be written; the message holds what was to be.</exception>
    public static string WriteNew(string path, string csv)
    {
        var folder = Path.GetDirectoryName(path) ?? "";
        for (var i = 1; ; i++)
        {
            var free = i == 1 ? path : Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(path)}-{i}{Path.GetExtension(path)}");
            if (File.Exists(free))
                continue;
            try
            {
                using var file = new FileStream(free, FileMode.CreateNew);
                file.Write(Strict.GetPreamble());
                file.Write(Strict.GetBytes(csv));
                return free;
            }
            catch (IOException) when (File.Exists(free))
            {
                // Another program was quicker: the next name is tried.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new WrongUsageException($"The bad rows cannot be written to {free}: {e.Message} They are:\n{csv}");
            }
        }
    }

    /// <summary>Where the bad rows of a file go: beside it, with .bad before its ending.</summary>
    public static string BadOf(string path) =>
        Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}.bad.csv");

    private static async Task<byte[]> Bytes(string path, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WrongUsageException($"{path} cannot be read: {e.Message}");
        }
    }
}
