namespace NegotiationLedger.Torture.Deliveries;

/// <summary>What one reader saw of the log, and how often it was cut off.</summary>
internal sealed class Seen(string who, bool isExactlyOnce, Action<string> broken)
{
    private readonly Lock _lock = new();
    private readonly SortedSet<long> _sequences = [];
    private readonly Dictionary<string, long> _lastOf = new(StringComparer.Ordinal);

    /// <summary>The last sequence that was seen.</summary>
    public long Last { get; private set; }

    /// <summary>How often it was cut off.</summary>
    public int Cuts { get; private set; }

    /// <summary>How many events came more than once.</summary>
    public int Repeats { get; private set; }

    /// <summary>How many different events came.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _sequences.Count;
        }
    }

    /// <summary>Notes that it was cut off.</summary>
    public void Cut() => Cuts++;

    /// <summary>Takes note of an event.</summary>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="stream">What its order is of.</param>
    public void Take(long sequence, string stream)
    {
        lock (_lock)
        {
            if (!_sequences.Add(sequence))
            {
                Repeats++;
                if (isExactlyOnce)
                    broken($"{who} was told of @{sequence} twice");
                return;
            }

            // What is new comes in order; only what came before may come again.
            if (_lastOf.TryGetValue(stream, out var before) && before > sequence)
                broken($"{who} was told of @{sequence} of {stream} after @{before}");
            _lastOf[stream] = sequence;
            if (isExactlyOnce && sequence < Last)
                broken($"{who} was told of @{sequence} after @{Last}");
            Last = Math.Max(Last, sequence);
        }
    }

    /// <summary>Holds it against the log: every sequence after one up to another.</summary>
    public void Check(long after, long head)
    {
        lock (_lock)
        {
            for (var sequence = after + 1; sequence <= head; sequence++)
                if (!_sequences.Contains(sequence))
                    broken($"{who} was never told of @{sequence}");
        }
    }
}
