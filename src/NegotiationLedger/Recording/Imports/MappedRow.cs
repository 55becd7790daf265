using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Recording.Imports;

/// <summary>One thing wrong with a row, for the one who corrects it.</summary>
/// <param name="Line">The line of the file on which the row begins.</param>
/// <param name="Column">The column that is at fault, by its header; null when none is, or when the map fills the field by itself.</param>
/// <param name="Value">What stands in that column, at most its first 200 characters; empty for an empty cell.</param>
/// <param name="Detail">What is wrong, and how to correct it.</param>
/// <param name="Pointer">The field of the body: a JSON Pointer, empty for the row as a whole.</param>
public sealed record RowProblem(int Line, string? Column, string? Value, string Detail, string Pointer)
{
    /// <summary>The problem in one sentence, with its place.</summary>
    [JsonIgnore]
    public string Sentence => $"line {Line}{(Column is null ? "" : $", {Column}")}: {Detail}";
}

/// <summary>What a row names that may have to be made before it can be recorded.</summary>
public enum IntroducedKind
{
    /// <summary>The negotiation is opened.</summary>
    Opening,

    /// <summary>A party joins it.</summary>
    Party,

    /// <summary>A source is registered.</summary>
    Source,

    /// <summary>A speaker is registered.</summary>
    Speaker,
}

/// <summary>Something that a row names.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Body">The body that would record it.</param>
/// <param name="Place">Where the map says how: a JSON Pointer.</param>
public sealed record Introduced(IntroducedKind Kind, string Id, JsonElement Body, string Place);

/// <summary>What a row says, before anybody judges whether it may be recorded.</summary>
/// <param name="Row">The row.</param>
/// <param name="Type">The type of development; null when it has none.</param>
/// <param name="Body">The body, without the fields that could not be made.</param>
/// <param name="Problems">What could not be made, and why.</param>
/// <param name="Skipped">Why the row is not a record; null when it is one.</param>
/// <param name="Key">The row's own name, where the map names columns for it.</param>
public sealed record MappedRow(
    SheetRow Row,
    string? Type,
    JsonElement Body,
    IReadOnlyList<RowProblem> Problems,
    string? Skipped = null,
    string? Key = null
)
{
    /// <summary>The field of the document that the row is taken from.</summary>
    internal const string SourceField = "/attribution/source";

    /// <summary>The field of the day on which that was said.</summary>
    internal const string AssertedOnField = "/attribution/assertedOn";

    /// <summary>The negotiation that the row itself names; null where the map names one for all.</summary>
    public string? Negotiation { get; init; }

    /// <summary>What the row names that may have to be made first.</summary>
    public IReadOnlyList<Introduced> Introduces { get; init; } = [];

    /// <summary>Which of the two fields above the map says by itself for every row: they tell of the edition, not of what the row says.</summary>
    public IReadOnlyList<string> OfEdition { get; init; } = [];

    /// <summary>When it occurred; null where the row does not tell.</summary>
    public Edtf? Occurred =>
        Body.ValueKind == JsonValueKind.Object
        && Body.TryGetProperty("occurred", out var occurred)
        && Edtf.TryParse(occurred.GetString(), out var date, out _)
            ? date
            : null;

    /// <summary>The day on which the row's document said so; null where the row does not tell.</summary>
    internal string? AssertedOn => Attributed("assertedOn");

    /// <summary>The document that the row is taken from; null where the row does not tell.</summary>
    internal string? Source => Attributed("source");

    private string? Attributed(string name) =>
        Body.ValueKind == JsonValueKind.Object
        && Body.TryGetProperty("attribution", out var attribution)
        && attribution.TryGetProperty(name, out var value)
            ? value.GetString()
            : null;
}
