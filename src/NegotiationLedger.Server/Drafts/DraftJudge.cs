using System.Text.Json;
using System.Text.Json.Serialization;
using NegotiationLedger.Store.Drafts;

namespace NegotiationLedger.Server;

/// <summary>Why a draft cannot be accepted as it is.</summary>
/// <param name="Kind">One of <see cref="DraftMark.Kinds"/>.</param>
/// <param name="Pointer">Where in the development: a JSON Pointer, empty for the whole.</param>
/// <param name="Detail">What is wrong, and how to mend it.</param>
/// <param name="Record">Of a repetition: the record that stands.</param>
public sealed record DraftMark(string Kind, string Pointer, string Detail, EventId? Record = null)
{
    /// <summary>Its quotation is not a passage of the source's text.</summary>
    public const string NotAnchored = "not_anchored";

    /// <summary>It could not be recorded.</summary>
    public const string Invalid = "invalid";

    /// <summary>It repeats a record that stands.</summary>
    public const string SameAs = "same_as";

    /// <summary>Every kind.</summary>
    [JsonIgnore]
    public static IReadOnlyList<string> Kinds { get; } = [NotAnchored, Invalid, SameAs];
}

/// <summary>A draft, judged as the ledger stands.</summary>
/// <param name="Draft">The draft.</param>
/// <param name="Marks">Why it cannot be accepted; empty when it can, and of one that is no longer open.</param>
/// <param name="Quoted">Where its quotation stands in the source's text; null when it does not.</param>
/// <param name="Warnings">What its recorder should know; null when there is nothing.</param>
public sealed record JudgedDraft(
    StoredDraft Draft,
    IReadOnlyList<DraftMark> Marks,
    QuoteSpan? Quoted = null,
    IReadOnlyList<Warning>? Warnings = null
);

/// <summary>
/// Judges drafts by what recording itself goes by, and their quotations by <see cref="Anchor"/>. A judgement is of its moment, and kept
/// nowhere.
/// </summary>
/// <param name="log">Tells which ids are taken.</param>
/// <param name="reader">Reads what stands.</param>
/// <param name="texts">The texts that quotations are held against.</param>
/// <param name="heavy">Bounds the work.</param>
/// <param name="time">The clock, for warnings of what is in the future.</param>
public sealed class DraftJudge(LedgerLog log, LedgerReader reader, QuotedTexts texts, HeavyWork heavy, TimeProvider time)
{
    private const string Quotation = "/attribution/quote";

    /// <summary>Judges drafts, each by itself, in the order given.</summary>
    /// <exception cref="ProblemException">It takes too long (422), or too many wait (503).</exception>
    internal async Task<IReadOnlyList<JudgedDraft>> Of(IReadOnlyList<StoredDraft> drafts, CancellationToken cancellationToken)
    {
        var taken = await TakenOf(drafts.Where(d => d.State == StoredDraft.Open), cancellationToken);
        var histories = new Dictionary<NegotiationId, (History, IReadOnlyDictionary<SourceId, string>)>();
        foreach (var negotiation in drafts.Where(d => d.State == StoredDraft.Open).GroupBy(d => d.Negotiation))
        {
            var history = (await reader.Read(negotiation.Key, cancellationToken)).History;
            var held = await texts.Of(history.Registry, negotiation.SelectMany(d => SourcesOf(d, history)), cancellationToken);
            histories[negotiation.Key] = (history, held);
        }

        return await heavy.Do(
            spent => drafts.Select(draft => JudgeWithin(draft, spent)).ToList(),
            "ask for fewer drafts with 'limit'",
            cancellationToken
        );

        JudgedDraft JudgeWithin(StoredDraft draft, CancellationToken spent)
        {
            spent.ThrowIfCancellationRequested();
            if (draft.State != StoredDraft.Open)
                return new(draft, []);
            var (history, held) = histories[draft.Negotiation];
            return Judge(draft, history, held, taken.Contains(draft.Id));
        }
    }

