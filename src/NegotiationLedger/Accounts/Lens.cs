using System.Collections.Immutable;

namespace NegotiationLedger.Accounts;

/// <summary>
/// How a reader looks at a negotiation: what had occurred, been asserted, been recorded until when, and according to whom. Every answer is a
/// pure function of the log and the lens. Two lenses are equal when they let the same through by the same words.
/// </summary>
public sealed record Lens
{
    /// <summary>The lens that lets everything through.</summary>
    public static Lens Everything { get; } = new();

    /// <summary>The last occurrence let through: an instant, compared with an assertion's <c>at</c>, or a record's place in fold order; null for no bound.</summary>
    public Bound? OccurredUntil { get; init; }

    /// <summary>The last instant at which an assertion may begin to have been made, inclusive; null for no bound.</summary>
    public Bound? AssertedUntil { get; init; }

    /// <summary>The last entry let through, by <c>recordedAt</c> or position: always a prefix of the log; null for all of it.</summary>
    public Bound? RecordedUntil { get; init; }

    /// <summary>Whose accounts, speakers or sources are kept, sorted and distinct; empty for all.</summary>
    public ImmutableArray<Viewpoint> AccordingTo { get; init; } = [];

    /// <summary>Whether disputed assertions are left out, and those that a standing, undisputed denial of one happening is held against: <c>standing=undisputed</c>.</summary>
    public bool UndisputedOnly { get; init; }

    /// <summary>The lens in one canonical line, the same for equal lenses: the query string that asks for it, unescaped but for % and &amp; in names.</summary>
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
            OccurredUntil = Bound.Read("occurredUntil", occurredUntil, BoundMark.Record, isEnd: true, problems),
            AssertedUntil = Bound.Read("assertedUntil", assertedUntil, BoundMark.None, isEnd: true, problems),
            RecordedUntil = Bound.Read("recordedUntil", recordedUntil, BoundMark.Position, isEnd: true, problems),
            AccordingTo = [.. accordingTo.Select(text => ReadViewpoint(text, problems)).Distinct().Order()],
            UndisputedOnly = standing == "undisputed",
        };
        if (standing is not (null or "undisputed"))
            problems.Add(new("/standing", $"'{standing}' is not a valid standing: give 'undisputed', or leave it out."));
        return (lens, problems);
    }

    private static Viewpoint ReadViewpoint(string? text, List<Problem> problems)
    {
        if (!Viewpoint.TryParse(text, out var viewpoint))
            problems.Add(
                new("/accordingTo", $"'{text}' is not a valid viewpoint: give party:<id>, speaker:<id>, source:<id> or publisher:<name>.")
            );
        return viewpoint;
    }

    private IEnumerable<string> Parts()
    {
        if (OccurredUntil is not null)
            yield return $"occurredUntil={OccurredUntil.Text}";
        if (AssertedUntil is not null)
            yield return $"assertedUntil={AssertedUntil.Text}";
        if (RecordedUntil is not null)
            yield return $"recordedUntil={RecordedUntil.Text}";
        foreach (var viewpoint in AccordingTo)
            yield return $"accordingTo={viewpoint.ToString().Replace("%", "%25", StringComparison.Ordinal).Replace("&", "%26", StringComparison.Ordinal)}";
        if (UndisputedOnly)
            yield return "standing=undisputed";
    }
}
