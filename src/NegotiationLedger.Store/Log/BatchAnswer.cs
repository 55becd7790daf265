using System.Diagnostics;
using Npgsql;

namespace NegotiationLedger.Store;

/// <summary>A row that <c>ledger_append</c> returned.</summary>
/// <param name="Request">The request it answers.</param>
/// <param name="Outcome">The outcome's name.</param>
/// <param name="FirstSequence">The sequence of the request's first entry; 0 for a replay that was found by event ids, and for a refusal.</param>
/// <param name="FirstVersion">The version of its first entry, when appended.</param>
/// <param name="EventCount">How many entries there are.</param>
/// <param name="RecordedAt">When the batch was recorded.</param>
/// <param name="CurrentVersion">The version of the stream before the batch.</param>
/// <param name="Taken">The event id that is taken.</param>
/// <param name="Holder">The source that has the text.</param>
internal sealed record BatchAnswer(
    PendingAppend Request,
    string Outcome,
    long FirstSequence,
    long FirstVersion,
    int EventCount,
    DateTimeOffset RecordedAt,
    long CurrentVersion,
    EventId? Taken,
    string? Holder
)
{
    /// <summary>Whether an earlier request wrote the events.</summary>
    public bool IsReplay => Outcome is "replayed";

    /// <summary>For a replay, the rows that were written then, by sequence.</summary>
    public IReadOnlyList<EntryRow> Earlier { get; init; } = [];

    /// <summary>Reads a row.</summary>
    public static BatchAnswer Read(NpgsqlDataReader row, PendingAppend request) =>
        new(
            request,
            row.GetString(0),
            row.GetInt64(1),
            row.GetInt64(2),
            row.GetInt32(3),
            EntryRow.Utc(row.GetDateTime(4)),
            row.GetInt64(5),
            row.IsDBNull(6) ? null : new EventId(row.GetGuid(6)),
            row.IsDBNull(7) ? null : row.GetString(7)
        );

    /// <summary>What the caller is told.</summary>
    public AppendOutcome ToOutcome() =>
        Outcome switch
        {
            "appended" => new AppendOutcome.Appended(Entries(), IsReplay: false),
            // A salt is made whenever an event is prepared: the same salt in the log means that this very request wrote it, on an attempt
            // whose answer was lost, and is no replay to its caller.
            "replayed" => new AppendOutcome.Appended(
                [.. Earlier.Select(e => e.ToEntry())],
                IsReplay: !Request.Events.Any(e => string.Equals(e.Salt, Earlier[0].Salt, StringComparison.Ordinal))
            ),
            "mismatched" => new AppendOutcome.ReceiptMismatch(),
            "taken" => new AppendOutcome.IdTaken(Taken!.Value),
            "stale" => new AppendOutcome.Stale(CurrentVersion),
            "held" => new AppendOutcome.TextHeld(new(Holder!)),
            _ => throw new UnreachableException($"ledger_append returned '{Outcome}'."),
        };

    private Entry[] Entries() =>
        [
            .. Request.Events.Select(
                (e, place) =>
                    new Entry(
                        e.Id,
                        FirstSequence + place,
                        Request.Request.Stream,
                        FirstVersion + place,
                        RecordedAt,
                        Request.Request.RecordedBy,
                        e.Data
                    )
            ),
        ];
}
