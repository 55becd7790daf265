using System.Collections.Concurrent;

namespace NegotiationLedger.Console;

/// <summary>Whose doing developments are.</summary>
internal static class Actors
{
    // What a type calls the party that acts, the plainest first.
    private static readonly string[] Names = ["by", "party", "mediator"];

    private static readonly ConcurrentDictionary<Type, Func<object, object?>?> Readers = new();

    /// <summary>The party whose doing it is; null when it is nobody's own, or nobody knows.</summary>
    internal static PartyId? Of(Development data) => Readers.GetOrAdd(data.GetType(), _ => ReaderOf(data))?.Invoke(data) as PartyId?;

    private static Func<object, object?>? ReaderOf(Development data)
    {
        var properties = EventNames.Of(data).Shape.Properties;
        return Names
            .Select(name =>
                properties.FirstOrDefault(p =>
                    p.Name == name && (Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType) == typeof(PartyId)
                )
            )
            .FirstOrDefault(property => property is not null)
            ?.Get;
    }
}
