using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Accounts;

/// <summary>A registered source as it stands.</summary>
/// <param name="Registered">The entry that registered it.</param>
/// <param name="Corrected">The corrections of its description since, and the text that was added to it, in sequence order.</param>
public sealed record Source(Entry Registered, ImmutableList<CorrectedSource> Corrected)
{
    /// <summary>The registration with its corrections applied in order.</summary>
    public SourceRegistered Description => Corrected.IsEmpty ? First : Corrected[^1].Description;

    private SourceRegistered First => (SourceRegistered)Registered.Data;

    /// <summary>The last entry of its stream.</summary>
    public Entry Last => Corrected.IsEmpty ? Registered : Corrected[^1].Correction;

    /// <summary>Its description as it stood when some entries were known.</summary>
    /// <param name="isKnown">Whether an entry was; true of the registration, and false of all after the first of which it is.</param>
    public SourceRegistered DescriptionWhen(Func<Entry, bool> isKnown)
    {
        var count = CountWhen(isKnown);
        return count == 0 ? First : Corrected[count - 1].Description;
    }

    internal Source When(Func<Entry, bool> isKnown) =>
        CountWhen(isKnown) is var count && count == Corrected.Count ? this : this with { Corrected = Corrected.GetRange(0, count) };

    private int CountWhen(Func<Entry, bool> isKnown)
    {
        var (low, high) = (0, Corrected.Count);
        if (high == 0 || isKnown(Corrected[^1].Correction))
            return high;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = isKnown(Corrected[middle].Correction) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

/// <summary>A correction of a source, or the addition of its text.</summary>
/// <param name="Correction">The entry.</param>
/// <param name="Description">The description after it.</param>
public sealed record CorrectedSource(Entry Correction, SourceRegistered Description);

/// <summary>A title and party that a speaker bore for a time.</summary>
/// <param name="Title">Office or description.</param>
/// <param name="Party">The party spoken for.</param>
/// <param name="Valid">For how long; always when absent.</param>
/// <param name="Recorded">The entry that recorded it.</param>
public sealed record SpeakerRole(string? Title, PartyId? Party, Edtf? Valid, Entry Recorded);

/// <summary>A registered speaker as it stands.</summary>
/// <param name="Description">The registration.</param>
/// <param name="Registered">The entry that registered it.</param>
/// <param name="Roles">Every role, in the order recorded; where they overlap the last counts.</param>
public sealed record Speaker(SpeakerRegistered Description, Entry Registered, ImmutableArray<SpeakerRole> Roles)
{
    /// <summary>The role borne at a date: the one recorded last whose calendar days it overlaps; null when none does.</summary>
    public SpeakerRole? RoleAt(Edtf date) => Roles.LastOrDefault(r => r.Valid is null || r.Valid.Overlaps(date));
}

/// <summary>All registered sources and speakers, folded from their registrations up to a place in the log.</summary>
public sealed class Registry
{
    private Registry(
        ImmutableList<Entry> entries,
        ImmutableDictionary<SourceId, Source> sources,
        ImmutableDictionary<SpeakerId, Speaker> speakers
    ) => (Entries, Sources, Speakers) = (entries, sources, speakers);

    /// <summary>A ledger that knows no source and no speaker.</summary>
    public static Registry Empty { get; } =
        new([], ImmutableDictionary<SourceId, Source>.Empty, ImmutableDictionary<SpeakerId, Speaker>.Empty);

    /// <summary>The registrations it was folded from, in sequence order.</summary>
    public ImmutableList<Entry> Entries { get; }

    /// <summary>Sources by id.</summary>
    public ImmutableDictionary<SourceId, Source> Sources { get; }

    /// <summary>Speakers by id.</summary>
    public ImmutableDictionary<SpeakerId, Speaker> Speakers { get; }

    /// <summary>The sequence of the last registration; 0 when there is none.</summary>
    public long Sequence => Entries.IsEmpty ? 0 : Entries[^1].Sequence;

    /// <summary>The registry with further registrations, which follow those it has in sequence.</summary>
    public Registry With(IEnumerable<Entry> registrations) => registrations.Aggregate(this, (registry, entry) => registry.Apply(entry));

    /// <summary>The registry as it stood when the registrations that a lens lets through had been recorded.</summary>
    public Registry Through(Lens lens) =>
        lens.RecordedUntil is { } until && !Entries.IsEmpty && !until.Includes(Entries[^1]) ? When(until.Includes) : this;

    private Registry When(Func<Entry, bool> isKnown) =>
        new(
            [.. Entries.TakeWhile(isKnown)],
            Sources.Values.Where(s => isKnown(s.Registered)).Select(s => s.When(isKnown)).ToImmutableDictionary(s => s.Description.Source),
            Speakers
                .Values.Where(s => isKnown(s.Registered))
                .Select(s => s with { Roles = [.. s.Roles.TakeWhile(r => isKnown(r.Recorded))] })
                .ToImmutableDictionary(s => s.Description.Speaker)
        );

    /// <summary>The registrations after a sequence, in sequence order.</summary>
    public IEnumerable<Entry> EntriesAfter(long sequence)
    {
        var first = Entries.Count;
        while (first > 0 && Entries[first - 1].Sequence > sequence)
            first--;
        return Entries.Skip(first);
    }

    /// <summary>The registry as it stood at a position of the log.</summary>
    public Registry AsOf(long position) => Through(new Lens { RecordedUntil = new($"@{position}", Position: position) });

    /// <summary>Whose account an assertion belongs to: its speaker's party at the time; the speaker when it has none; else the source's publisher; else the source.</summary>
    public Viewpoint ViewpointOf(Attribution attribution)
    {
        if (attribution.Speaker is not { } spoken)
            return PublisherOf(attribution.Source) is { } publisher ? Viewpoint.OfPublisher(publisher) : Viewpoint.Of(attribution.Source);
        if (spoken.Party is { } itself)
            return Viewpoint.Of(itself);
        var id = spoken.Speaker!.Value;
        return Speakers.TryGetValue(id, out var speaker) && speaker.RoleAt(attribution.AssertedOn)?.Party is { } party
            ? Viewpoint.Of(party)
            : Viewpoint.Of(id);
    }

    /// <summary>The sources whose text has a SHA-256, by id.</summary>
    public IEnumerable<SourceRegistered> WithText(string sha256) =>
        Sources.Values.Select(s => s.Description).Where(d => d.TextSha256 == sha256).OrderBy(d => d.Source.Value, StringComparer.Ordinal);

    /// <summary>The publisher of a source, or null when it or the source is unknown.</summary>
    public string? PublisherOf(SourceId source) => Sources.TryGetValue(source, out var known) ? known.Description.Publisher : null;

    private Registry Apply(Entry entry) =>
        entry.Data switch
        {
            SourceRegistered e when !Sources.ContainsKey(e.Source) => new(
                Entries.Add(entry),
                Sources.Add(e.Source, new(entry, [])),
                Speakers
            ),
            SourceCorrected e when Sources.TryGetValue(e.Source, out var source) => Changed(
                entry,
                source,
                Correct(source.Description, e.Patch)
            ),
            // A text is added once: a second one leaves the first.
            SourceTextAdded e when Sources.TryGetValue(e.Source, out var source) => Changed(
                entry,
                source,
                source.Description.TextSha256 is null
                    ? source.Description with
                    {
                        TextSha256 = e.TextSha256,
                        OriginalSha256 = e.OriginalSha256 ?? source.Description.OriginalSha256,
                    }
                    : source.Description
            ),
            SpeakerRegistered e when !Speakers.ContainsKey(e.Speaker) => new(
                Entries.Add(entry),
                Sources,
                Speakers.Add(e.Speaker, new(e, entry, [new(e.Title, e.Party, e.Valid, entry)]))
            ),
            SpeakerRoleChanged e when Speakers.TryGetValue(e.Speaker, out var speaker) => new(
                Entries.Add(entry),
                Sources,
                Speakers.SetItem(e.Speaker, speaker with { Roles = speaker.Roles.Add(new(e.Title, e.Party, e.Valid, entry)) })
            ),
            _ => new(Entries.Add(entry), Sources, Speakers),
        };

    private Registry Changed(Entry entry, Source source, SourceRegistered description) =>
        new(
            Entries.Add(entry),
            Sources.SetItem(description.Source, source with { Corrected = source.Corrected.Add(new(entry, description)) }),
            Speakers
        );

    // A patch that does not fit was refused when it came in; one that another engine let through leaves the description as it was.
    private static SourceRegistered Correct(SourceRegistered description, JsonElement patch)
    {
        var shape = LedgerJson.Default.SourceRegistered;
        var corrected = MergePatch.Apply(JsonSerializer.SerializeToNode(description, shape), JsonNode.Parse(patch.GetRawText()));
        var read = EventShape.Read(corrected!, EventNames.Find("source_registered")!);
        return read.Data as SourceRegistered ?? description;
    }
}
