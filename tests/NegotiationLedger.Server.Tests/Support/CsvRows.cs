namespace NegotiationLedger.Server.Tests.Support;

/// <summary>Reads CSV as RFC 4180 writes it.</summary>
internal static class CsvRows
{
    /// <summary>The rows of a text, each with its cells.</summary>
    internal static List<string[]> Of(string csv) => [.. Split(csv).Select(row => row.ToArray())];

    // RFC 4180, read strictly and by hand: the server's own library is not asked.
    private static IEnumerable<List<string>> Split(string csv)
    {
        var row = new List<string>();
        for (var i = 0; i < csv.Length; )
        {
            var cell = new System.Text.StringBuilder();
            if (csv[i] == '"')
            {
                for (i++; csv[i] != '"' || (i + 1 < csv.Length && csv[i + 1] == '"'); i++)
                {
                    if (csv[i] == '"')
                        i++;
                    cell.Append(csv[i]);
                }

                i++;
            }
            else
            {
                for (; csv[i] is not (',' or '\r'); i++)
                    cell.Append(csv[i]);
            }

            row.Add(cell.ToString());
            if (csv[i] == ',' && ++i > 0)
                continue;
            csv.Substring(i, 2).ShouldBe("\r\n");
            i += 2;
            yield return row;
            row = [];
        }
    }
}
