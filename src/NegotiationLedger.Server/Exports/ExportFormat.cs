using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>A format of another program, in which records through a lens are exported.</summary>
/// <param name="Name">The name by which <c>format</c> asks for it.</param>
/// <param name="MediaType">What it is sent as.</param>
/// <param name="Extension">How its files are named.</param>
/// <param name="Write">Writes it.</param>
internal sealed record ExportFormat(
    string Name,
    string MediaType,
    string Extension,
    Func<ExportedRecords, Stream, CancellationToken, Task> Write
)
{
    /// <summary>The name of the format that another ledger loads.</summary>
    internal const string Whole = "ndjson";

    /// <summary>The formats beside it.</summary>
    internal static IReadOnlyList<ExportFormat> All { get; } =
    [
        new("timelinejs", MediaTypes.Json, "timeline.json", TimelineJs.Write),
        new("csl-json", "application/vnd.citationstyles.csl+json", "csl.json", CslJson.Write),
        new("bibtex", "application/x-bibtex", "bib", BibTex.Write),
        new("ical", "text/calendar; charset=utf-8", "ics", CalendarFile.Write),
        new("parquet", "application/vnd.apache.parquet", "parquet", ParquetRecords.Write),
    ];

    /// <summary>The format that a request asks for; null for the one that another ledger loads.</summary>
    /// <exception cref="ProblemException">There is none of that name (400).</exception>
    internal static ExportFormat? Of(HttpRequest request)
    {
        string? name = request.Query["format"];
        if (name is null or Whole)
            return null;
        return All.FirstOrDefault(f => f.Name == name)
            ?? throw Problems.Query(
                new Problem(
                    "/format",
                    $"'{name}' is not a format: give one of {string.Join(", ", All.Select(f => f.Name).Prepend(Whole))}."
                )
            );
    }
}