    /// <summary>Judges a draft by a history.</summary>
    /// <exception cref="ProblemException">It takes too long (422), or too many wait (503).</exception>
    internal async Task<JudgedDraft> Of(StoredDraft draft, History history, CancellationToken cancellationToken)
    {
        var held = await texts.Of(history.Registry, SourcesOf(draft, history), cancellationToken);
        var taken = await TakenOf([draft], cancellationToken);
        return await heavy.Do(_ => Judge(draft, history, held, taken.Count > 0), "shorten the draft", cancellationToken);
    }

    private static IEnumerable<SourceId> SourcesOf(StoredDraft draft, History history) =>
        QuotedSources.Of(draft.Body, history).Append(draft.Source);

    private async Task<HashSet<EventId>> TakenOf(IEnumerable<StoredDraft> drafts, CancellationToken cancellationToken)
    {
        EventId[] ids = [.. drafts.Select(d => d.Id)];
        return ids.Length == 0 ? [] : (await log.StreamsOf(ids, cancellationToken)).Keys.ToHashSet();
    }

    private JudgedDraft Judge(StoredDraft draft, History history, IReadOnlyDictionary<SourceId, string> held, bool isTaken)
    {
        var anchor = AnchorOf(draft, held);
        var marks = new List<DraftMark>();
        if (isTaken && !history.Entries.Any(draft.IsRecordedAs))
            marks.Add(new(DraftMark.Invalid, "", "Another record has the id of this draft: reject it, and propose it again."));
        if (anchor.Complaint is { } complaint)
            marks.Add(new(DraftMark.NotAnchored, Quotation, complaint));
        var decision = new RecordDevelopments(history, held, time.GetUtcNow()).Decide([new Draft(draft.Id, draft.Body)]);
        // What is wrong with its quotation is said once.
        marks.AddRange(
            decision
                .Problems.Where(p => anchor.Complaint is null || !p.Pointer.StartsWith(Quotation, StringComparison.Ordinal))
                .Select(p => new DraftMark(DraftMark.Invalid, p.Pointer, p.Detail))
        );
        if (decision.Records is not [var decided])
            return new(draft, marks, anchor.Place);
        if (decided.Data is not Development)
            marks.Add(new(DraftMark.Invalid, "/type", "A draft is a development: what is about other records is recorded by a person."));
        var repeated = decided.Warnings.Where(w => w.Code == DraftMark.SameAs).ToList();
        marks.AddRange(repeated.Select(w => new DraftMark(DraftMark.SameAs, "", w.Detail, w.Events[^1])));
        var warnings = decided.Warnings.Except(repeated).ToList();
        return new(draft, marks, anchor.Place, warnings.Count > 0 ? warnings : null);
    }

    private static Anchor AnchorOf(StoredDraft draft, IReadOnlyDictionary<SourceId, string> held)
    {
        var attribution = Member(draft.Body, "attribution");
        if (TextOf(attribution, "source") is var source && source != draft.Source.Value)
            return new(null, $"It is attributed to source '{source}': a draft from '{draft.Source}' quotes that.");
        var quote = Member(attribution, "quote");
        if (TextOf(quote, "exact") is not { } exact)
            return new(null, $"It has no quotation: give 'quote' with the words of '{draft.Source}' that say it, as 'exact'.");
        if (!held.TryGetValue(draft.Source, out var text))
            return new(null, $"No text of source '{draft.Source}' is held, so that nothing can be found in it: add its text first.");
        var start = Member(quote, "start") is { ValueKind: JsonValueKind.Number } given && given.TryGetInt32(out var at) ? at : (int?)null;
        return Anchor.Of(draft.Source, text, new Quote(exact, TextOf(quote, "prefix"), TextOf(quote, "suffix"), start));
    }

    private static JsonElement Member(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var member) ? member : default;

    private static string? TextOf(JsonElement holder, string name) =>
        Member(holder, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
