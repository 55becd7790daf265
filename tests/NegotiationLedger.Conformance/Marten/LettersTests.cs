using Microsoft.Extensions.DependencyInjection;
using NegotiationLedger.Marten;
using NegotiationLedger.Store.Handling;
using NegotiationLedger.Store.Tests;
using NegotiationLedger.Testing;
using Npgsql;
using Wolverine;

namespace NegotiationLedger.Conformance.Marten;

/// <summary>A letter to the world outside, as a handler might send one.</summary>
/// <param name="MayArriveLater">Whether what keeps it from arriving may pass.</param>
public sealed record Letter(bool MayArriveLater);

/// <summary>Has no luck with letters.</summary>
public static class LetterHandler
{
    public static void Handle(Letter letter) =>
        throw (
            letter.MayArriveLater ? new TimeoutException("Nobody is at home.") : new InvalidOperationException("There is no such house.")
        );
}

/// <summary>What leaves the database is kept until it has arrived: tried again where that may help, and else among the dead letters.</summary>
public sealed class LettersTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    [Fact]
    public async Task What_cannot_arrive_is_among_the_dead_letters_and_what_may_arrive_later_waits_for_its_time()
    {
        var connectionString = new NpgsqlConnectionStringBuilder(Ledger.Database.WriterConnectionString)
        {
            SearchPath = "ledger",
        }.ToString();
        await using var source = NpgsqlDataSource.Create(connectionString);
        using var host = await LedgerHost.StartHandling(
            connectionString,
            "ledger",
            new([], new Dictionary<string, int>(), "this", source, new(), () => { }),
            [new Handler("Letters", 1, typeof(LetterHandler))],
            TestContext.Current.CancellationToken
        );
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var bus = scope.ServiceProvider.GetRequiredService<IMessageBus>();
            await bus.PublishAsync(new Letter(MayArriveLater: false));
            await bus.PublishAsync(new Letter(MayArriveLater: true));
        }

        await Waiting.Until(async () =>
            await Ledger.AsAdmin("select exception_type from ledger_wolverine.wolverine_dead_letters") is "System.InvalidOperationException"
            && await Ledger.AsAdmin("select count(*) from ledger_wolverine.wolverine_incoming_envelopes where status = 'Scheduled'") is 1L
        );
        await host.StopAsync(TestContext.Current.CancellationToken);
    }
}
