using System.Text.Json.Serialization;
using NegotiationLedger.Recording.Imports;

namespace NegotiationLedger.Server;

/// <summary>What became of a row.</summary>
[JsonConverter(typeof(NamedValue<RowOutcome>))]
public enum RowOutcome
{
    /// <summary>It was recorded now.</summary>
    Recorded,

    /// <summary>It can be recorded; nothing was written.</summary>
    WouldRecord,

    /// <summary>It was recorded before; nothing was written.</summary>
    Known,

    /// <summary>It cannot be recorded.</summary>
    Bad,

    /// <summary>It is no record: the map says so, or it repeats an earlier row.</summary>
    Skipped,
}

/// <summary>What became of a spreadsheet.</summary>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="Version">Its version after the import.</param>
/// <param name="Position">The position of the last record, or of the head when nothing was written: <c>@n</c>.</param>
/// <param name="DryRun">Whether nothing was to be written.</param>
/// <param name="Totals">How many rows became what.</param>
/// <param name="Ignored">Columns of the spreadsheet that the map does not name.</param>
/// <param name="Rows">Every row that is not empty, in the order of the file.</param>
/// <param name="BadCsv">The bad rows as CSV, with the file's header and separator and a last column <c>ledger_problem</c>; absent when there are none.</param>
public sealed record ImportAnswer(
    string Negotiation,
    long Version,
    string Position,
    bool DryRun,
    ImportTotals Totals,
    IReadOnlyList<string> Ignored,
    IReadOnlyList<ImportRow> Rows,
    string? BadCsv
);

/// <summary>How many rows became what.</summary>
/// <param name="Rows">Rows that are not empty.</param>
/// <param name="Recorded">Recorded now.</param>
/// <param name="WouldRecord">Can be recorded; nothing was written.</param>
/// <param name="Known">Recorded before.</param>
/// <param name="Bad">Cannot be recorded.</param>
/// <param name="Skipped">Are no records.</param>
/// <param name="Empty">Rows without a word, beside all others.</param>
public sealed record ImportTotals(int Rows, int Recorded, int WouldRecord, int Known, int Bad, int Skipped, int Empty)
{
    /// <summary>The totals of rows.</summary>
    public static ImportTotals Of(IReadOnlyList<ImportRow> rows, int empty)
    {
        int Count(RowOutcome outcome) => rows.Count(r => r.Outcome == outcome);
        return new(
            rows.Count,
            Count(RowOutcome.Recorded),
            Count(RowOutcome.WouldRecord),
            Count(RowOutcome.Known),
            Count(RowOutcome.Bad),
            Count(RowOutcome.Skipped),
            empty
        );
    }
}

/// <summary>What became of one row.</summary>
/// <param name="Line">The line of the file on which it begins, from 1.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Type">The type of its development.</param>
/// <param name="What">The development in words.</param>
/// <param name="Id">The id of its record: the same each time the row is loaded.</param>
/// <param name="Sequence">Its place in the ledger, where it is recorded.</param>
/// <param name="Because">Why it is skipped.</param>
/// <param name="Warnings">What its recorder should know.</param>
/// <param name="Problems">Why it is bad.</param>
public sealed record ImportRow(
    int Line,
    RowOutcome Outcome,
    string? Type = null,
    string? What = null,
    EventId? Id = null,
    long? Sequence = null,
    string? Because = null,
    IReadOnlyList<Warning>? Warnings = null,
    IReadOnlyList<RowProblem>? Problems = null
);
