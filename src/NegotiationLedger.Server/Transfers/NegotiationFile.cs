using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Server;

/// <summary>The first line of a negotiation's file.</summary>
/// <param name="Format">Always <see cref="Name"/>.</param>
/// <param name="FormatVersion">The version of the format, from 1.</param>
/// <param name="Negotiation">The negotiation's id.</param>
/// <param name="Position">The position of the ledger it was exported at: <c>@n</c>.</param>
/// <param name="Texts">Whether the sources' texts are in the file.</param>
public sealed record FileHeader(string Format, int FormatVersion, string Negotiation, string Position, bool Texts)
{
    /// <summary>The format's name.</summary>
    public const string Name = "negotiation-ledger";

    /// <summary>The version that this program writes, and the newest that it reads.</summary>
    public const int Newest = 1;
}

/// <summary>A line between: a registration, or a record. They come in the order in which they were recorded.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type.</param>
/// <param name="Sequence">Its place in the ledger that it is exported from.</param>
/// <param name="RecordedAt">When that ledger learned of it.</param>
/// <param name="RecordedBy">Who recorded it there.</param>
/// <param name="Data">What was recorded.</param>
/// <param name="Text">The text of the source that is registered; absent unless texts were asked for and it is held.</param>
/// <param name="Origin">Where it stood in the ledger that first recorded it, when that is another one.</param>
public sealed record FileLine(
    EventId Id,
    string Type,
    long Sequence,
    DateTimeOffset RecordedAt,
    string RecordedBy,
    JsonElement Data,
    string? Text = null,
    Origin? Origin = null
);

/// <summary>The last line: a file without it was cut off.</summary>
/// <param name="Whole">Always true.</param>
/// <param name="Registrations">How many registrations went before.</param>
/// <param name="Records">How many records went before.</param>
public sealed record FileEnd(bool Whole, long Registrations, long Records);

/// <summary>What became of a negotiation's file.</summary>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="Version">Its version in this ledger.</param>
/// <param name="Position">The position of this ledger that the answer was made at: <c>@n</c>.</param>
/// <param name="IsDryRun">Whether nothing was written.</param>
/// <param name="Registrations">The registrations of sources and speakers.</param>
/// <param name="Records">The records.</param>
public sealed record LoadAnswer(
    string Negotiation,
    long Version,
    string Position,
    bool IsDryRun,
    LoadTally Registrations,
    LoadTally Records
);

/// <summary>How many there were of one kind.</summary>
/// <param name="Recorded">Those recorded now, or that would be.</param>
/// <param name="Known">Those that the ledger had already.</param>
public sealed record LoadTally(int Recorded, int Known);

/// <summary>The JSON of a negotiation's file, and of the answer to it: camelCase, absent rather than null, instants to the microsecond.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)]
)]
[JsonSerializable(typeof(FileHeader))]
[JsonSerializable(typeof(FileLine))]
[JsonSerializable(typeof(FileEnd))]
[JsonSerializable(typeof(LoadAnswer))]
internal sealed partial class TransfersJson : JsonSerializerContext
{
    /// <summary>It, with its texts as people read them.</summary>
    internal static TransfersJson Plain => field ??= new(PlainJson.Like(Default));
}
