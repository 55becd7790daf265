namespace NegotiationLedger.Store.Handling;

/// <summary>What was read last, or is being read: those who ask for the same at about the same time share it.</summary>
/// <param name="count">How many readings are kept, from 1; the oldest go first.</param>
/// <param name="isOfUse">Whether what was read may be given again.</param>
internal sealed class SharedReads<TKey, T>(int count, Func<T, bool> isOfUse)
    where TKey : IEquatable<TKey>
{
    private readonly Lock _lock = new();
    private readonly List<(TKey Key, Task<T> Reading)> _kept = [];

    /// <summary>What was read for a key, or what is read now. A failed reading is tried again by the next who asks.</summary>
    public async Task<T> Get(TKey key, Func<Task<T>> read, CancellationToken cancellationToken)
    {
        Task<T> reading;
        lock (_lock)
        {
            var at = _kept.FindIndex(k => k.Key.Equals(key) && IsOfUse(k.Reading));
            reading = at >= 0 ? _kept[at].Reading : read();
            _kept.RemoveAll(k => k.Key.Equals(key));
            _kept.Add((key, reading));
            if (_kept.Count > count)
                _kept.RemoveAt(0);
        }

        return await reading.WaitAsync(cancellationToken);
    }

    /// <summary>Lets what was read go.</summary>
    public void Forget()
    {
        lock (_lock)
            _kept.RemoveAll(k => k.Reading.IsCompleted);
    }

    private bool IsOfUse(Task<T> reading) => !reading.IsCompleted || (reading.IsCompletedSuccessfully && isOfUse(reading.Result));
}
