using System.Text.Json;

namespace NegotiationLedger.Recording.Imports;

/// <summary>What a sheet may do to the records of its earlier editions.</summary>
public enum Revising
{
    /// <summary>Nothing: a row that says something else than its record does is refused.</summary>
    Nothing,

    /// <summary>It corrects them.</summary>
    Corrections,

    /// <summary>It corrects them; it is a part of a longer sheet, so that nobody can say what is missing.</summary>
    CorrectionsByPart,

    /// <summary>It corrects them, and retracts those whose rows it no longer has.</summary>
    CorrectionsAndRetractions,
}

/// <summary>What a row is.</summary>
public enum RowKind
{
    /// <summary>It may be recorded.</summary>
    Good,

    /// <summary>Its record may be corrected by it.</summary>
    Changed,

    /// <summary>It is recorded already.</summary>
    Known,

    /// <summary>A later edition says something else; nothing is done.</summary>
    Superseded,

    /// <summary>It cannot be recorded.</summary>
    Bad,

    /// <summary>It is not a record: the map says so, or it repeats an earlier row.</summary>
    Skipped,
}

/// <summary>A field in which a row differs from its record.</summary>
/// <param name="Pointer">The field: a JSON Pointer into the body.</param>
/// <param name="Column">The column that fills it; null when none does.</param>
/// <param name="Was">What is recorded; null for nothing.</param>
/// <param name="Now">What the row says; null for nothing.</param>
public sealed record FieldChange(string Pointer, string? Column, string? Was, string? Now);

/// <summary>What a row of a spreadsheet became.</summary>
/// <param name="Mapped">The row, and what it says.</param>
/// <param name="Kind">What it is.</param>
public sealed record JudgedRow(MappedRow Mapped, RowKind Kind)
{
    /// <summary>The id of its record; null for a row that has none.</summary>
    public EventId? Id { get; init; }

    /// <summary>What is to be recorded of a good or a changed row, with what its recorder should know.</summary>
    public IReadOnlyList<Decided> Records { get; init; } = [];

    /// <summary>What a changed row differs in; empty for one that comes back after it was missing.</summary>
    public IReadOnlyList<FieldChange> Changes { get; init; } = [];

    /// <summary>The entry of the row's record, where there is one.</summary>
    public Entry? Entry { get; init; }

    /// <summary>Why the row is skipped or superseded, or what else there is to say of a known one; null for all others.</summary>
    public string? Because { get; init; }

    /// <summary>Why the row is bad; empty for all others.</summary>
    public IReadOnlyList<RowProblem> Problems { get; init; } = [];

    /// <summary>What is to be recorded, before it is judged.</summary>
    internal IReadOnlyList<Draft> Drafts { get; init; } = [];

    /// <summary>What is to be recorded before all rows: the opening of the negotiation, the joining of a party.</summary>
    public IReadOnlyList<Decided> Introductions { get; init; } = [];

    /// <summary>The same before it is judged.</summary>
    internal IReadOnlyList<Draft> IntroductionDrafts { get; init; } = [];

    /// <summary>What the row says, as it is recorded or would be; null when it is not.</summary>
    public LedgerEvent? Said => Records.Count > 0 && Records[^1].Data is Development development ? development : Revised ?? Entry?.Data;

    /// <summary>Whether something is to be recorded of it.</summary>
    public bool IsToRecord => Kind is RowKind.Good or RowKind.Changed;

    /// <summary>What a changed row says.</summary>
    internal LedgerEvent? Revised { get; init; }
}

/// <summary>A record whose row a newer edition no longer has.</summary>
/// <param name="Entry">The record.</param>
/// <param name="Retraction">What withdraws it; null where that was not asked for.</param>
public sealed record MissingRow(Entry Entry, Decided? Retraction);

/// <summary>A later edition of the sheet was loaded, so that nothing of this one is recorded.</summary>
/// <param name="Edition">The source that this sheet names; null when its rows name several, or none.</param>
/// <param name="By">The source that the later edition names; null when it is the same, or not known.</param>
/// <param name="Rows">How many rows it says something else of.</param>
public sealed record Supersession(SourceId? Edition, SourceId? By, int Rows);

/// <summary>A judged sheet, as far as it is about one negotiation.</summary>
/// <param name="Rows">Its rows, in the order of the file.</param>
/// <param name="Missing">Records whose rows it no longer has; looked for only where it may correct.</param>
/// <param name="Superseded">The later edition; null when there is none.</param>
public sealed record JudgedSheet(IReadOnlyList<JudgedRow> Rows, IReadOnlyList<MissingRow> Missing, Supersession? Superseded)
{
    /// <summary>What is to be recorded, in its order.</summary>
    public IReadOnlyList<Decided> Records =>
        [
            .. Introductions,
            .. Rows.Where(r => r.IsToRecord).SelectMany(r => r.Records),
            .. Missing.Select(m => m.Retraction).OfType<Decided>(),
        ];

    /// <summary>The opening of the negotiation and the parties that join it, where rows gave rise to them.</summary>
    public IReadOnlyList<Decided> Introductions =>
        [.. Rows.Where(r => r.IsToRecord).SelectMany(r => r.Introductions).OrderBy(i => i.Data is NegotiationOpened ? 0 : 1)];
}
