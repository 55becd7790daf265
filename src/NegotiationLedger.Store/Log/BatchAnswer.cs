using System.Diagnostics;
using Npgsql;

namespace NegotiationLedger.Store;

/// <summary>What <c>ledger_append</c> returned for a request.</summary>
/// <param name="Request">The request it answers.</param>
/// <param name="Outcome">The outcome's name.</param>
/// <param name="FirstSequence">The sequence of the request's first entry; 0 for a replay that was found by event ids, and for a refusal.</param>
/// <param name="FirstVersion">The version of its first entry, when appended.</param>
/// <param name="EventCount">How many entries there are.</param>
/// <param name="RecordedAt">When the batch was recorded.</param>
/// <param name="CurrentVersion">The version of the stream before the batch.</param>
/// <param name="Taken">The event id that is taken.</param>
/// <param name="Holder">The source that has the text.</param>
/// <param name="Kept">What the receipt kept for the answer, when it was found by its receipt.</param>
internal sealed record BatchAnswer(
    PendingAppend Request,
    string Outcome,
    long FirstSequence,
    long FirstVersion,
    int EventCount,
    DateTimeOffset RecordedAt,
    long CurrentVersion,
    EventId? Taken,
    string? Holder,
    string? Kept
)
{
    /// <summary>The columns of a request's row, and behind them those of an entry's, of which only one kind is filled.</summary>
    public const string Columns = """
        request, outcome, first_sequence, first_version, event_count, recorded_at, current_version, taken_id, holder, answer,
        entry_sequence, entry_id, entry_stream, entry_version, entry_recorded_at, entry_type, entry_data,
        entry_headers ->> 'recordedBy', entry_headers ->> 'salt', coalesce((entry_headers ->> 'schemaVersion')::integer, 1)
        """;

    private const int FirstOfEntry = 10;

    private readonly List<EntryRow> _earlier = [];

    /// <summary>Reads a request's row.</summary>
    public static BatchAnswer Read(NpgsqlDataReader row, PendingAppend request) =>
        new(
            request,
            row.GetString(1),
            row.GetInt64(2),
            row.GetInt64(3),
            row.GetInt32(4),
            EntryRow.Utc(row.GetDateTime(5)),
            row.GetInt64(6),
            row.IsDBNull(7) ? null : new EventId(row.GetGuid(7)),
            row.IsDBNull(8) ? null : row.GetString(8),
            row.IsDBNull(9) ? null : row.GetString(9)
        );

    /// <summary>Reads the row of an entry that an earlier request wrote; they come by sequence.</summary>
    public void AddEarlier(NpgsqlDataReader row) => _earlier.Add(EntryRow.Read(row, FirstOfEntry));

    /// <summary>What the caller is told.</summary>
    public AppendOutcome ToOutcome() =>
        Outcome switch
        {
            "appended" => new AppendOutcome.Appended(Entries(), IsReplay: false, Request.Request.Receipt?.Answer),
            // A salt is made whenever an event is prepared: the same salt in the log means that this very request wrote it, on an attempt
            // whose answer was lost, and is no replay to its caller.
            "replayed" => new AppendOutcome.Appended(
                [.. _earlier.Select(e => e.ToEntry())],
                IsReplay: !Request.Events.Any(e => string.Equals(e.Salt, _earlier[0].Salt, StringComparison.Ordinal)),
                FirstSequence > 0 ? Kept : Request.Request.Receipt?.Answer
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
