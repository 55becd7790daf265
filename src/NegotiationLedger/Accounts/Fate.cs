using System.Text.Json.Serialization;

namespace NegotiationLedger.Accounts;

/// <summary>What a record about a record does to it.</summary>
[JsonConverter(typeof(NamedValue<FateKind>))]
public enum FateKind
{
    /// <summary>Another account supports it.</summary>
    Corroborated,

    /// <summary>It is called into doubt.</summary>
    Disputed,

    /// <summary>It is changed.</summary>
    Corrected,

    /// <summary>It is withdrawn.</summary>
    Retracted,
}

/// <summary>One thing that became of a record.</summary>
/// <param name="Kind">What.</param>
/// <param name="By">The record that did it, as recorded: who recorded it, and when.</param>
/// <param name="Annotation">The same in its standing form: its grounds or reason, and who said so in public, when the world did.</param>
/// <param name="Stands">False when that record was itself withdrawn, so that nothing became of this one by it.</param>
public sealed record Fate(FateKind Kind, Entry By, Annotation Annotation, bool Stands)
{
    /// <summary>The grounds or the reason, in the recorder's words; null when none were given.</summary>
    public string? Words =>
        Annotation switch
        {
            AssertionCorroborated e => e.Grounds,
            AssertionDisputed e => e.Grounds,
            AssertionCorrected e => e.Reason,
            AssertionRetracted e => e.Reason,
            _ => null,
        };

    /// <summary>The kind of fate that a record about a record brings.</summary>
    public static FateKind KindOf(Annotation annotation) =>
        annotation switch
        {
            AssertionCorroborated => FateKind.Corroborated,
            AssertionDisputed => FateKind.Disputed,
            AssertionCorrected => FateKind.Corrected,
            AssertionRetracted => FateKind.Retracted,
            _ => throw new ArgumentException($"{annotation.GetType().Name} brings no fate.", nameof(annotation)),
        };
}

/// <summary>What one standing correction did to a record.</summary>
/// <param name="By">The correction.</param>
/// <param name="Before">The record's form until then.</param>
/// <param name="After">Its form from then on; the same object as before where the change no longer fits the record's type.</param>
public sealed record Correction(EventId By, LedgerEvent Before, LedgerEvent After);
