namespace NegotiationLedger.Store.Audit;

/// <summary>What a record about records needs to know of a record it names.</summary>
/// <param name="Sequence">Its sequence.</param>
/// <param name="Stream">Its negotiation.</param>
/// <param name="Type">Its type.</param>
/// <param name="Shapes">The record whose form its standing bears on; null for none.</param>
internal sealed record Bearing(long Sequence, string Stream, Type Type, long? Shapes)
{
    private bool IsCorrection => Type == typeof(AssertionCorrected);

    private bool IsRetraction => Type == typeof(AssertionRetracted);

    /// <summary>Whether it is a record about a record, and no correction: what it is about may be corrected.</summary>
    public bool CanTurn => Type.IsSubclassOf(typeof(Annotation)) && !IsCorrection;

    /// <summary>The record whose form is another while this one does not stand.</summary>
    public long? Withdrawn => IsCorrection || IsRetraction ? Shapes : null;

    /// <summary>The kind of fate that it brings.</summary>
    public FateKind Fate => FateOf(Type);

    /// <summary>A record about a record.</summary>
    /// <param name="entry">The record.</param>
    /// <param name="about">What it names; null when that is no earlier record of its negotiation.</param>
    /// <remarks>Correcting a correction changes the record that the corrections end at; a retraction changes what its target changes.</remarks>
    public static Bearing Of(Entry entry, Bearing? about) =>
        new(
            entry.Sequence,
            entry.Stream,
            entry.Data.GetType(),
            about is null ? null
                : entry.Data is AssertionCorrected ? (about.IsCorrection ? about.Shapes : about.Sequence)
                : entry.Data is AssertionRetracted ? about.Withdrawn
                : null
        );

    private static FateKind FateOf(Type type) =>
        type == typeof(AssertionCorroborated) ? FateKind.Corroborated
        : type == typeof(AssertionDisputed) ? FateKind.Disputed
        : type == typeof(AssertionCorrected) ? FateKind.Corrected
        : FateKind.Retracted;
}
