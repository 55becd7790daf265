using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests;

public sealed class BatchComposerTests
{
    private readonly List<PendingAppend> _waiting = [];
    private BatchComposer _composer = new(maxEvents: 100, maxBytes: 1_000_000);

    [Fact]
    public void A_stream_has_one_conditional_request_in_a_batch_and_it_comes_first()
    {
        var unconditional = Arrives(Request("doha", "one"));
        var first = Arrives(Request("doha", "two") with { ExpectedVersion = 4 });
        var second = Arrives(Request("doha", "three") with { ExpectedVersion = 4 });
        var elsewhere = Arrives(Request("cairo", "four") with { ExpectedVersion = 0 });
        var later = Arrives(Request("doha", "five"));
        Compose().ShouldBe([first, elsewhere, unconditional, later]);
        Compose().ShouldBe([second]);
        _waiting.ShouldBeEmpty();
    }

    [Fact]
    public void An_idempotency_key_goes_once_into_a_batch_and_keys_of_two_principals_never_meet()
    {
        var first = Arrives(Request("doha", "one") with { Receipt = Receipt("k") });
        var second = Arrives(Request("cairo", "two") with { Receipt = Receipt("k", body: 2) });
        var another = Arrives(Request("doha", "three") with { Receipt = Receipt("k"), RecordedBy = "boris" });
        Compose().ShouldBe([first, another]);
        Compose().ShouldBe([second]);
    }

    [Fact]
    public void An_event_id_goes_once_into_a_batch()
    {
        var first = Arrives(Request("doha", "one", "two"));
        var again = Arrives(first.Request with { Events = [first.Request.Events[1]] });
        Compose().ShouldBe([first]);
        Compose().ShouldBe([again]);
    }

    [Fact]
    public void A_text_goes_once_into_a_batch()
    {
        var hash = new string('a', 64);
        var first = Arrives(Registration("reuters") with { Text = new(hash, new("reuters"), "text") });
        var second = Arrives(Registration("afp") with { Text = new(hash, new("afp"), "text") });
        Compose().ShouldBe([first]);
        Compose().ShouldBe([second]);
    }

    [Fact]
    public void A_batch_ends_where_the_next_request_would_not_fit()
    {
        _composer = new(maxEvents: 3, maxBytes: 1_000_000);
        var first = Arrives(Request("doha", "one", "two"));
        var second = Arrives(Request("doha", "three", "four"));
        var third = Arrives(Request("doha", "five"));
        var large = Arrives(Request("doha", "1", "2", "3", "4", "5"));
        Compose().ShouldBe([first]);
        Compose().ShouldBe([second, third]);
        Compose().ShouldBe([large]);
    }

    [Fact]
    public void Bytes_end_a_batch_too()
    {
        _composer = new(maxEvents: 100, maxBytes: 1000);
        var first = Arrives(Request("doha", new string('a', 600)));
        var second = Arrives(Request("doha", new string('b', 600)));
        Compose().ShouldBe([first]);
        Compose().ShouldBe([second]);
    }

    [Fact]
    public void What_is_withdrawn_is_left_out()
    {
        var withdrawn = Arrives(Request("doha", "one"));
        withdrawn.Cancel(new(canceled: true));
        Compose().ShouldBeEmpty();
        _waiting.ShouldBeEmpty();
        withdrawn.Outcome.IsCanceled.ShouldBeTrue();
    }

    [Fact]
    public void What_is_taken_is_not_withdrawn()
    {
        var taken = Arrives(Request("doha", "one"));
        Compose();
        taken.Cancel(new(canceled: true));
        taken.Outcome.IsCompleted.ShouldBeFalse();
    }

    private PendingAppend Arrives(AppendRequest request)
    {
        var pending = new PendingAppend(request);
        _waiting.Add(pending);
        return pending;
    }

    private IReadOnlyList<PendingAppend> Compose() => _composer.Compose(_waiting);
}
