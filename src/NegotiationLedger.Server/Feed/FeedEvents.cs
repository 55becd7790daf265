using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using Microsoft.Extensions.Caching.Memory;
using NegotiationLedger.Store.Audit;
using NegotiationLedger.Store.Webhooks;
using NegotiationLedger.Views;

namespace NegotiationLedger.Server;

/// <summary>
/// The events of the feed: CloudEvents 1.0 in the JSON event format, one for an entry. Their <c>id</c> is the record's, their <c>source</c> the
/// address of the negotiation, source or speaker on this server, their <c>subject</c> the record by its version, such as <c>doha-2025#12</c>.
/// An event is made once, however many readers are told of it.
/// </summary>
internal sealed class FeedEvents(LedgerReader reader, AuditIndex index, HeavyWork heavy, RequestLimits limits) : IDisposable
{
    /// <summary>In how many negotiations it is looked what a registration changed in them.</summary>
    internal const int MostChanged = 50;

    /// <summary>How many more are named that cite it.</summary>
    internal const int MostNamed = 1_000;

    // Of the negotiations that moved last: so many records together, at least one.
    private const long MostFollowed = 50_000;

    private static readonly CloudEventAttribute Sequence = CloudEventAttribute.CreateExtension("sequence", CloudEventAttributeType.String);
    private static readonly JsonEventFormatter Formatter = new(FeedJson.Plain.Options, default);

    private readonly ConditionalWeakTable<Entry, byte[]> _records = [];
    private readonly ConditionalWeakTable<Entry, Once<byte[]?>> _events = [];
    private readonly ConditionalWeakTable<Entry, Once<IReadOnlyList<string>>> _citing = [];
    private readonly ConcurrentDictionary<(long, string), Lazy<Task<FeedNegotiationChanges?>>> _changing = [];
    private readonly MemoryCache _changes = new(new MemoryCacheOptions { SizeLimit = MostFollowed });
    private readonly MemoryCache _followed = new(new MemoryCacheOptions { SizeLimit = MostFollowed });

    /// <summary>The event of an entry, UTF-8; null when it is not wished for, or changed no view.</summary>
    /// <exception cref="AuditBehindException">It cannot be told yet in which negotiations a source or a speaker is cited.</exception>
    internal async Task<byte[]?> Of(Entry entry, Registry registry, FeedWish wish, CancellationToken cancellationToken) =>
        !wish.Accepts(entry, registry) ? null
        : wish.Content is FeedContent.Records ? OfRecord(entry, registry)
        : !entry.CanChangeViews ? null
        : StreamName.IsOfRegistration(entry.Stream) && wish.Negotiations.Count > 0
            ? await OfRegistration(entry, wish.Negotiations).WaitAsync(cancellationToken)
        : await _events
            .GetOrCreateValue(entry)
            .Of(() => StreamName.IsOfRegistration(entry.Stream) ? OfRegistration(entry, []) : OfChanges(entry))
            .WaitAsync(cancellationToken);

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
    public void Dispose()
    {
        _changes.Dispose();
        _followed.Dispose();
    }

    private byte[] OfRecord(Entry entry, Registry registry) =>
        _records.GetValue(
            entry,
            e =>
                Write(
                    e,
                    "ledger.record." + EventNames.Of(e.Data).Name,
                    JsonSerializer.SerializeToElement(EntryAnswer.Of(e, registry), HistoryJson.Plain.EntryAnswer)
                )
        );

    private async Task<byte[]?> OfChanges(Entry entry)
    {
        if (await ChangesIn(entry.Stream, entry) is not { } changes)
            return null;
        var told = new FeedChanges(
            entry.Stream,
            entry.Id,
            entry.Sequence,
            entry.Version,
            EventNames.Of(entry.Data).Name,
            entry.RecordedAt,
            changes.Views
        );
        return Write(entry, "ledger.changes", JsonSerializer.SerializeToElement(told, FeedJson.Plain.FeedChanges));
    }

