using Microsoft.Playwright;
using NegotiationLedger.Browser.Tests.Support;
using NegotiationLedger.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NegotiationLedger.Browser.Tests;

/// <summary>What an operator sees and does.</summary>
public sealed class OperationsTests(Chromium chromium, ConsoleServer server) : IClassFixture<ConsoleServer>
{
    private RunningServer Server => server.Server;

    [Fact]
    public async Task A_rebuild_is_asked_for_and_its_outcome_told()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To("/operations");
        (await visit.Page.Locator("#operations").InnerTextAsync()).ShouldContain($"@{await Server.Head()}");
        var rebuild = visit.Page.Locator("[data-projection=Views]").GetByRole(AriaRole.Button, new() { Name = "Rebuild" });
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        var told = visit.Page.GetByRole(AriaRole.Status);

        await rebuild.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(dialog).ToContainTextAsync("Rebuild everything that Views stores");
        await visit.ShouldBeAccessible();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(told).ToHaveTextAsync("");

        await rebuild.ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Do it" }).ClickAsync();
        await Expect(told).ToContainTextAsync("Views is being rebuilt");
        await Expect(visit.Page.Locator("[data-projection=Views]")).ToHaveAttributeAsync("data-state", "running");
    }

    [Fact]
    public async Task What_fails_is_named_with_its_cause_and_can_be_retried_by_button_and_by_hand()
    {
        await Server.OpenCopyOfDoha("doha-poisoned");
        await Server.CaughtUp();
        var poison = await Poison("doha-poisoned");
        await Until(async () => await Failures() == 2);

        await using (var plain = await Visit.Of(chromium, server, hasScript: false))
        {
            await plain.To("/operations");
            var card = plain.Page.Locator("[data-projection=Views]");
            (await card.InnerTextAsync()).ShouldContain("failing for some negotiations");
            (await card.Locator("tbody tr").InnerTextAsync()).ShouldSatisfyAllConditions(
                row => row.ShouldContain("doha-poisoned"),
                row => row.ShouldContain(poison)
            );
            (await card.GetByRole(AriaRole.Button).CountAsync()).ShouldBe(0);
            await card.Locator("summary").ClickAsync();
            (await card.InnerTextAsync()).ShouldContain("ledger projections retry Views");
        }

        await using var visit = await Visit.Of(chromium, server);
        await visit.To("/operations");
        foreach (var name in new[] { "Views", "AuditTrail" })
        {
            await visit.Page.Locator($"[data-projection={name}]").GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Do it" }).ClickAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Status)).ToContainTextAsync($"{name} retries 1 of its negotiations.");
        }

        // It is also retried by itself: only while it fails are there certainly buttons.
        await Server.Database.Tamper($"update mt_events set type = 'statement_made' where id = '{poison}'");
        foreach (var name in new[] { "Views", "AuditTrail" })
            await Server.Send(HttpMethod.Post, $"/projections/{name}/retry", "{}");
        await Until(async () => await Failures() == 0);
        await visit.To("/operations");
        (await visit.Page.Locator(".health").InnerTextAsync()).ShouldContain("Everything is up to date");
    }

    private async Task<long> Failures() =>
        (await Server.Get("/projections"))["projections"]!.AsArray().Sum(p => p!["failures"]!.GetValue<long>());

    // A row as a newer program would leave it, whose type this one does not know.
    private async Task<string> Poison(string negotiation) =>
        (string)
            (
                await Server.Database.Tamper(
                    $$$"""
                    with head as (update ledger_head set sequence = sequence + 1 returning sequence),
                    stream as (update mt_streams set version = version + 1 where id = '{{{negotiation}}}' returning version)
                    insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers)
                    select h.sequence, gen_random_uuid(), '{{{negotiation}}}', s.version,
                        '{"occurred":"2025-07-20","text":"Mended.","attribution":{"source":"peace-talks-collapse","mode":"observed","assertedOn":"2025-07-24"}}',
                        'moon_landed', clock_timestamp(), '{"recordedBy": "anna", "schemaVersion": 1}'
                    from head h, stream s
                    returning id::text;
                    select setval('mt_events_sequence', sequence) from ledger_head;
                    """
                )
            )!;

    private static async Task Until(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await isSo())
            patience.Token.ThrowIfCancellationRequested();
    }
}
