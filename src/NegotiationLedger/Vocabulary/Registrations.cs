using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Vocabulary;

/// <summary>What kind of document a source is.</summary>
[JsonConverter(typeof(NamedValue<SourceKind>))]
public enum SourceKind
{
    /// <summary>A press or web article.</summary>
    Article,

    /// <summary>A transcript of spoken words.</summary>
    Transcript,

    /// <summary>A communiqué or press release.</summary>
    Communique,

    /// <summary>A diplomatic cable or internal report.</summary>
    Cable,

    /// <summary>A published dataset.</summary>
    Dataset,

    /// <summary>The recorder's own observation.</summary>
    Observation,

    /// <summary>A treaty, or another agreement in writing.</summary>
    Treaty,

    /// <summary>A letter.</summary>
    Letter,

    /// <summary>A post on a social medium.</summary>
    SocialMediaPost,

    /// <summary>A broadcast on radio or television, or over the internet.</summary>
    Broadcast,

    /// <summary>The record of a parliament: its debates, votes or papers.</summary>
    ParliamentaryRecord,

    /// <summary>The ruling of a court or of arbitrators.</summary>
    CourtRuling,
}

/// <summary>A registration with which the text of a source may come.</summary>
public interface IWithText
{
    /// <summary>The source.</summary>
    SourceId Source { get; }

    /// <summary>SHA-256 of its text; null where none comes.</summary>
    string? TextSha256 { get; }
}

/// <summary>A document that carries assertions was registered. Its text, where the ledger holds it, is kept beside the log under its SHA-256.</summary>
/// <param name="Source">The id that attributions name.</param>
/// <param name="Kind">What kind of document it is.</param>
/// <param name="Title">Its title.</param>
/// <param name="Publisher">Who published it; its voice is that of the viewpoint <c>publisher:…</c>.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Published">When; EDTF.</param>
/// <param name="Url">Where it can be read.</param>
/// <param name="Language">Its language, a BCP 47 tag.</param>
/// <param name="TextSha256">SHA-256 of the text in UTF-8 with line ends as LF, in lower-case hexadecimal; absent when no text is held.</param>
/// <param name="ArchiveUrl">Where a copy is kept that will not change.</param>
/// <param name="Accessed">When it was read; EDTF.</param>
/// <param name="OriginalSha256">SHA-256 of the file that the text was taken from, in lower-case hexadecimal.</param>
public sealed record SourceRegistered(
    SourceId Source,
    SourceKind Kind,
    string Title,
    string? Publisher = null,
    string? Author = null,
    Edtf? Published = null,
    string? Url = null,
    string? Language = null,
    string? TextSha256 = null,
    string? ArchiveUrl = null,
    Edtf? Accessed = null,
    string? OriginalSha256 = null
) : Registration, IWithText;

/// <summary>The text of a source that was registered without one was added. It is added once: then its hash stands.</summary>
/// <param name="Source">The source.</param>
/// <param name="TextSha256">SHA-256 of the text in UTF-8 with line ends as LF, in lower-case hexadecimal.</param>
/// <param name="OriginalSha256">SHA-256 of the file that the text was taken from, in lower-case hexadecimal.</param>
public sealed record SourceTextAdded(SourceId Source, string TextSha256, string? OriginalSha256 = null) : Registration, IWithText;

/// <summary>The description of a source was corrected; its id and text stay.</summary>
/// <param name="Source">The source.</param>
/// <param name="Patch">The change: a JSON Merge Patch (RFC 7396) over the description.</param>
/// <param name="Reason">Why.</param>
public sealed record SourceCorrected(SourceId Source, JsonElement Patch, string Reason) : Registration;

/// <summary>Whether a speaker is known by name.</summary>
[JsonConverter(typeof(NamedValue<Identity>))]
public enum Identity
{
    /// <summary>Known by name.</summary>
    Named,

    /// <summary>Not named by the sources.</summary>
    Anonymous,
}

/// <summary>A speaker was registered.</summary>
/// <param name="Speaker">The id that attributions name.</param>
/// <param name="Identity">Whether the speaker is known by name.</param>
/// <param name="Name">The name; required for <see cref="Identity.Named"/>.</param>
/// <param name="Title">Office or description: <c>U.S. Special Envoy</c>.</param>
/// <param name="Party">The party spoken for; absent when for none.</param>
/// <param name="Valid">The time for which title and party hold; EDTF; always when absent.</param>
public sealed record SpeakerRegistered(
    SpeakerId Speaker,
    Identity Identity,
    string? Name = null,
    string? Title = null,
    PartyId? Party = null,
    Edtf? Valid = null
) : Registration;

/// <summary>A speaker's office or party changed, or an earlier one became known.</summary>
/// <param name="Speaker">The speaker.</param>
/// <param name="Title">The office.</param>
/// <param name="Party">The party spoken for; absent when for none.</param>
/// <param name="Valid">The time for which this holds; EDTF; where roles overlap the one recorded last counts.</param>
public sealed record SpeakerRoleChanged(SpeakerId Speaker, string? Title = null, PartyId? Party = null, Edtf? Valid = null) : Registration;
