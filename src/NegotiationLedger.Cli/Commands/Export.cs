using System.Text;

namespace NegotiationLedger.Cli;

/// <summary>Passes an answer on as it comes, to standard output or into a file that appears under its name only when it is whole.</summary>
internal static class Export
{
    private const int Block = 16 * 1024;

    /// <summary>Asks for everything that a query names, in a format, and passes it on.</summary>
    /// <param name="client">The server.</param>
    /// <param name="path">Where to ask.</param>
    /// <param name="query">What for.</param>
    /// <param name="mediaType">The format.</param>
    /// <param name="file">The file; standard output when null.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="cancellation">Throws; leaves no file.</param>
    /// <exception cref="ServerRefusedException">The server refused.</exception>
    /// <exception cref="ServerUnreachableException">Nobody answers.</exception>
    /// <exception cref="AnswerBrokeOffException">The answer is not whole; there is no file then.</exception>
    /// <exception cref="WrongUsageException">The file cannot be written.</exception>
    public static async Task Run(
        LedgerClient client,
        string path,
        Query query,
        string mediaType,
        string? file,
        TextWriter output,
        CancellationToken cancellation
    )
    {
        if (file is null)
        {
            await client.Copy(path, query, mediaType, body => ToText(body, output, cancellation), cancellation);
            return;
        }

        var unfinished = $"{file}.{Path.GetRandomFileName()}.part";
        try
        {
            await client.Copy(path, query, mediaType, body => ToFile(body, unfinished, cancellation), cancellation);
            File.Move(unfinished, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WrongUsageException($"{file} cannot be written: {e.Message}");
        }
        finally
        {
            Remove(unfinished);
        }
    }

    private static async Task ToFile(Stream body, string file, CancellationToken cancellation)
    {
        await using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        await body.CopyToAsync(stream, cancellation);
    }

    // A byte order mark that was asked for is passed on like everything else.
    private static async Task ToText(Stream body, TextWriter output, CancellationToken cancellation)
    {
        using var reader = new StreamReader(
            body,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            detectEncodingFromByteOrderMarks: false,
            bufferSize: Block
        );
        var block = new char[Block];
        for (int read; (read = await reader.ReadAsync(block, cancellation)) > 0; )
            await output.WriteAsync(block.AsMemory(0, read), cancellation);
        await output.FlushAsync(cancellation);
    }

    private static void Remove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder that could not be written to has said so already.
        }
    }
}
