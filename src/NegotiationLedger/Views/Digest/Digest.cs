using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>What a reader of a digest cares for, in the order in which it is told.</summary>
[JsonConverter(typeof(NamedValue<DigestTopic>))]
public enum DigestTopic
{
    /// <summary>The state of the talks, of the parties, and who and what they are about.</summary>
    Talks,

    /// <summary>Proposals and the answers to them.</summary>
    Proposals,

    /// <summary>Agreements and commitments.</summary>
    Agreements,

    /// <summary>Demands.</summary>
    Demands,

    /// <summary>Where parties stand on issues, as far as proposals, agreements and demands do not tell it.</summary>
    Positions,

    /// <summary>What happened, or is planned, that changed nothing of the above.</summary>
    Happenings,

    /// <summary>What is new about old days: happenings wholly before the last known movement, and other accounts, corrections, retractions and disputes of known ones.</summary>
    Past,
}

/// <summary>What is told of a topic.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Words">Sentences without full stops, at least one.</param>
public sealed record DigestGroup(DigestTopic Topic, IReadOnlyList<string> Words);

/// <summary>
/// What changed in a negotiation since a place in the log, in the words of its views. No sentence comes twice. Each field is told by one view: what
/// the state of the talks shows of proposals and agreements is told by their own. A position or a happening is told only where a record of it is one
/// that no group before tells of.
/// </summary>
public static class Digest
{
    /// <summary>Counts up with every change to what it answers from the same log.</summary>
    public static int CodeVersion => 3;

    /// <summary>
    /// The topics of which there is anything to tell, in order. Both states are judged as of the instant of the last record that the lens lets
    /// through: what time alone changed is nobody's doing, and is not told.
    /// </summary>
    /// <param name="history">The negotiation.</param>
    /// <param name="lens">How it is looked at now; its recording clock is where the digest ends.</param>
    /// <param name="since">Where the digest begins; nothing has changed where that is not before its end.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LensException">The lens names a record that does not stand at both ends.</exception>
    public static IReadOnlyList<DigestGroup> Of(History history, Lens lens, Bound since, CancellationToken cancellation = default)
    {
        IEnumerable<Entry> shown = history.Entries.Concat(history.Registry.Entries).Where(e => lens.RecordedUntil?.Includes(e) != false);
        if (shown.All(since.Includes))
            return [];
        var (from, to) = (history.Through(lens with { RecordedUntil = since }), history.Through(lens));
        var last = history.Entries.LastOrDefault(e => lens.RecordedUntil?.Includes(e) != false);
        var words = new DigestWords(View.Of<TalksStatus>(from, cancellation: cancellation).LastMovement?.At);
        foreach (var view in ViewCatalog.All)
            words.Take(view.Name, view.Tell(from, to, to.AsOf(last?.RecordedAt), cancellation));
        return words.Groups;
    }
}

/// <summary>Sorts what changed in one view after another by topic, and leaves out what is told already.</summary>
/// <param name="lastMovement">When the last happening was that moved anything, by what was known before; null where there was none.</param>
internal sealed class DigestWords(DateTimeOffset? lastMovement)
{
    private readonly SortedDictionary<DigestTopic, List<string>> _groups = [];
    private readonly HashSet<string> _sentences = new(StringComparer.Ordinal);
    private readonly HashSet<string> _records = new(StringComparer.Ordinal);

    /// <summary>The topics of which anything is told.</summary>
    internal IReadOnlyList<DigestGroup> Groups => [.. _groups.Select(g => new DigestGroup(g.Key, g.Value))];

    /// <summary>Takes in what changed in a view.</summary>
    internal void Take(string view, IReadOnlyList<ToldField> fields)
    {
        var told = fields.Select(f => (Field: f, Topic: TopicOf(view, f.Field))).Where(f => f.Topic is not null).ToList();
        // Against what the views before have told: two fields of one view may tell of one record.
        var kept = told.Where(f => !IsSummary(f.Topic!.Value) || HasNews(f.Field.Field)).ToList();
        foreach (var (field, topic) in kept)
        {
            foreach (var sentence in field.Words.Where(_sentences.Add))
                Group(topic!.Value).Add(sentence);
            _records.UnionWith(NewRecords(field.Field));
        }
    }

    private List<string> Group(DigestTopic topic)
    {
        if (!_groups.TryGetValue(topic, out var group))
            _groups[topic] = group = [];
        return group;
    }

    private DigestTopic? TopicOf(string view, ChangedField field) =>
        (view, field.Rule.Segments[0]) switch
        {
            ("status", "proposals" or "agreements") => null,
            ("status", _) => DigestTopic.Talks,
            (_, "frame") => null,
            ("proposals", _) => DigestTopic.Proposals,
            ("agreements", _) => DigestTopic.Agreements,
            ("demands", _) => DigestTopic.Demands,
            ("matrix", _) => DigestTopic.Positions,
            _ => IsOfThePast(field) ? DigestTopic.Past : DigestTopic.Happenings,
        };

    // A vague date is old when all of it is.
    private bool IsOfThePast(ChangedField item) =>
        item.Before is not null || Edtf.Parse(Telling.Text(item.After, "occurred")!).Latest < lastMovement;

    private static bool IsSummary(DigestTopic topic) => topic is DigestTopic.Positions or DigestTopic.Happenings;

    // What names no new record at all is worked out, and told nowhere else.
    private bool HasNews(ChangedField field) =>
        NewRecords(field).ToList() is var records && (records.Count == 0 || records.Exists(r => !_records.Contains(r)));

    private static IEnumerable<string> NewRecords(ChangedField field) =>
        RecordsIn(field.After).Except(RecordsIn(field.Before), StringComparer.Ordinal);

    // What was said before is nothing that the field says now.
    private static IEnumerable<string> RecordsIn(JsonNode? node) =>
        node switch
        {
            JsonObject owner => owner
                .Where(m => m.Key is not "history")
                .SelectMany(m =>
                    (m.Key, m.Value) switch
                    {
                        ("event", JsonValue id) => [id.ToString()],
                        ("events", JsonArray ids) => Telling.Texts(ids),
                        var (_, member) => RecordsIn(member),
                    }
                ),
            JsonArray items => items.SelectMany(RecordsIn),
            _ => [],
        };
}
