using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NegotiationLedger.Recording.Loads;

namespace NegotiationLedger.Server;

/// <summary>Writes a negotiation as the file that another ledger loads; one line at a time, so that no more than one text is held.</summary>
/// <param name="log">Holds the texts.</param>
/// <param name="body">Where it goes.</param>
internal sealed class NegotiationFileWriter(LedgerLog log, Stream body)
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    /// <summary>Writes header, registrations and records in the order recorded, and the last line.</summary>
    /// <param name="snapshot">The negotiation.</param>
    /// <param name="cited">The registrations that it needs.</param>
    /// <param name="hasTexts">Whether the sources' texts go with them.</param>
    /// <param name="cancellationToken">Ends the file without its last line.</param>
    internal async Task Write(Snapshot snapshot, IReadOnlyList<Entry> cited, bool hasTexts, CancellationToken cancellationToken)
    {
        var (history, json) = (snapshot.History, TransfersJson.Plain);
        await Line(
            new FileHeader(FileHeader.Name, FileHeader.Newest, history.Negotiation.Value, $"@{snapshot.Head.Sequence}", hasTexts),
            json.FileHeader,
            cancellationToken
        );
        foreach (var entry in Merged(cited, history.Entries))
        {
            var text =
                hasTexts && entry.Data is IWithText { TextSha256: { } sha256 } ? await log.ReadText(sha256, cancellationToken) : null;
            await Line(LineOf(entry, text), json.FileLine, cancellationToken);
        }

        await Line(new FileEnd(Whole: true, cited.Count, history.Entries.Count), json.FileEnd, cancellationToken);
    }

    private static FileLine LineOf(Entry entry, string? text)
    {
        var row = EventNames.Of(entry.Data);
        var data = JsonSerializer.SerializeToElement(entry.Data, row.Shape);
        return new(entry.Id, row.Name, entry.Sequence, entry.RecordedAt, entry.RecordedBy, data, text, entry.Origin);
    }

    private static IEnumerable<Entry> Merged(IReadOnlyList<Entry> registrations, IEnumerable<Entry> records)
    {
        var next = 0;
        foreach (var record in records)
        {
            while (next < registrations.Count && registrations[next].Sequence < record.Sequence)
                yield return registrations[next++];
            yield return record;
        }

        while (next < registrations.Count)
            yield return registrations[next++];
    }

    private async Task Line<T>(T line, JsonTypeInfo<T> shape, CancellationToken cancellationToken)
    {
        await JsonSerializer.SerializeAsync(body, line, shape, cancellationToken);
        await body.WriteAsync(LineEnd, cancellationToken);
    }
}
