namespace NegotiationLedger.Cli;

/// <summary>A document that was read: its text, and what it says of itself.</summary>
/// <param name="Text">The text, without formatting; pages apart by form feeds.</param>
/// <param name="Title">Its title.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Publisher">Who published it.</param>
/// <param name="Published">When: a calendar day.</param>
/// <param name="Language">Its language, a BCP 47 tag.</param>
internal sealed record Document(
    string Text,
    string? Title = null,
    string? Author = null,
    string? Publisher = null,
    DateOnly? Published = null,
    string? Language = null
);
