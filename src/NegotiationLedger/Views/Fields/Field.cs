using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>What one viewpoint, or all together, last said of a field.</summary>
/// <param name="Value">The value.</param>
/// <param name="Place">The place in fold order where it took effect.</param>
/// <param name="At">The instant of that place.</param>
/// <param name="Latest">The latest instant it speaks of.</param>
/// <param name="Occurred">The date of the assertion whose payload counts, as asserted.</param>
/// <param name="Viewpoint">Whose word it is.</param>
/// <param name="WeakestMode">The weakest mode of the assertions behind it.</param>
/// <param name="Events">The assertions behind it, in fold order.</param>
/// <param name="Denials">The assertions that deny the happening behind it.</param>
public sealed record Word<T>(
    T Value,
    long Place,
    DateTimeOffset At,
    DateTimeOffset Latest,
    Edtf Occurred,
    Viewpoint Viewpoint,
    Mode WeakestMode,
    IReadOnlyList<EventId> Events,
    IReadOnlyList<Assertion> Denials
)
{
    internal static Word<T> Of(Step step, T value)
    {
        var viewpoint = step.Viewpoint ?? step.Assertion.Viewpoint;
        var members = step.Occurrence.Members;
        if (members.Count > 1)
            members = [.. members.Where(m => m.Viewpoint == viewpoint)];
        var (latest, mode, events) = (DateTimeOffset.MinValue, Mode.OnRecord, new EventId[members.Count]);
        for (var i = 0; i < members.Count; i++)
        {
            var (until, said) = (members[i].Data.Occurred.Latest, members[i].Data.Attribution.Mode);
            until = until > members[i].At ? until : members[i].At;
            (latest, mode, events[i]) = (until > latest ? until : latest, said > mode ? said : mode, members[i].Id);
        }

        return new(value, step.Place.Place, step.Place.At, latest, step.Data.Occurred, viewpoint, mode, events, step.Occurrence.Denials);
    }
}

/// <summary>Another viewpoint's word that differs from the value, or denies the happening behind it.</summary>
/// <param name="Value">What it says instead; absent for a denial.</param>
/// <param name="Viewpoint">Whose word it is.</param>
/// <param name="Since">From when, by that word.</param>
/// <param name="Occurred">Its date as asserted.</param>
/// <param name="WeakestMode">The weakest mode of the assertions behind it.</param>
/// <param name="Events">The assertions behind it.</param>
/// <param name="Denies">Whether it denies rather than says otherwise.</param>
public sealed record Rival<T>(
    T? Value,
    Viewpoint Viewpoint,
    DateTimeOffset Since,
    Edtf Occurred,
    Mode WeakestMode,
    IReadOnlyList<EventId> Events,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Denies = false
);

/// <summary>
/// A value in a view, with every viewpoint's latest word on it. The answer is the latest of all in fold order. A rival counts when its value
/// differs and the latest instant it speaks of is not before the present value began; a denial of the happening behind the value counts too.
/// </summary>
public sealed class Field<T>
{
    private readonly Word<T>? _overall;
    private readonly ImmutableArray<Word<T>> _words;

    // Of a field that was read back: who is behind it and who says otherwise, which no words tell.
    private readonly Shown? _shown;

    internal Field(Word<T>? overall, ImmutableArray<Word<T>> words) => (_overall, _words) = (overall, words);

    /// <summary>A field as readers are shown it; what they are not shown is empty.</summary>
    [JsonConstructor]
    internal Field(
        T value,
        DateTimeOffset since,
        Edtf occurred,
        IReadOnlyList<EventId> events,
        IReadOnlyList<Viewpoint> viewpoints,
        Mode weakestMode,
        IReadOnlyList<Rival<T>>? contested
    )
    {
        _overall = new(value, Place: 0, since, since, occurred, viewpoints.Count > 0 ? viewpoints[0] : default, weakestMode, events, []);
        _words = [];
        _shown = new(viewpoints, contested);
    }

    /// <summary>The answer.</summary>
    public T Value => Current.Value;

    /// <summary>The instant from which it holds.</summary>
    public DateTimeOffset Since => Current.At;

    /// <summary>Its date as asserted, vague as it may be.</summary>
    public Edtf Occurred => Current.Occurred;

    /// <summary>The assertions that put it there, in the order in which they took effect.</summary>
    public IReadOnlyList<EventId> Events => [.. Behind.SelectMany(w => w.Events).Distinct()];

