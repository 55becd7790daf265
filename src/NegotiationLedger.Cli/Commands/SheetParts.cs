using System.Text;

namespace NegotiationLedger.Cli;

/// <summary>A part of a spreadsheet that one request takes.</summary>
/// <param name="Csv">Its text, the header included.</param>
/// <param name="FirstLine">The line of the file on which its first row stands; null when it is the whole file.</param>
/// <param name="Rows">How many rows it has.</param>
internal sealed record SheetPart(string Csv, int? FirstLine, int Rows);

/// <summary>Cuts a long spreadsheet saved as CSV into parts, each with the header and no more in memory than one of them.</summary>
internal static class SheetParts
{
    /// <summary>The most rows of a part.</summary>
    public const int MostRows = 10_000;

    private const int MostCharacters = 6 * 1024 * 1024;
    private const int HeaderWithin = 50;

    /// <summary>How many rows follow the first, header or not.</summary>
    public static int Count(TextReader text) => Records(text).Count(r => r.Text.Length > 0) - 1;

    /// <summary>The parts, in the order of the file.</summary>
    /// <param name="text">The file.</param>
    /// <param name="columns">The columns that the header has; null where the file has none.</param>
    public static IEnumerable<SheetPart> Of(TextReader text, IReadOnlyList<string>? columns)
    {
        var header = columns is null ? null : "";
        var (part, first, rows) = (new StringBuilder(), 0, 0);
        foreach (var (record, line) in Records(text))
        {
            if (header is { Length: 0 })
            {
                if (columns!.All(c => record.Contains(c, StringComparison.OrdinalIgnoreCase)))
                    header = record + "\n";
                else if (line > HeaderWithin)
                    throw new WrongUsageException(
                        "None of the first rows has all the columns of the map: correct the names in the map or in the file."
                    );
                continue;
            }

            if (rows == MostRows || part.Length + record.Length > MostCharacters)
            {
                yield return new(part.ToString(), first, rows);
                (rows, part) = (0, new());
            }

            if (rows == 0 && record.Length == 0)
                continue;
            if (rows++ == 0)
                (first, part) = (line, new(header));
            part.Append(record).Append('\n');
        }

        if (rows > 0)
            yield return new(part.ToString(), first, rows);
    }

    // A line break between quotation marks is part of a cell.
    private static IEnumerable<(string Text, int Line)> Records(TextReader text)
    {
        var (record, first, at) = (new StringBuilder(), 1, 0);
        var isOpen = false;
        while (text.ReadLine() is { } line)
        {
            at++;
            if (record.Length > 0 || isOpen)
                record.Append('\n');
            record.Append(line);
            isOpen ^= line.Count(c => c == '"') % 2 == 1;
            if (isOpen && record.Length <= MostCharacters)
                continue;
            yield return (record.ToString(), first);
            (first, isOpen) = (at + 1, false);
            record.Clear();
        }

        if (record.Length > 0)
            yield return (record.ToString(), first);
    }
}
