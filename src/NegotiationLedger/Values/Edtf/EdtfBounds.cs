namespace NegotiationLedger.Values;

/// <summary>What an EDTF text resolves to where no zone is known yet.</summary>
/// <param name="Form">What it is made of.</param>
/// <param name="Start">How it begins.</param>
/// <param name="End">How it ends.</param>
/// <param name="Firsts">Where it may begin: at the earliest of these, which share a day as only a zone can order them. Never empty.</param>
/// <param name="Lasts">Where it may end, likewise; of no account when the end is not known.</param>
/// <param name="IsQualified">Whether any part bears a qualifier.</param>
internal sealed record EdtfBounds(EdtfForm Form, EdtfEnd Start, EdtfEnd End, StatedTime[] Firsts, StatedTime[] Lasts, bool IsQualified);

/// <summary>What one date resolves to, or one end of an interval, or one member of a set.</summary>
internal readonly record struct EdtfSpan(StatedTime First, StatedTime Last, bool IsQualified)
{
    /// <summary>Whole days.</summary>
    internal static EdtfSpan Of(DateOnly first, DateOnly last, bool isQualified) => new(new(first), new(last), isQualified);
}
