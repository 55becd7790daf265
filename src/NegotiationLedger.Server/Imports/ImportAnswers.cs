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

    /// <summary>The record of an earlier edition was corrected by it now.</summary>
    Corrected,

    /// <summary>It would correct the record of an earlier edition; nothing was written.</summary>
    WouldCorrect,

    /// <summary>It was recorded before; nothing was written.</summary>
    Known,

    /// <summary>A later edition was loaded before, which says something else; nothing was written.</summary>
    Superseded,

    /// <summary>It cannot be recorded.</summary>
    Bad,

    /// <summary>It is no record: the map says so, or it repeats an earlier row.</summary>
    Skipped,
}

/// <summary>What became of a record whose row a newer edition no longer has.</summary>
[JsonConverter(typeof(NamedValue<MissingOutcome>))]
public enum MissingOutcome
{
    /// <summary>It stands: retracting it was not asked for.</summary>
    Stands,

    /// <summary>It would be retracted; nothing was written.</summary>
    WouldRetract,

    /// <summary>It was retracted now.</summary>
    Retracted,
}

/// <summary>What became of a spreadsheet, as far as it is about one negotiation.</summary>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="Version">Its version after the import.</param>
/// <param name="Position">The position of the last record, or of the head when nothing was written: <c>@n</c>.</param>
/// <param name="DryRun">Whether nothing was to be written.</param>
/// <param name="Totals">How many rows became what.</param>
/// <param name="Rows">Every row that is not empty, in the order of the file.</param>
/// <param name="Ignored">Columns of the spreadsheet that the map does not name.</param>
/// <param name="BadCsv">The bad rows as CSV, with the file's header and separator and a last column <c>ledger_problem</c>; absent when there are none.</param>
/// <param name="Opens">Whether the rows open the negotiation.</param>
/// <param name="Parties">Parties that join by the rows; absent when there are none.</param>
/// <param name="Missing">Records whose rows a newer edition no longer has; absent when there are none.</param>
/// <param name="Superseded">The later edition that was loaded before, so that nothing was written; absent when there is none.</param>
/// <param name="Made">What the file gave rise to beside the records; absent when that is nothing.</param>
public sealed record ImportAnswer(
    string Negotiation,
    long Version,
    string Position,
    bool DryRun,
    ImportTotals Totals,
    IReadOnlyList<ImportRow> Rows,
    IReadOnlyList<string>? Ignored = null,
    string? BadCsv = null,
    bool? Opens = null,
    IReadOnlyList<string>? Parties = null,
    IReadOnlyList<MissingRecord>? Missing = null,
    Supersession? Superseded = null,
    MadeOfCells? Made = null
);

/// <summary>What became of a spreadsheet about several negotiations.</summary>
/// <param name="DryRun">Whether nothing was to be written.</param>
/// <param name="Totals">How many rows became what, those of all negotiations together.</param>
/// <param name="Negotiations">What became of each negotiation's rows, in the order in which the file first names them.</param>
/// <param name="Rows">Rows that name no negotiation, or none that can be one.</param>
/// <param name="Ignored">Columns of the spreadsheet that the map does not name.</param>
/// <param name="BadCsv">The bad rows as CSV, with the file's header and separator and a last column <c>ledger_problem</c>; absent when there are none.</param>
/// <param name="Made">What the file gave rise to beside the records; absent when that is nothing.</param>
public sealed record SheetAnswer(
    bool DryRun,
    ImportTotals Totals,
    IReadOnlyList<ImportAnswer> Negotiations,
    IReadOnlyList<ImportRow> Rows,
    IReadOnlyList<string> Ignored,
    string? BadCsv,
    MadeOfCells? Made
);

/// <summary>What cells gave rise to beside records.</summary>
/// <param name="Sources">Sources that are registered by the import; absent when there are none.</param>
/// <param name="Speakers">Speakers that are registered by the import; absent when there are none.</param>
/// <param name="Ids">Ids that were made of texts, each with the texts it came from: at most 1000; absent when there are none.</param>
public sealed record MadeOfCells(
    IReadOnlyList<string>? Sources,
    IReadOnlyList<string>? Speakers,
    IReadOnlyDictionary<string, SortedSet<string>>? Ids
);

/// <summary>A record whose row a newer edition no longer has.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Id">Its id.</param>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="Type">Its type.</param>
/// <param name="What">What it says, in words.</param>
public sealed record MissingRecord(MissingOutcome Outcome, EventId Id, long Sequence, string Type, string? What);

/// <summary>How many rows became what.</summary>
/// <param name="Rows">Rows that are not empty.</param>
/// <param name="Recorded">Recorded now.</param>
/// <param name="WouldRecord">Can be recorded; nothing was written.</param>
/// <param name="Known">Recorded before.</param>
/// <param name="Bad">Cannot be recorded.</param>
/// <param name="Skipped">Are no records.</param>
/// <param name="Empty">Rows without a word, beside all others.</param>
/// <param name="Corrected">Corrected the record of an earlier edition now.</param>
/// <param name="WouldCorrect">Would correct the record of an earlier edition; nothing was written.</param>
/// <param name="Superseded">A later edition says something else.</param>
/// <param name="Missing">Records, not rows, of which a newer edition no longer has the row.</param>
public sealed record ImportTotals(
    int Rows,
    int Recorded,
    int WouldRecord,
    int Known,
    int Bad,
    int Skipped,
    int Empty,
    int Corrected,
    int WouldCorrect,
    int Superseded,
    int Missing
)
{
    /// <summary>The totals of rows.</summary>
    public static ImportTotals Of(IReadOnlyList<ImportRow> rows, int empty, int missing)
    {
        int Count(RowOutcome outcome) => rows.Count(r => r.Outcome == outcome);
        return new(
            rows.Count,
            Count(RowOutcome.Recorded),
            Count(RowOutcome.WouldRecord),
            Count(RowOutcome.Known),
            Count(RowOutcome.Bad),
            Count(RowOutcome.Skipped),
            empty,
            Count(RowOutcome.Corrected),
            Count(RowOutcome.WouldCorrect),
            Count(RowOutcome.Superseded),
            missing
        );
    }
}

/// <summary>What became of one row.</summary>
/// <param name="Line">The line of the file on which it begins, from 1.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Type">The type of its development.</param>
/// <param name="What">The development in words.</param>
/// <param name="When">When it occurred, in words: <c>3 April 2025</c>.</param>
/// <param name="Id">The id of its record: the same each time the row is loaded.</param>
/// <param name="Sequence">Its place in the ledger, where it is recorded.</param>
/// <param name="Changes">Which fields of its record it changes, where it revises one.</param>
/// <param name="Because">Why it is skipped or superseded, or what else there is to say of it.</param>
/// <param name="Warnings">What its recorder should know.</param>
/// <param name="Problems">Why it is bad.</param>
public sealed record ImportRow(
    int Line,
    RowOutcome Outcome,
    string? Type = null,
    string? What = null,
    string? When = null,
    EventId? Id = null,
    long? Sequence = null,
    IReadOnlyList<FieldChange>? Changes = null,
    string? Because = null,
    IReadOnlyList<Warning>? Warnings = null,
    IReadOnlyList<RowProblem>? Problems = null
);
