using System.Collections.Immutable;
using System.Globalization;

namespace NegotiationLedger.Accounts;

/// <summary>Until which occurrence a reader looks: an instant, inclusive, or a place in fold order, inclusive.</summary>
/// <param name="Text">As the reader wrote it.</param>
/// <param name="Instant">The last instant let through, when it is one.</param>
/// <param name="Event">The last record let through in fold order, when it is one: <c>@&lt;event id&gt;</c>.</param>
public sealed record OccurredUntil(string Text, DateTimeOffset? Instant, EventId? Event);

/// <summary>Until which record a reader looks: an instant, inclusive, or a position in the log, inclusive. Always a prefix of the log.</summary>
/// <param name="Text">As the reader wrote it.</param>
/// <param name="Instant">The last <c>recordedAt</c> let through, when it is one.</param>
/// <param name="Position">The last sequence let through, when it is one: <c>@&lt;sequence&gt;</c>.</param>
public sealed record RecordedUntil(string Text, DateTimeOffset? Instant, long? Position)
{
    /// <summary>Whether an entry stands in the prefix.</summary>
    public bool Includes(Entry entry) => Position is { } position ? entry.Sequence <= position : entry.RecordedAt <= Instant;
}

/// <summary>
/// How a reader looks at a negotiation: what had occurred, been asserted, been recorded until when, and according to whom. Every answer is a
/// pure function of the log and the lens. Two lenses are equal when they let the same through by the same words.
/// </summary>
public sealed record Lens
{
    /// <summary>The lens that lets everything through.</summary>
    public static Lens Everything { get; } = new();

    /// <summary>Compares an assertion's <c>at</c>; null for no bound.</summary>
    public OccurredUntil? OccurredUntil { get; init; }

    /// <summary>The last instant at which an assertion may begin to have been made, inclusive; null for no bound.</summary>
    public DateTimeOffset? AssertedUntil { get; init; }

    /// <summary>The asserted bound as the reader wrote it.</summary>
    public string? AssertedUntilText { get; init; }

    /// <summary>The prefix of the log; null for all of it.</summary>
    public RecordedUntil? RecordedUntil { get; init; }

    /// <summary>Whose accounts, speakers or sources are kept, sorted and distinct; empty for all.</summary>
    public ImmutableArray<Viewpoint> AccordingTo { get; init; } = [];

    /// <summary>Whether disputed assertions are left out: <c>standing=undisputed</c>.</summary>
    public bool UndisputedOnly { get; init; }

    /// <summary>The lens in one canonical line, the same for equal lenses: the query string that asks for it, unescaped but for % and & in names.</summary>
    public string Canonical => string.Join('&', Parts());

    /// <inheritdoc/>
    public bool Equals(Lens? other) => other is not null && Canonical == other.Canonical;

    /// <inheritdoc/>
    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether <see cref="AccordingTo"/> names the viewpoint, the speaker or the carrying source of an assertion.</summary>
    public bool Accepts(Viewpoint viewpoint, Attribution attribution)
    {
        if (AccordingTo.IsEmpty || AccordingTo.Contains(viewpoint) || AccordingTo.Contains(Viewpoint.Of(attribution.Source)))
            return true;
        return attribution.Speaker?.Speaker is { } speaker && AccordingTo.Contains(Viewpoint.Of(speaker));
    }

    /// <summary>Reads a lens from the words of a query. Problems name the parameter by its pointer: <c>/occurredUntil</c>.</summary>
    public static (Lens Lens, IReadOnlyList<Problem> Problems) Parse(
        string? occurredUntil,
        string? assertedUntil,
        string? recordedUntil,
        IEnumerable<string?> accordingTo,
        string? standing
    )
    {
        var problems = new List<Problem>();
        var lens = new Lens
        {
            OccurredUntil = occurredUntil is null ? null : ReadOccurred(occurredUntil, problems),
            AssertedUntil = assertedUntil is null ? null : ReadBound("/assertedUntil", assertedUntil, problems),
            AssertedUntilText = assertedUntil,
            RecordedUntil = recordedUntil is null ? null : ReadRecorded(recordedUntil, problems),
            AccordingTo = [.. accordingTo.Select(text => ReadViewpoint(text, problems)).Distinct().Order()],
            UndisputedOnly = standing == "undisputed",
        };
        if (standing is not (null or "undisputed"))
            problems.Add(new("/standing", $"'{standing}' is no standing: leave it out, or give 'undisputed'."));
        return (lens, problems);
    }

    private static OccurredUntil? ReadOccurred(string text, List<Problem> problems)
    {
        if (!text.StartsWith('@'))
            return ReadBound("/occurredUntil", text, problems) is { } instant ? new(text, instant, Event: null) : null;
        if (EventId.TryParse(text[1..], out var id))
            return new(text, Instant: null, id);
        problems.Add(new("/occurredUntil", $"'{text}' names no record: give @ and an event id."));
        return null;
    }

    private static RecordedUntil? ReadRecorded(string text, List<Problem> problems)
    {
        if (!text.StartsWith('@'))
            return ReadBound("/recordedUntil", text, problems) is { } instant ? new(text, instant, Position: null) : null;
        if (long.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            return new(text, Instant: null, position);
        problems.Add(new("/recordedUntil", $"'{text}' is no position: give @ and a sequence number, such as @42."));
        return null;
    }

    // An instant means itself; a date without qualifier means its end.
    private static DateTimeOffset? ReadBound(string pointer, string text, List<Problem> problems)
    {
        if (Instants.TryParse(text, out var instant))
            return instant;
        if (Edtf.TryParse(text, out var date, out var complaint) && !date.IsQualified)
            return date.Latest;
        problems.Add(new(pointer, complaint.Length > 0 ? complaint : $"'{text}' is qualified: a bound is a date without ?, ~ or %."));
        return null;
    }

    private static Viewpoint ReadViewpoint(string? text, List<Problem> problems)
    {
        if (!Viewpoint.TryParse(text, out var viewpoint))
            problems.Add(new("/accordingTo", $"'{text}' names nobody: give party:<id>, speaker:<id>, source:<id> or publisher:<name>."));
        return viewpoint;
    }

    private IEnumerable<string> Parts()
    {
        if (OccurredUntil is not null)
            yield return $"occurredUntil={OccurredUntil.Text}";
        if (AssertedUntil is not null)
            yield return $"assertedUntil={AssertedUntilText ?? Instants.Write(AssertedUntil.Value)}";
        if (RecordedUntil is not null)
            yield return $"recordedUntil={RecordedUntil.Text}";
        foreach (var viewpoint in AccordingTo)
            yield return $"accordingTo={viewpoint.ToString().Replace("%", "%25", StringComparison.Ordinal).Replace("&", "%26", StringComparison.Ordinal)}";
        if (UndisputedOnly)
            yield return "standing=undisputed";
    }
}
