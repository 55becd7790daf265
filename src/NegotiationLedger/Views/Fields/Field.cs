using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>
/// A value in a view, with every viewpoint's latest word on it. The answer is the latest of all in fold order. A rival counts when its value
/// differs, or its date of the same happening, and the latest instant it speaks of is not before the present value began; so does a denial of the
/// happening behind the value, and an account that tells that happening of another subject. All other words are its history.
/// </summary>
public sealed class Field<T>
{
    private readonly Word<T>? _overall;
    private readonly ImmutableArray<Word<T>> _words;
    private readonly Grown<PastWord<T>> _past;

    // Looked for once: a view asks of each of its fields.
    private IReadOnlyList<Rival<T>>? _rivals;

    // Of a field that was read back or ended by something else: who is behind it, who says otherwise and what was said before, which no words tell.
    private readonly Shown? _shown;

    internal Field(Word<T>? overall, ImmutableArray<Word<T>> words, Grown<PastWord<T>> past) =>
        (_overall, _words, _past) = (overall, words, past);

    /// <summary>A field as readers are shown it; what they are not shown is empty.</summary>
    [JsonConstructor]
    internal Field(
        T value,
        DateTimeOffset since,
        Edtf occurred,
        IReadOnlyList<EventId> events,
        IReadOnlyList<Viewpoint> viewpoints,
        Mode weakestMode,
        IReadOnlyList<Rival<T>>? contested,
        IReadOnlyList<PastWord<T>>? history,
        EndedBy? endedBy = null
    )
    {
        var at = DatedInstant.AsStated(since);
        _overall = new(value, Place: 0, at, at, occurred, viewpoints.Count > 0 ? viewpoints[0] : default, weakestMode, events, null);
        (_words, _past) = ([], Grown<PastWord<T>>.None);
        _shown = new(viewpoints, contested, history, endedBy);
    }

    /// <summary>The answer.</summary>
    public T Value => Current.Value;

    /// <summary>The instant from which it holds.</summary>
    public DateTimeOffset Since => Current.At.Instant;

    /// <summary>Its date as asserted, vague as it may be.</summary>
    public Edtf Occurred => Current.Occurred;

    /// <summary>The assertions that put it there, in the order in which they took effect.</summary>
    public IReadOnlyList<EventId> Events => [.. Behind.SelectMany(w => w.Events).Distinct()];

    /// <summary>The independent viewpoints behind it, sorted.</summary>
    public IReadOnlyList<Viewpoint> Viewpoints => _shown?.Viewpoints ?? [.. Behind.Select(w => w.Viewpoint).Distinct().Order()];

    /// <summary>The weakest mode of the assertions behind it.</summary>
    public Mode WeakestMode => Behind.Max(w => w.WeakestMode);

    /// <summary>
    /// What ended what was said, where nobody says that it ended: who is named states that term, or reports that closing, and dates it. Null for a
    /// value that those named say.
    /// </summary>
    public EndedBy? EndedBy => _shown?.EndedBy;

    /// <summary>Who says otherwise, by viewpoint; null when nobody does.</summary>
    public IReadOnlyList<Rival<T>>? Contested =>
        _shown is { } shown ? shown.Contested
        : (_rivals ??= Rivals().ToArray()) is { Count: > 0 } rivals ? rivals
        : null;

    /// <summary>What was said of it before, in the order in which other words took its place, then what is merely out of date; null when nothing was.</summary>
    public IReadOnlyList<PastWord<T>>? History
    {
        get
        {
            if (_shown is { } shown)
                return shown.History;
            var current = Current;
            PastWord<T>[] outOfDate =
            [
                .. _words
                    .Where(w => !ReferenceEquals(w, current) && !IsBehind(w, current) && !IsRival(w, current))
                    .OrderBy(w => w.Place)
                    .ThenBy(w => w.Viewpoint)
                    .Select(w => w.AsPast),
            ];
            if (outOfDate.Length > 0)
                return (PastWord<T>[])[.. _past, .. outOfDate];
            return _past.Count > 0 ? _past : null;
        }
    }

    [JsonIgnore]
    internal Word<T> Current => _overall ?? _words.MaxBy(w => w.Place)!;

    [JsonIgnore]
    internal long Place => Current.Place;

    /// <summary>What all together last said; null when only viewpoints did.</summary>
    [JsonIgnore]
    internal Word<T>? Overall => _overall;

    /// <summary>What each viewpoint last said.</summary>
    [JsonIgnore]
    internal ImmutableArray<Word<T>> Words => _words;

    private IEnumerable<Word<T>> Behind
    {
        get
        {
            var current = Current;
            return _words.Where(w => IsBehind(w, current)).Append(current).OrderBy(w => w.Place);
        }
    }

    internal Field<T> Hear(Step step, T value)
    {
        var word = Word<T>.Of(step, value);
        if (step.IsRevised)
            return new(_overall, _words, _past.With([word.AsPast]));
        return new(step.IsOverall ? word : _overall, step.Viewpoint is null ? _words : Replace(word), PastAfter(step, word));
    }

    /// <summary>The field with a word in its history that takes nothing's place.</summary>
    internal Field<T> Note(Step step, T value) => new(_overall, _words, _past.With([Word<T>.Of(step, value).AsPast]));

