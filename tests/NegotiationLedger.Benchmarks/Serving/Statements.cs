using System.Globalization;
using System.Text.RegularExpressions;

namespace NegotiationLedger.Benchmarks.Serving;

/// <summary>How many statements a server sent to its database, by its own metrics.</summary>
internal static partial class Statements
{
    /// <summary>So far, by the name of the connections.</summary>
    public static async Task<IReadOnlyDictionary<string, double>> SentBy(Uri server)
    {
        using var http = new HttpClient { BaseAddress = server };
        return Count()
            .Matches(await http.GetStringAsync("/metrics"))
            .ToDictionary(m => m.Groups["connections"].Value, m => double.Parse(m.Groups["sent"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(
        """^db_client_operation_duration_seconds_count\{.*db_client_connection_pool_name="(?<connections>[^"]*)".*\} (?<sent>\S+)""",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Count();
}