    // The event itself is not kept of a choice of negotiations, of which there is no end: only what it is made of.
    private async Task<byte[]?> OfRegistration(Entry entry, IReadOnlyList<string> negotiations)
    {
        var citing = await Citing(entry, negotiations);
        var changed = new List<FeedNegotiationChanges>();
        foreach (var negotiation in citing.Take(MostChanged))
        {
            if (await ChangesOf(entry, negotiation) is { } changes)
                changed.Add(changes);
        }

        if (changed.Count == 0 && citing.Count <= MostChanged)
            return null;
        var told = new FeedRegistrationChanges(
            entry.Id,
            entry.Sequence,
            entry.Version,
            EventNames.Of(entry.Data).Name,
            entry.RecordedAt,
            changed,
            citing.Count <= MostChanged ? null : [.. citing.Skip(MostChanged).Take(MostNamed)],
            citing.Count > MostChanged + MostNamed ? true : null
        );
        return Write(entry, "ledger.changes.registration", JsonSerializer.SerializeToElement(told, FeedJson.Plain.FeedRegistrationChanges));
    }

    // What cites it is found in the index of the audit, which comes after the log. Who waits for it shows in between that they are alive.
    private async Task<IReadOnlyList<string>> Citing(Entry entry, IReadOnlyList<string> among)
    {
        const int most = MostChanged + MostNamed + 1;
        var all = await _citing
            .GetOrCreateValue(entry)
            .Of(async () =>
            {
                await index.CatchUp(limits.Heartbeat, CancellationToken.None);
                return await index.Citing(entry.Stream, entry.Sequence, [], most, CancellationToken.None);
            });
        return among.Count == 0 ? all
            : all.Count < most ? [.. all.Intersect(among)]
            : await index.Citing(entry.Stream, entry.Sequence, among, most, CancellationToken.None);
    }

    // Made once while it is kept, however many ask for it.
    private async Task<FeedNegotiationChanges?> ChangesOf(Entry entry, string negotiation)
    {
        var key = (entry.Sequence, negotiation);
        if (_changes.TryGetValue(key, out FeedNegotiationChanges? kept))
            return kept;
        var making = _changing.GetOrAdd(key, _ => new(() => ChangesIn(negotiation, entry)));
        try
        {
            var made = await making.Value;
            return _changes.Set(key, made, new MemoryCacheEntryOptions { Size = Math.Max(made?.Version ?? 1, 1) });
        }
        finally
        {
            _changing.TryRemove(new(key, making));
        }
    }

    // Nobody's leaving ends what others wait for. Null when no view changed.
    private async Task<FeedNegotiationChanges?> ChangesIn(string negotiation, Entry entry)
    {
        var history = (await reader.Read(new(negotiation), CancellationToken.None)).History;
        var version = history.Entries.FindLast(e => e.Sequence <= entry.Sequence)?.Version ?? 0;
        // A registration may be cited in many, each of which is folded for it.
        var changed =
            version > HeavyWork.Entries || StreamName.IsOfRegistration(entry.Stream)
                ? await heavy.Do(stop => Follow(history, entry, version, stop), "follow records instead of changes", CancellationToken.None)
                : Follow(history, entry, version, CancellationToken.None);
        return changed.Count == 0
            ? null
            : new(negotiation, version, [.. changed.Select(c => new FeedChange(c.View, c.Change.Words, c.Change.Patch))]);
    }

    // One that stands before the entry goes on; else it begins anew.
    private IReadOnlyList<ChangedView> Follow(Accounts.History history, Entry entry, long version, CancellationToken cancellation)
    {
        var negotiation = history.Negotiation.Value;
        var followed = _followed.TryGetValue(negotiation, out EntryChanges? known) ? known! : new();
        lock (followed)
        {
            if (followed.Reached >= entry.Sequence)
                return new EntryChanges().Of(history, entry, cancellation);
            _followed.Remove(negotiation);
            var changed = followed.Of(history, entry, cancellation);
            _followed.Set(negotiation, followed, new MemoryCacheEntryOptions { Size = Math.Max(version, 1) });
            return changed;
        }
    }

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

    /// <summary>What is made once of an entry, however many ask for it.</summary>
    private sealed class Once<T>
    {
        private Lazy<Task<T>>? _made;

        internal async Task<T> Of(Func<Task<T>> make)
        {
            var made = _made ?? Interlocked.CompareExchange(ref _made, new(make), null) ?? _made;
            try
            {
                return await made.Value;
            }
            // What failed is tried again by the next who asks.
            catch
            {
                Interlocked.CompareExchange(ref _made, null, made);
                throw;
            }
        }
    }
}
