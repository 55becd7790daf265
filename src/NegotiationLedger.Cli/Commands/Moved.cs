using System.Globalization;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>The negotiations that were recorded in since a position, as the feed tells.</summary>
/// <param name="Negotiations">Their ids, in the order in which they were first recorded in since.</param>
/// <param name="More">How many there are beyond these.</param>
/// <param name="Reached">The position that was looked up to.</param>
/// <param name="IsWhole">Whether that is the head.</param>
internal sealed record Moved(IReadOnlyList<string> Negotiations, int More, long Reached, bool IsWhole)
{
    private const string Address = "/negotiations/";
    private const int MostNegotiations = 50;
    private const int MostPages = 10;

    /// <summary>Asks the feed.</summary>
    /// <exception cref="WrongUsageException">It is not a position.</exception>
    /// <exception cref="ServerRefusedException">It is beyond the head.</exception>
    public static async Task<Moved> Since(LedgerClient client, string since, CancellationToken cancellation)
    {
        if (!since.StartsWith('@') || !long.TryParse(since.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var reached))
            throw new WrongUsageException(
                $"--since is '{since}': of all negotiations give a position such as @40, or name a negotiation before a date."
            );
        var moved = new List<string>();
        var isWhole = false;
        for (var page = 0; page < MostPages && !isWhole; page++)
        {
            var query = new Query().Add("after", $"{reached}").Add("limit", "1000");
            var answer = (await client.Get("feed", query, cancellation)).Json;
            moved.AddRange(answer.Items("events").Select(e => e.Text("source")).OfType<string>().Where(IsNegotiation).Except(moved));
            reached = (long)(answer.Number("next") ?? reached);
            isWhole = answer.Text("position") == $"@{reached}" || !answer.Items("events").Any();
        }

        IEnumerable<string> ids = moved.Select(source => source[Address.Length..]);
        return new([.. ids.Take(MostNegotiations)], Math.Max(0, moved.Count - MostNegotiations), reached, isWhole);
    }

    private static bool IsNegotiation(string source) => source.StartsWith(Address, StringComparison.Ordinal);
}
