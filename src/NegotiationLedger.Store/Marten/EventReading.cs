using System.Data.Common;
using System.Text.Json;
using Marten.Services.Json.Transformations;

namespace NegotiationLedger.Store;

/// <summary>Has Marten read a stored event as <see cref="EventFormat"/> does: by the version in its headers, lifted by the domain's own upcasters.</summary>
/// <remarks>
/// Marten picks a transformation by the stored name; the version of the JSON is in the headers, which stand in the same row of every
/// statement that reads events. So an older version is lifted in one place, and a newer one is refused.
/// </remarks>
internal static class EventReading
{
    private const string Headers = "headers";

    /// <summary>The reading of a stored name with some upcasters.</summary>
    public static JsonTransformation Of(string name, Upcasters upcasters) =>
        new((_, row, column) => EventFormat.Read(new(name, VersionOf(row), row.GetFieldValue<byte[]>(column)), upcasters));

    private static int VersionOf(DbDataReader row)
    {
        var column = row.GetOrdinal(Headers);
        if (row.IsDBNull(column))
            return 1;
        using var headers = JsonDocument.Parse(row.GetString(column));
        return headers.RootElement.TryGetProperty("schemaVersion", out var version) ? version.GetInt32() : 1;
    }
}
