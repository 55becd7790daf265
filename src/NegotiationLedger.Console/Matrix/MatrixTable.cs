namespace NegotiationLedger.Console;

/// <summary>The part of a matrix that one page shows.</summary>
/// <param name="Parties">The parties that have a column, by id.</param>
/// <param name="Others">Parties with a position that have none, by id.</param>
/// <param name="Silent">Parties without any position, by id.</param>
/// <param name="Rows">The issues, those that the talks are stuck on first.</param>
/// <param name="From">The place of the first of them among all, from 1.</param>
/// <param name="Total">How many issues there are.</param>
public sealed record MatrixTable(
    IReadOnlyList<string> Parties,
    IReadOnlyList<string> Others,
    IReadOnlyList<string> Silent,
    IReadOnlyList<KeyValuePair<string, MatrixRow>> Rows,
    int From,
    int Total
)
{
    internal const int MostParties = 8;
    internal const int MostIssues = 25;

    /// <summary>The place of the first issue of the next page; null on the last.</summary>
    internal int? Next => From + Rows.Count <= Total ? From + Rows.Count : null;

    /// <summary>The part that is asked for.</summary>
    /// <param name="matrix">All of it.</param>
    /// <param name="asked">The parties that are to have a column, by id; empty for those with most to say, principals first.</param>
    /// <param name="from">The place of the first issue, from 1.</param>
    internal static MatrixTable Of(IssueMatrix matrix, IReadOnlyCollection<string> asked, int from)
    {
        var positions = matrix.Issues.Values.SelectMany(r => r.Cells.Keys).CountBy(p => p, StringComparer.Ordinal).ToDictionary();
        var principals = matrix.Frame.Principals.ToHashSet();
        List<string> speaking =
        [
            .. positions
                .Keys.OrderBy(p => !principals.Contains(p))
                .ThenByDescending(p => positions[p])
                .ThenBy(p => p, StringComparer.Ordinal),
        ];
        List<string> shown = [.. speaking.Where(p => asked.Count == 0 || asked.Contains(p)).Take(MostParties)];
        return new(
            shown,
            [.. speaking.Except(shown)],
            [.. matrix.Frame.Parties.Keys.Except(speaking)],
            [.. matrix.Issues.OrderBy(r => Rank(r.Value)).ThenByDescending(r => r.Value.Cells.Count).Skip(from - 1).Take(MostIssues)],
            from,
            matrix.Issues.Count
        );
    }

    private static int Rank(MatrixRow row) =>
        row.State switch
        {
            RowState.Conflicting => 0,
            RowState.OneSided => 1,
            RowState.Open => row.Cells.Count > 0 ? 2 : 4,
            _ => 3,
        };
}
