using System.Collections.Concurrent;
using System.Text.Json;

namespace NegotiationLedger.Torture.Faults;

/// <summary>A record that was acknowledged, as the answer told of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Stream">Its stream; null where the answer does not say.</param>
/// <param name="Sequence">Its place in the log.</param>
/// <param name="Version">Its place in the stream.</param>
/// <param name="Sent">What was sent; null where the server made the record up from a larger whole.</param>
internal sealed record Acknowledged(string Id, string? Stream, long Sequence, long Version, JsonElement? Sent);

/// <summary>What clients know: which records were acknowledged, which were refused, and up to where whoever asks now must be answered.</summary>
internal sealed class Books
{
    private readonly ConcurrentDictionary<string, Acknowledged> _acknowledged = [];
    private readonly ConcurrentDictionary<string, string> _refused = [];
    private readonly ConcurrentDictionary<string, long> _versions = [];
    private readonly ConcurrentDictionary<long, string> _registrations = [];
    private readonly Lock _lock = new();
    private long _position;

    /// <summary>Records that were acknowledged.</summary>
    public ICollection<Acknowledged> Acknowledged => _acknowledged.Values;

    /// <summary>Sequences of registrations that were acknowledged, with what they registered.</summary>
    public IEnumerable<KeyValuePair<long, string>> Registrations => _registrations;

    /// <summary>Ids of records that were surely refused, and how.</summary>
    public IEnumerable<KeyValuePair<string, string>> Refused => _refused;

    /// <summary>How many records and registrations were acknowledged.</summary>
    public int Count => _acknowledged.Count + _registrations.Count;

    /// <summary>The highest sequence that was acknowledged.</summary>
    public long Position => Interlocked.Read(ref _position);

    /// <summary>The highest version of a negotiation that was acknowledged; 0 for none.</summary>
    public long VersionOf(string negotiation) => _versions.GetValueOrDefault(negotiation);

    /// <summary>Notes a record; false when the same id was acknowledged at another place before.</summary>
    public bool Acknowledge(Acknowledged record)
    {
        var known = _acknowledged.GetOrAdd(record.Id, record);
        if (record.Stream is { } stream)
            _versions.AddOrUpdate(stream, record.Version, (_, v) => Math.Max(v, record.Version));
        Raise(record.Sequence);
        return known.Sequence == record.Sequence && known.Version == record.Version;
    }

    /// <summary>Notes a registration.</summary>
    public void Register(long sequence, string what)
    {
        _registrations[sequence] = what;
        Raise(sequence);
    }

    /// <summary>Notes that a record was surely not written.</summary>
    public void Refuse(string id, string how) => _refused[id] = how;

    private void Raise(long sequence)
    {
        lock (_lock)
            _position = Math.Max(_position, sequence);
    }
}
