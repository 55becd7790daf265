using NegotiationLedger.Handling;

namespace NegotiationLedger.Store.Handling;

/// <summary>
/// The documents that a run stored last, as long as nobody else can have changed them: until a page fails. The oldest go first.
/// </summary>
/// <param name="capacity">How many bytes of JSON the kept documents may have.</param>
internal sealed class DocumentMemory(long capacity)
{
    private readonly Dictionary<(Type, string), LinkedListNode<Kept>> _kept = [];
    private readonly LinkedList<Kept> _byUse = [];
    private readonly Queue<Kept> _prepared = [];
    private long _preparedSize;
    private long _size;

    public object? TryGet(Type type, string id)
    {
        if (!_kept.TryGetValue((type, id), out var node))
            return null;
        _byUse.Remove(node);
        _byUse.AddLast(node);
        return node.Value.Document;
    }

    /// <summary>Takes a document that is being written; the one before it is let go.</summary>
    public void Prepare(Type type, IDocument document, int size)
    {
        Remove((type, document.Id));
        _prepared.Enqueue(new(type, document, size));
        for (_preparedSize += size; _preparedSize > capacity; )
            _preparedSize -= _prepared.Dequeue().Size;
    }

    /// <summary>What was prepared was committed.</summary>
    public void Commit()
    {
        foreach (var kept in _prepared)
        {
            Remove((kept.Type, kept.Document.Id));
            _kept[(kept.Type, kept.Document.Id)] = _byUse.AddLast(kept);
            _size += kept.Size;
        }

        _prepared.Clear();
        _preparedSize = 0;
        while (_size > capacity)
            Remove((_byUse.First!.Value.Type, _byUse.First.Value.Document.Id));
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _kept.Clear();
        _byUse.Clear();
        _prepared.Clear();
        (_size, _preparedSize) = (0, 0);
    }

    private void Remove((Type, string) key)
    {
        if (!_kept.Remove(key, out var node))
            return;
        _byUse.Remove(node);
        _size -= node.Value.Size;
    }

    private sealed record Kept(Type Type, IDocument Document, int Size);
}
