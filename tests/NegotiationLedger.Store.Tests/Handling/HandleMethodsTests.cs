using NegotiationLedger.Store.Handling;

namespace NegotiationLedger.Store.Tests.Handling;

/// <summary>The convention by which methods are found and called.</summary>
public sealed class HandleMethodsTests
{
    private readonly List<string> _heard = [];

    [Fact]
    public async Task A_method_gets_the_entries_of_the_type_it_asks_for_or_all_or_the_page()
    {
        await Handle(
            typeof(ListenerHandler),
            Entry(1, TestLedger.Statement("said")),
            Entry(2, new SourceRegistered(new("wire"), SourceKind.Article, "Wire"))
        );
        _heard.ShouldBe(["page 2", "entry 1", "statement said", "development 1", "entry 2", "registration 2"], ignoreOrder: false);
    }

    [Fact]
    public async Task What_a_method_returns_cascades_as_further_messages_in_order_and_nulls_do_not()
    {
        await Handle(typeof(CascadeHandler), Entry(1, TestLedger.Statement("a")), Entry(2, TestLedger.Statement("b")));
        _heard.ShouldBe(["first a", "second a", "second a again", "third a", "first b", "second b", "second b again", "third b"]);
    }

    [Fact]
    public async Task A_message_that_nobody_takes_is_a_fault() =>
        (
            await Should.ThrowAsync<InvalidOperationException>(() => Handle(typeof(NobodyHandler), Entry(1, TestLedger.Statement("a"))))
        ).Message.ShouldContain("First");

    [Fact]
    public async Task A_parameter_that_nothing_provides_is_a_fault() =>
        (
            await Should.ThrowAsync<InvalidOperationException>(() =>
                new HandleMethods([typeof(ListenerHandler)]).Handle([Entry(1, TestLedger.Statement("a"))], _ => null)
            )
        ).Message.ShouldContain("List");

    [Fact]
    public void A_class_without_a_method_is_refused() => Should.Throw<ArgumentException>(() => new HandleMethods([typeof(string)]));

    private Task Handle(Type handler, params Entry[] page) =>
        new HandleMethods([handler]).Handle(page, type => type.IsInstanceOfType(_heard) ? _heard : null);

    private static Entry Entry(long sequence, LedgerEvent data) =>
        new(TestLedger.NewId(), sequence, "doha", sequence, DateTimeOffset.UnixEpoch, "anna", data);
}

public static class ListenerHandler
{
    public static void Handle(Entry[] page, List<string> heard) => heard.Add($"page {page.Length}");

    public static void Handle(Entry entry, List<string> heard) => heard.Add($"entry {entry.Sequence}");

    public static void Handle(Entry<StatementMade> entry, List<string> heard) => heard.Add($"statement {entry.Data.Text}");

    public static Task HandleAsync(Entry<Development> entry, List<string> heard)
    {
        heard.Add($"development {entry.Sequence}");
        return Task.CompletedTask;
    }

    public static ValueTask Handle(Entry<Registration> entry, List<string> heard)
    {
        heard.Add($"registration {entry.Sequence}");
        return ValueTask.CompletedTask;
    }
}

public sealed record First(string Text);

public sealed record Second(string Text);

public sealed record Third(string Text);

public static class CascadeHandler
{
    public static First Handle(Entry<StatementMade> entry) => new(entry.Data.Text);

    public static async Task<(Second, Second?, IReadOnlyList<object>)> Handle(First message, List<string> heard)
    {
        await Task.Yield();
        heard.Add($"first {message.Text}");
        return (new(message.Text), null, [new Second(message.Text + " again"), new Third(message.Text)]);
    }

    public static ValueTask<Third?> Handle(Second message, List<string> heard)
    {
        heard.Add($"second {message.Text}");
        return ValueTask.FromResult<Third?>(null);
    }

    public static void Handle(Third message, List<string> heard) => heard.Add($"third {message.Text}");
}

public static class NobodyHandler
{
    public static First Handle(Entry<StatementMade> entry) => new(entry.Data.Text);
}
