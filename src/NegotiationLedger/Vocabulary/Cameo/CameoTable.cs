using System.Globalization;

namespace NegotiationLedger.Vocabulary;

/// <summary>Reads the embedded CAMEO table and maps CAMEO's root codes to PLOVER's event types.</summary>
internal static class CameoTable
{
    /// <summary>The rows of <c>cameo-codes.csv</c>, whose header is <c>code,name,goldstein</c> and whose names may be quoted.</summary>
    internal static IEnumerable<CameoCode> Read()
    {
        using var stream = typeof(CameoTable).Assembly.GetManifestResourceStream("cameo-codes.csv")!;
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        var rows = new List<CameoCode>();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var first = line.IndexOf(',', StringComparison.Ordinal);
            var last = line.LastIndexOf(',');
            rows.Add(
                new(line[..first], line[(first + 1)..last].Trim('"'), decimal.Parse(line[(last + 1)..], CultureInfo.InvariantCulture))
            );
        }

        return rows;
    }

    /// <summary>PLOVER (2018) folds CAMEO's twenty roots into sixteen types; comments (01, save 016 to 019) have none.</summary>
    internal static string? PloverOf(string code) =>
        code switch
        {
            ['0', '1', '6', ..] => "DISAPPROVE",
            ['0', '1', '7' or '8' or '9', ..] => "SUPPORT",
            ['0', '1', ..] => null,
            ['0', '2', ..] => "REQUEST",
            ['0', '3', ..] => "AGREE",
            ['0', '4', ..] => "CONSULT",
            ['0', '5', ..] => "SUPPORT",
            ['0', '6', ..] => "COOPERATE",
            ['0', '7', ..] => "AID",
            ['0', '8', ..] => "YIELD",
            ['0', '9', ..] => "ACCUSE",
            ['1', '0', ..] => "REQUEST",
            ['1', '1', '2', ..] => "ACCUSE",
            ['1', '1', ..] => "DISAPPROVE",
            ['1', '2', ..] => "REJECT",
            ['1', '3', ..] => "THREATEN",
            ['1', '4', ..] => "PROTEST",
            ['1', '5', ..] => "MOBILIZE",
            ['1', '6', '3', ..] => "SANCTION",
            ['1', '6', ..] => "SANCTION",
            ['1', '7', ..] => "COERCE",
            ['1' or '2', ..] => "ASSAULT",
            _ => null,
        };
}
