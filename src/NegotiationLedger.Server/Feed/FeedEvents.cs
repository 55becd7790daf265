using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using Microsoft.Extensions.Caching.Memory;
using NegotiationLedger.Store.Webhooks;
using NegotiationLedger.Views;

namespace NegotiationLedger.Server;

/// <summary>
/// The events of the feed: CloudEvents 1.0 in the JSON event format, one for an entry. Their <c>id</c> is the record's, their <c>source</c> the
/// address of the negotiation, source or speaker on this server, their <c>subject</c> the record by its version, such as <c>doha-2025#12</c>.
/// An event is made once, however many readers are told of it.
/// </summary>
internal sealed class FeedEvents(LedgerReader reader, HeavyWork heavy) : IDisposable
{
    // Of the negotiations that moved last: so many records together, at least one.
    private const long MostFollowed = 50_000;

    private static readonly CloudEventAttribute Sequence = CloudEventAttribute.CreateExtension("sequence", CloudEventAttributeType.String);
    private static readonly JsonEventFormatter Formatter = new(FeedJson.Plain.Options, default);

    private readonly ConditionalWeakTable<Entry, byte[]> _records = [];
    private readonly ConditionalWeakTable<Entry, Lazy<Task<byte[]?>>> _changes = [];
    private readonly MemoryCache _followed = new(new MemoryCacheOptions { SizeLimit = MostFollowed });

    /// <summary>The event of a record, UTF-8.</summary>
    internal byte[] OfRecord(Entry entry, Registry registry) =>
        _records.GetValue(
            entry,
            e =>
                Write(
                    e,
                    "ledger.record." + EventNames.Of(e.Data).Name,
                    JsonSerializer.SerializeToElement(EntryAnswer.Of(e, registry), HistoryJson.Plain.EntryAnswer)
                )
        );

    /// <summary>The event of what a record changed, UTF-8; null when it changed no view, or is about a source or a speaker.</summary>
    internal Task<byte[]?> OfChanges(Entry entry) =>
        Slug.IsValid(entry.Stream) ? _changes.GetValue(entry, e => new(() => Changes(e))).Value : Task.FromResult<byte[]?>(null);

    /// <summary>The event of an alert, UTF-8. Its <c>id</c> tells it from every other of the webhook.</summary>
    internal static byte[] OfAlert(Alert alert, string webhook)
    {
        var data = new FeedAlert(alert.Negotiation, alert.Record, alert.What, alert.Due, alert.IsBefore ? "before" : "due");
        var told = new CloudEvent
        {
            Id = $"{webhook}/{alert.Record}/{Instants.Write(alert.Due)}/{data.When}",
            Source = new(AddressOf(alert.Negotiation), UriKind.Relative),
            Type = "ledger.alert",
            Subject = alert.Negotiation,
            Time = alert.TellAt,
            DataContentType = MediaTypes.Json,
            Data = JsonSerializer.SerializeToElement(data, FeedJson.Plain.FeedAlert),
        };
        return Formatter.EncodeStructuredModeMessage(told, out _).ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _followed.Dispose();

    // Nobody's leaving ends what others wait for.
    private async Task<byte[]?> Changes(Entry entry)
    {
        try
        {
            var history = (await reader.Read(new(entry.Stream), CancellationToken.None)).History;
            var changed =
                entry.Version > HeavyWork.Entries
                    ? await heavy.Do(stop => Follow(entry, history, stop), "follow records instead of changes", CancellationToken.None)
                    : Follow(entry, history, CancellationToken.None);
            return changed.Count == 0
                ? null
                : Write(entry, "ledger.changes", JsonSerializer.SerializeToElement(Told(entry, changed), FeedJson.Plain.FeedChanges));
        }
        // What failed is tried again by the next who asks.
        catch
        {
            _changes.Remove(entry);
            throw;
        }
    }

    // One that stands before the record goes on; else it begins anew.
    private IReadOnlyList<ChangedView> Follow(Entry entry, Accounts.History history, CancellationToken cancellation)
    {
        var followed = _followed.TryGetValue(entry.Stream, out RecordChanges? known) ? known! : new();
        lock (followed)
        {
            if (followed.Version >= entry.Version)
                return new RecordChanges().Of(history, entry.Version, cancellation);
            _followed.Remove(entry.Stream);
            var changed = followed.Of(history, entry.Version, cancellation);
            _followed.Set(entry.Stream, followed, new MemoryCacheEntryOptions { Size = followed.Version });
            return changed;
        }
    }

    private static FeedChanges Told(Entry entry, IReadOnlyList<ChangedView> changed) =>
        new(
            entry.Stream,
            entry.Id,
            entry.Sequence,
            entry.Version,
            EventNames.Of(entry.Data).Name,
            entry.RecordedAt,
            [.. changed.Select(c => new FeedChange(c.View, c.Change.Words, c.Change.Patch))]
        );

    private static byte[] Write(Entry entry, string type, JsonElement data)
    {
        var told = new CloudEvent([Sequence])
        {
            Id = entry.Id.ToString(),
            Source = new(AddressOf(entry.Stream), UriKind.Relative),
            Type = type,
            Subject = $"{entry.Stream}#{entry.Version}",
            Time = entry.RecordedAt,
            DataContentType = MediaTypes.Json,
            Data = data,
        };
        // Its order as text is that of the log, as the extension asks for.
        told[Sequence] = entry.Sequence.ToString("D19", CultureInfo.InvariantCulture);
        return Formatter.EncodeStructuredModeMessage(told, out _).ToArray();
    }

    // Streams of sources and speakers are named "source:reuters-2025-07-24".
    private static string AddressOf(string stream) =>
        stream.Split(':') is [var kind, var id] ? $"/{kind}s/{id}" : $"/negotiations/{stream}";
}
