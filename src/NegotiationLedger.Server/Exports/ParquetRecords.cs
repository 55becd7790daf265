using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace NegotiationLedger.Server;

/// <summary>The records as Apache Parquet, for pandas and R: a row for each record that the history shows, texts as they were recorded.</summary>
internal static class ParquetRecords
{
    private const int RowsOfGroup = 5_000;

    /// <summary>The columns, in their order.</summary>
    internal static IReadOnlyList<RecordColumn> Columns { get; } =
    [
        new TextColumn("negotiation", r => r.Entry.Stream),
        new ValueColumn<long>("sequence", r => r.Entry.Sequence),
        new ValueColumn<long>("version", r => r.Entry.Version),
        new TextColumn("id", r => r.Entry.Id.ToString()),
        new TextColumn("type", r => EventNames.Of(r.Entry.Data).Name),
        new TimeColumn("recorded_at", r => r.Entry.RecordedAt),
        new TextColumn("recorded_by", r => r.Entry.RecordedBy),
        new TextColumn("occurred", r => r.Development?.Occurred.Text),
        new TimeColumn("occurred_from", r => r.Development?.Occurred.EarliestIn(r.Zone).Instant),
        new TimeColumn("occurred_to", r => EndOf(r.Development?.Occurred, r.Zone)),
        new TextColumn("asserted_on", r => r.Attribution?.AssertedOn.Text),
        new TextColumn("viewpoint", r => r.Attribution is { } a ? r.Registry.ViewpointOf(a).ToString() : null),
        new TextColumn("speaker", r => r.Attribution?.Speaker?.ToString()),
        new TextColumn("source", r => r.Attribution?.Source.Value),
        new TextColumn("publisher", r => r.Attribution is { } a ? r.Registry.PublisherOf(a.Source) : null),
        new TextColumn("mode", r => r.Attribution is { } a ? NamedValue<Mode>.NameOf(a.Mode) : null),
        new TextColumn("claim", r => r.Development is { } d ? NamedValue<Claim>.NameOf(d.Claim) : null),
        new TextColumn("occurrence", r => r.Development?.Occurrence),
        new TextColumn("about", r => (r.Entry.Data as Annotation)?.Assertion.ToString()),
        new ValueColumn<bool>("stands", r => r.Development is null ? null : r.Stands),
        new TextColumn("cameo", r => r.Development?.CameoCode),
        new ValueColumn<double>("goldstein", r => r.Development?.CameoCode is { } code ? (double?)Cameo.Find(code)?.Goldstein : null),
        new TextColumn("what", r => r.Entry.Data.Headline(r.Frame)),
        new TextColumn("quote", r => r.Attribution?.Quote?.Exact),
        new TextColumn("data", r => JsonSerializer.Serialize(r.Entry.Data, EventNames.Of(r.Entry.Data).Shape)),
    ];

    internal static async Task Write(ExportedRecords exported, Stream body, CancellationToken cancellationToken)
    {
        await using var file = new SpoolStream();
        var standing = exported.Account.InTime.Select(a => a.Id).ToHashSet();
        var entries = GetHistory.Shown(exported.Snapshot.History, exported.Account.Lens);
        await using (
            var writer = await ParquetWriter.CreateAsync(
                new ParquetSchema(Columns.Select(c => c.Field)),
                file,
                cancellationToken: cancellationToken
            )
        )
        {
            foreach (var chunk in entries.Chunk(RowsOfGroup))
            {
                using var group = writer.CreateRowGroup();
                var rows = chunk.Select(e => new RecordRow(e, exported, standing.Contains(e.Id))).ToList();
                foreach (var column in Columns)
                    await column.Write(group, rows, cancellationToken);
            }
        }

        file.Position = 0;
        await file.CopyToAsync(body, cancellationToken);
    }

    private static DateTimeOffset? EndOf(Edtf? date, HomeZone zone) =>
        date is null || date.End is not EdtfEnd.Known ? null : date.LatestIn(zone).Instant;
}

/// <summary>A record as a row.</summary>
internal sealed record RecordRow(Entry Entry, ExportedRecords Exported, bool Stands)
{
    internal Development? Development => Entry.Data as Development;

    internal Attribution? Attribution => Entry.Data.Attribution;

    internal Registry Registry => Exported.Registry;

    internal Frame Frame => Exported.Frame;

    internal HomeZone Zone => Exported.Account.Zone;
}

/// <summary>A column; every one may lack values.</summary>
/// <param name="Field">Its name and type.</param>
internal abstract record RecordColumn(DataField Field)
{
    /// <summary>Writes it for some rows.</summary>
    internal abstract Task Write(ParquetRowGroupWriter group, IReadOnlyList<RecordRow> rows, CancellationToken cancellationToken);
}

/// <summary>A column of texts.</summary>
internal sealed record TextColumn(string Name, Func<RecordRow, string?> Value) : RecordColumn(new DataField<string>(Name))
{
    internal override Task Write(ParquetRowGroupWriter group, IReadOnlyList<RecordRow> rows, CancellationToken cancellationToken) =>
        group.WriteAsync(Field, (IReadOnlyCollection<string>)[.. rows.Select(r => Value(r)!)]);
}

/// <summary>A column of numbers or truth values.</summary>
internal sealed record ValueColumn<T>(string Name, Func<RecordRow, T?> Value) : RecordColumn(new DataField<T?>(Name))
    where T : struct
{
    internal override Task Write(ParquetRowGroupWriter group, IReadOnlyList<RecordRow> rows, CancellationToken cancellationToken) =>
        group.WriteAsync<T>(Field, (ReadOnlyMemory<T?>)rows.Select(Value).ToArray(), cancellationToken: cancellationToken);
}

/// <summary>A column of instants in UTC, to the microsecond.</summary>
internal sealed record TimeColumn(string Name, Func<RecordRow, DateTimeOffset?> Value)
    : RecordColumn(
        new DateTimeDataField(Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros, isNullable: true)
    )
{
    internal override Task Write(ParquetRowGroupWriter group, IReadOnlyList<RecordRow> rows, CancellationToken cancellationToken) =>
        group.WriteAsync<DateTime>(
            Field,
            (ReadOnlyMemory<DateTime?>)rows.Select(r => Value(r)?.UtcDateTime).ToArray(),
            cancellationToken: cancellationToken
        );
}