    /// <summary>The independent viewpoints behind it, sorted.</summary>
    public IReadOnlyList<Viewpoint> Viewpoints => _shown?.Viewpoints ?? [.. Behind.Select(w => w.Viewpoint).Distinct().Order()];

    /// <summary>The weakest mode of the assertions behind it.</summary>
    public Mode WeakestMode => Behind.Max(w => w.WeakestMode);

    /// <summary>Who says otherwise, by viewpoint; null when nobody does.</summary>
    public IReadOnlyList<Rival<T>>? Contested =>
        _shown is { } shown ? shown.Contested
        : Rivals().ToList() is { Count: > 0 } rivals ? rivals
        : null;

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

    private IEnumerable<Word<T>> Behind =>
        _words.Where(w => Same(w.Value, Value) && w.Latest >= Current.At).Append(Current).OrderBy(w => w.Place);

    internal Field<T> Hear(Step step, T value)
    {
        var word = Word<T>.Of(step, value);
        return new(step.IsOverall ? word : _overall, step.Viewpoint is null ? _words : Replace(word));
    }

    private IEnumerable<Rival<T>> Rivals()
    {
        var current = Current;
        foreach (var word in _words.Where(w => !Same(w.Value, current.Value) && w.Latest >= current.At).OrderBy(w => w.Viewpoint))
            yield return new(word.Value, word.Viewpoint, word.At, word.Occurred, word.WeakestMode, word.Events);
        foreach (var denials in current.Denials.GroupBy(d => d.Viewpoint).OrderBy(g => g.Key))
        {
            var first = denials.First();
            yield return new(
                default,
                denials.Key,
                first.At,
                first.Data.Occurred,
                denials.Max(d => d.Data.Attribution.Mode),
                [.. denials.Select(d => d.Id)],
                Denies: true
            );
        }
    }

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

    private sealed record Shown(IReadOnlyList<Viewpoint> Viewpoints, IReadOnlyList<Rival<T>>? Contested);
}

/// <summary>Says words of fields.</summary>
public static class Field
{
    /// <summary>The field after a step says a value of it.</summary>
    public static Field<T> Say<T>(this Field<T>? field, Step step, T value)
    {
        if (field is not null)
            return field.Hear(step, value);
        var word = Word<T>.Of(step, value);
        return new(step.IsOverall ? word : null, step.Viewpoint is null ? [] : [word]);
    }

    /// <summary>The field after a step that may say nothing of it.</summary>
    public static Field<T>? SayIf<T>(this Field<T>? field, Step step, T? value)
        where T : struct => value is { } said ? field.Say(step, said) : field;

    /// <inheritdoc cref="SayIf{T}(Field{T}?, Step, T?)"/>
    public static Field<string>? SayIf(this Field<string>? field, Step step, string? value) =>
        value is null ? field : field.Say(step, value);

    internal static IEnumerable<ContestedField> ContestedAs<T>(this Field<T>? field, string pointer) =>
        field?.Contested is { } rivals
            ?
            [
                new(
                    pointer,
                    Text(field.Value),
                    [.. rivals.Select(r => new ContestedBy(r.Denies ? null : Text(r.Value), r.Viewpoint, r.Since, r.Events))]
                ),
            ]
            : [];

    private static string Text<T>(T value) =>
        value switch
        {
            bool yes => yes ? "true" : "false",
            Enum named => JsonNamingPolicy.SnakeCaseLower.ConvertName(named.ToString()),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value?.ToString() ?? "",
        };
}

/// <summary>A contested field of a view, for a reader's eye.</summary>
/// <param name="Field">Where the field stands in the view: a JSON Pointer.</param>
/// <param name="Value">The present value, as text.</param>
/// <param name="Rivals">Who says otherwise.</param>
public sealed record ContestedField(string Field, string Value, IReadOnlyList<ContestedBy> Rivals);

/// <summary>A rival of a contested field.</summary>
/// <param name="Value">What it says instead, as text; absent when it denies the happening.</param>
/// <param name="Viewpoint">Whose word it is.</param>
/// <param name="Since">From when, by that word.</param>
/// <param name="Events">The assertions behind it.</param>
public sealed record ContestedBy(string? Value, Viewpoint Viewpoint, DateTimeOffset Since, IReadOnlyList<EventId> Events);
