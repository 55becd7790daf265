using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace NegotiationLedger.Store.Handling;

/// <summary>
/// The <c>Handle</c> methods of some classes, found by convention: public, static, named <c>Handle</c> or <c>HandleAsync</c>. The first
/// parameter is the message; further parameters are injected by type; what is returned cascades as further messages.
/// </summary>
/// <remarks>
/// Messages are: <c>Entry[]</c>, a page of the log at once; <see cref="Entry"/>, each entry; <see cref="Entry{T}"/>, each entry whose event
/// is a <c>T</c>; and whatever a method returns. Returned may be nothing, a message, a tuple or an <see cref="IEnumerable"/> of messages, as
/// they are or in a task; nulls are passed over. A cascaded message is handled right after what it came from, in the same transaction; one
/// that no method takes is a fault.
/// </remarks>
internal sealed class HandleMethods
{
    private static readonly string[] Names = ["Handle", "HandleAsync"];

    private readonly List<Method> _ofPages = [];
    private readonly List<Method> _ofMessages = [];

    /// <summary>Finds the methods of some classes.</summary>
    /// <exception cref="ArgumentException">A class has none, or one that cannot be called.</exception>
    public HandleMethods(IEnumerable<Type> classes)
    {
        foreach (var type in classes)
        {
            var found = type.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => Names.Contains(m.Name)).ToList();
            if (found.Count == 0)
                throw new ArgumentException($"{type} has no public static Handle method.", nameof(classes));
            foreach (var method in found.Select(Method.Of))
                (method.Message == typeof(Entry[]) ? _ofPages : _ofMessages).Add(method);
        }
    }

    /// <summary>Handles a page: as a whole, then entry by entry, each with what cascades from it.</summary>
    /// <param name="page">Entries in the order in which they are handled.</param>
    /// <param name="injected">Gives a parameter of a type; null when there is none.</param>
    public async Task Handle(Entry[] page, Func<Type, object?> injected)
    {
        foreach (var method in _ofPages)
            await Follow(await method.Call(page, injected), injected);
        if (_ofMessages.Count == 0)
            return;
        foreach (var entry in page)
        {
            foreach (var method in _ofMessages)
            {
                if (method.Take(entry) is { } message)
                    await Follow(await method.Call(message, injected), injected);
            }
        }
    }

    private async Task Follow(object? returned, Func<Type, object?> injected)
    {
        var waiting = new Queue<object>(MessagesIn(returned));
        while (waiting.TryDequeue(out var message))
        {
            var takers = _ofMessages.FindAll(m => m.Message.IsInstanceOfType(message));
            if (takers.Count == 0)
                throw new InvalidOperationException($"No Handle method takes the cascaded message {message.GetType()}.");
            foreach (var method in takers)
            foreach (var next in MessagesIn(await method.Call(message, injected)))
                waiting.Enqueue(next);
        }
    }

    private static IEnumerable<object> MessagesIn(object? returned) =>
        returned switch
        {
            null => [],
            ITuple several => Enumerable.Range(0, several.Length).SelectMany(i => MessagesIn(several[i])),
            IEnumerable several and not string => several.Cast<object?>().OfType<object>(),
            _ => [returned],
        };

    private sealed record Method(Type Message, Func<Entry, object?> Take, MethodInvoker Invoker, Type[] Parameters, string Name)
    {
        public static Method Of(MethodInfo method)
        {
            var parameters = method.GetParameters().Select(p => p.ParameterType).ToArray();
            if (parameters.Length == 0)
                throw new ArgumentException(
                    $"{method.DeclaringType}.{method.Name} has no parameter: the first is the message.",
                    nameof(method)
                );
            return new(
                parameters[0],
                TakerOf(parameters[0]),
                MethodInvoker.Create(method),
                parameters,
                $"{method.DeclaringType}.{method.Name}"
            );
        }

        public async Task<object?> Call(object message, Func<Type, object?> injected)
        {
            var arguments = new object?[Parameters.Length];
            arguments[0] = message;
            for (var i = 1; i < Parameters.Length; i++)
                arguments[i] =
                    injected(Parameters[i])
                    ?? throw new InvalidOperationException($"{Name} asks for {Parameters[i]}, which nothing provides.");
            var returned = Invoker.Invoke(obj: null, arguments.AsSpan());
            return returned switch
            {
                Task task => await Result(task),
                ValueTask task => await Result(task.AsTask()),
                not null
                    when returned.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>) =>
                    await Result((Task)type.GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(returned, null)!),
                _ => returned,
            };
        }

        private static async Task<object?> Result(Task task)
        {
            await task;
            for (var type = task.GetType(); type is not null; type = type.BaseType)
            {
                if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
                    return type.GetGenericArguments()[0].Name == "VoidTaskResult"
                        ? null
                        : type.GetProperty(nameof(Task<>.Result))!.GetValue(task);
            }

            return null;
        }

        // An entry is handed on as the method asks for it; other messages only cascade.
        private static Func<Entry, object?> TakerOf(Type message)
        {
            if (message == typeof(Entry))
                return entry => entry;
            if (!message.IsGenericType || message.GetGenericTypeDefinition() != typeof(Entry<>))
                return _ => null;
            return message.GetMethod(nameof(Entry<>.Of))!.CreateDelegate<Func<Entry, object?>>();
        }
    }
}
