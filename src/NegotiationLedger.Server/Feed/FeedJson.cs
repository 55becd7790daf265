using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Server;

/// <summary>The JSON of the feed: camelCase, absent rather than null, instants to the microsecond.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)]
)]
[JsonSerializable(typeof(FeedPage))]
[JsonSerializable(typeof(FeedChanges))]
[JsonSerializable(typeof(FeedRegistrationChanges))]
[JsonSerializable(typeof(FeedAlert))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class FeedJson : JsonSerializerContext
{
    /// <summary>It, with its texts as people read them.</summary>
    internal static FeedJson Plain => field ??= new(PlainJson.Like(Default));
}

/// <summary>A page of the feed.</summary>
/// <param name="Events">The events, CloudEvents 1.0 in the JSON format, in the order of the log.</param>
/// <param name="Next">The <c>after</c> to go on with: the sequence that the page reaches to, whether or not its entry is told of.</param>
/// <param name="Position">How far the log reached when the page was made: <c>@n</c>.</param>
public sealed record FeedPage(IReadOnlyList<JsonElement> Events, long Next, string Position);

/// <summary>What a record changed.</summary>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="Record">The record's id.</param>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="Version">Its place in the negotiation.</param>
/// <param name="Type">Its type.</param>
/// <param name="RecordedAt">When the ledger learned of it: the instant by which the views before and after it are judged.</param>
/// <param name="Views">The views that it changed, never none.</param>
public sealed record FeedChanges(
    string Negotiation,
    EventId Record,
    long Sequence,
    long Version,
    string Type,
    DateTimeOffset RecordedAt,
    IReadOnlyList<FeedChange> Views
);

/// <summary>What a correction of a source, or a role of a speaker, changed.</summary>
/// <param name="Record">The entry's id.</param>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="Version">Its place in what is recorded of the source or speaker.</param>
/// <param name="Type">Its type.</param>
/// <param name="RecordedAt">When the ledger learned of it: the instant by which the views before and after it are judged.</param>
/// <param name="Negotiations">The negotiations that it changed a view of, by id.</param>
/// <param name="Others">Negotiations that cite it too, by id, and were not looked at: too many cite it. Absent when all were.</param>
/// <param name="More">True when there are more of them than are named; absent otherwise.</param>
public sealed record FeedRegistrationChanges(
    EventId Record,
    long Sequence,
    long Version,
    string Type,
    DateTimeOffset RecordedAt,
    IReadOnlyList<FeedNegotiationChanges> Negotiations,
    IReadOnlyList<string>? Others,
    bool? More
);

/// <summary>What a registration changed in a negotiation.</summary>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="Version">How many records it had then.</param>
/// <param name="Views">The views that it changed, never none.</param>
public sealed record FeedNegotiationChanges(string Negotiation, long Version, IReadOnlyList<FeedChange> Views);

/// <summary>A deadline that is near, or has come.</summary>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="Record">The record that was first to tell of it.</param>
/// <param name="What">It in a line.</param>
/// <param name="Due">Its last instant.</param>
/// <param name="When"><c>before</c> or <c>due</c>.</param>
public sealed record FeedAlert(string Negotiation, EventId Record, string What, DateTimeOffset Due, string When);

/// <summary>What a record changed in a view.</summary>
/// <param name="View">The view.</param>
/// <param name="Words">It in sentences without full stops; none where only dates, accounts and records behind the values moved.</param>
/// <param name="Patch">It as a JSON Patch (RFC 6902) on what the view said without the record.</param>
public sealed record FeedChange(string View, IReadOnlyList<string> Words, JsonArray Patch);