    /// <summary>
    /// The field once a value was over by itself before a later happening: to be folded on from, as what is only shown is not. Each
    /// account that said the value by then says what came of it.
    /// </summary>
    /// <param name="over">The value that was over.</param>
    /// <param name="value">What came of it.</param>
    /// <param name="since">From when.</param>
    internal Field<T> Over(T over, T value, DatedInstant since)
    {
        List<Word<T>> ended = [.. _words.Where(IsOver).OrderBy(w => w.Place)];
        var overall = _overall is { } all && IsOver(all) ? End(all) : _overall;
        return ended.Count == 0 && ReferenceEquals(overall, _overall)
            ? this
            : new(overall, [.. _words.Select(w => IsOver(w) ? End(w) : w)], _past.With([.. ended.Select(w => w.AsPast)]));

        bool IsOver(Word<T> word) => Same(word.Value, over) && word.At.Instant <= since.Instant;

        Word<T> End(Word<T> word) => word with { Value = value, At = since, Latest = word.Latest > since ? word.Latest : since };
    }

    private static bool IsBehind(Word<T> word, Word<T> current) =>
        Same(word.Value, current.Value) && word.Latest >= current.At && !word.Misdates(current);

    private static bool IsRival(Word<T> word, Word<T> current) =>
        word.Latest >= current.At && (!Same(word.Value, current.Value) || word.Misdates(current));

    private IEnumerable<Rival<T>> Rivals()
    {
        var current = Current;
        foreach (var word in _words.Where(w => IsRival(w, current)).OrderBy(w => w.Viewpoint))
            yield return new(
                new(word.Value),
                word.Viewpoint,
                word.At.Instant,
                word.Occurred,
                word.WeakestMode,
                word.Events,
                Kind: Same(word.Value, current.Value) ? RivalKind.Date : RivalKind.Value
            );
        if (current.Happening is not { } happening)
            yield break;
        foreach (var other in happening.Others.GroupBy(o => (o.Viewpoint, o.Subject)).OrderBy(g => g.Key))
            yield return Against(
                other,
                RivalKind.Subject,
                string.Join(", ", other.Key.Subject.Split('\n').Except(happening.First.Subject.Split('\n')))
            );
        foreach (var denials in happening.Denials.GroupBy(d => d.Viewpoint).OrderBy(g => g.Key))
            yield return Against(denials, RivalKind.Denial, of: null);
        foreach (var denials in happening.PerhapsDenials.GroupBy(d => d.Viewpoint).OrderBy(g => g.Key))
            yield return Against(denials, RivalKind.Denial, of: null) with
            {
                Perhaps = true,
            };
    }

    private static Rival<T> Against(IEnumerable<Assertion> assertions, RivalKind kind, string? of)
    {
        var first = assertions.First();
        return new(
            Said: null,
            first.Viewpoint,
            first.At.Instant,
            first.Data.Occurred,
            assertions.Max(d => d.Data.Attribution.Mode),
            [.. assertions.Select(d => d.Id)],
            Denies: kind is RivalKind.Denial,
            kind,
            of
        );
    }

    private Grown<PastWord<T>> PastAfter(Step step, Word<T> word) =>
        step.Viewpoint is not null && _words.FirstOrDefault(w => w.Viewpoint == word.Viewpoint) is { } superseded
            ? _past.With([superseded.AsPast])
            : _past;

    private ImmutableArray<Word<T>> Replace(Word<T> word)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if (_words[i].Viewpoint == word.Viewpoint)
                return _words.SetItem(i, word);
        }

        return _words.Add(word);
    }

    private static bool Same(T? left, T? right) => EqualityComparer<T>.Default.Equals(left, right);

    private sealed record Shown(
        IReadOnlyList<Viewpoint> Viewpoints,
        IReadOnlyList<Rival<T>>? Contested,
        IReadOnlyList<PastWord<T>>? History,
        EndedBy? EndedBy
    );
}

/// <summary>Says words of fields.</summary>
public static class Field
{
    /// <summary>The field after a step says a value of it; still none where all that was said of it is revised.</summary>
    [return: NotNullIfNotNull(nameof(field))]
    public static Field<T>? Say<T>(this Field<T>? field, Step step, T value) =>
        field?.Hear(step, value) ?? (step.IsRevised ? null : First(step, value));

    /// <summary>A field of which nothing was said before.</summary>
    internal static Field<T> First<T>(Step step, T value)
    {
        var word = Word<T>.Of(step, value);
        return new(step.IsOverall ? word : null, step.Viewpoint is null ? [] : [word], Grown<PastWord<T>>.None);
    }

    /// <summary>The field after a step that may say nothing of it.</summary>
    public static Field<T>? SayIf<T>(this Field<T>? field, Step step, T? value)
        where T : struct => value is { } said ? field.Say(step, said) : field;

    /// <inheritdoc cref="SayIf{T}(Field{T}?, Step, T?)"/>
    public static Field<T>? SayIf<T>(this Field<T>? field, Step step, T? value)
        where T : class => value is null ? field : field.Say(step, value);

    /// <summary>The fields by key after a step says a value of the one of a key. A revised word of a field that nobody speaks to any more is left out.</summary>
    internal static ImmutableSortedDictionary<string, Field<T>> SayAt<T>(
        this ImmutableSortedDictionary<string, Field<T>> fields,
        string key,
        Step step,
        T value
    ) =>
        fields.TryGetValue(key, out var field) ? fields.SetItem(key, field.Hear(step, value))
        : step.IsRevised ? fields
        : fields.Add(key, First(step, value));
}
