using System.Reflection;
using NegotiationLedger.Store.Handling;
using Wolverine;

namespace NegotiationLedger.Marten;

/// <summary>The messages that handlers take of a page: the page as a whole, each entry, each entry whose event is of a type.</summary>
internal sealed class EntryMessages
{
    private readonly bool _ofPages;
    private readonly List<Func<Entry, object?>> _ofEntries = [];

    /// <summary>The messages that some handlers take.</summary>
    public EntryMessages(IReadOnlyList<Handler> handlers)
    {
        foreach (var message in MethodsOf(handlers).Select(m => m.GetParameters()[0].ParameterType).Distinct())
        {
            if (message == typeof(Entry[]))
                _ofPages = true;
            else if (message == typeof(Entry))
                _ofEntries.Add(entry => entry);
            else if (message.IsGenericType && message.GetGenericTypeDefinition() == typeof(Entry<>))
                _ofEntries.Add(message.GetMethod(nameof(Entry<>.Of))!.CreateDelegate<Func<Entry, object?>>());
        }
    }

    /// <summary>The methods that Wolverine finds in handlers' classes.</summary>
    public static IEnumerable<MethodInfo> MethodsOf(IReadOnlyList<Handler> handlers) =>
        handlers
            .SelectMany(h => h.Classes)
            .SelectMany(c => c.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(m => m.Name is "Handle" or "HandleAsync");

    /// <summary>Has Wolverine handle a page: as a whole, then entry by entry.</summary>
    public async Task Invoke(Entry[] page, IMessageBus bus, CancellationToken cancellationToken)
    {
        if (_ofPages)
            await bus.InvokeAsync(page, cancellationToken);
        foreach (var entry in page)
        foreach (var take in _ofEntries)
        {
            if (take(entry) is { } message)
                await bus.InvokeAsync(message, cancellationToken);
        }
    }
}
