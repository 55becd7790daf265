using System.Runtime.CompilerServices;

namespace NegotiationLedger.Server;

/// <summary>Reads a stream line by line.</summary>
internal static class Lines
{
    private const int Block = 64 * 1024;

    /// <summary>The lines, without their ends (LF); the last one may have none.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="longest">How many bytes a line may have.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ProblemException">A line is longer (413).</exception>
    internal static async IAsyncEnumerable<byte[]> Of(
        Stream stream,
        int longest,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var block = new byte[Block];
        using var line = new MemoryStream();
        var number = 1;
        for (int read; (read = await stream.ReadAsync(block, cancellationToken)) > 0; )
        {
            var from = 0;
            for (int end; (end = Array.IndexOf(block, (byte)'\n', from, read - from)) >= 0; from = end + 1)
            {
                Add(from, end);
                yield return line.ToArray();
                line.SetLength(0);
                number++;
            }

            Add(from, read);
        }

        yield return line.ToArray();

        void Add(int from, int end)
        {
            if (line.Length + end - from > longest)
                throw Problems.TooLarge($"Line {number} is longer than {longest} bytes, the most that a line may have.");
            line.Write(block, from, end - from);
        }
    }
}
