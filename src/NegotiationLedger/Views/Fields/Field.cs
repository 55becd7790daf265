using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>What one viewpoint, or all together, last said of a field.</summary>
/// <param name="Value">The value.</param>
/// <param name="Place">The place in fold order where it took effect.</param>
/// <param name="At">The day and instant of that place.</param>
/// <param name="Latest">The latest day and instant it speaks of.</param>
/// <param name="Occurred">The date of the assertion whose payload counts, as asserted.</param>
/// <param name="Viewpoint">Whose word it is.</param>
/// <param name="WeakestMode">The weakest mode of the assertions behind it.</param>
/// <param name="Events">The assertions of the viewpoint that say so, in fold order.</param>
/// <param name="Happening">The happening that it comes from; null for a word that was read back.</param>
/// <param name="IsRevised">Whether the viewpoint has since told the happening otherwise.</param>
public sealed record Word<T>(
    T Value,
    long Place,
    DatedInstant At,
    DatedInstant Latest,
    Edtf Occurred,
    Viewpoint Viewpoint,
    Mode WeakestMode,
    IReadOnlyList<EventId> Events,
    Occurrence? Happening,
    bool IsRevised = false
)
{
    internal static Word<T> Of(Step step, T value)
    {
        var viewpoint = step.Assertion.Viewpoint;
        var members = step.Occurrence.Members;
        if (step.IsRevised)
            members = [step.Assertion];
        else if (members.Count > 1)
            members = [.. step.Occurrence.ToldBy(viewpoint).All.Where(m => m.SaysTheSameAs(step.Assertion))];
        var (latest, mode, events) = (members[0].Latest, Mode.OnRecord, new EventId[members.Count]);
        for (var i = 0; i < members.Count; i++)
        {
            var (until, said) = (members[i].Latest, members[i].Data.Attribution.Mode);
            (latest, mode, events[i]) = (until > latest ? until : latest, said > mode ? said : mode, members[i].Id);
        }

        return new(
            value,
            step.Place.Place,
            step.Place.At,
            latest,
            step.Data.Occurred,
            viewpoint,
            mode,
            events,
            step.Occurrence,
            step.IsRevised
        );
    }

    /// <summary>It once another took its place: the same object every time, so that what two views share can be seen.</summary>
    internal PastWord<T> AsPast => field ??= new(Value, Viewpoint, At.Instant, Occurred, Events, IsRevised);

    /// <summary>Whether it gives the same happening a date that another word's cannot be.</summary>
    internal bool Misdates(Word<T> other) =>
        Happening is not null && ReferenceEquals(Happening, other.Happening) && !Occurred.Overlaps(other.Occurred);
}

/// <summary>Why a word stands against a value.</summary>
[JsonConverter(typeof(NamedValue<RivalKind>))]
public enum RivalKind
{
    /// <summary>It says another value.</summary>
    Value,

    /// <summary>It says the same of another date.</summary>
    Date,

    /// <summary>It tells the happening behind the value of another subject: another party, another proposal.</summary>
    Subject,

    /// <summary>It denies the happening behind the value.</summary>
    Denial,
}

/// <summary>Another viewpoint's word that differs from the value, dates or tells the happening behind it otherwise, or denies it.</summary>
/// <param name="Value">What it says; absent for a denial and where it speaks of another subject.</param>
/// <param name="Viewpoint">Whose word it is.</param>
/// <param name="Since">From when, by that word.</param>
/// <param name="Occurred">Its date as asserted.</param>
/// <param name="WeakestMode">The weakest mode of the assertions behind it.</param>
/// <param name="Events">The assertions behind it.</param>
/// <param name="Denies">Whether it denies rather than says otherwise.</param>
/// <param name="Kind">Why it stands against the value; absent where it says another one.</param>
/// <param name="Of">Of whom it tells the happening, as ids; absent unless of another subject.</param>
/// <param name="Perhaps">Of a denial: whether it may be of another happening like it.</param>
public sealed record Rival<T>(
    T? Value,
    Viewpoint Viewpoint,
    DateTimeOffset Since,
    Edtf Occurred,
    Mode WeakestMode,
    IReadOnlyList<EventId> Events,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Denies = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] RivalKind Kind = RivalKind.Value,
    string? Of = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Perhaps = false
) : IIdentified
{
    string IIdentified.Identity => $"{Viewpoint} {Kind} {Of} {Perhaps}";
}

/// <summary>Turns rivals of one field into those of another that follows from it.</summary>
internal static class Rivals
{
    /// <summary>The rival with what its word makes of another field.</summary>
    internal static Rival<TTo> As<T, TTo>(this Rival<T> rival, TTo value) =>
        new(
            rival.Kind is RivalKind.Value or RivalKind.Date ? value : default,
            rival.Viewpoint,
            rival.Since,
            rival.Occurred,
            rival.WeakestMode,
            rival.Events,
            rival.Denies,
            rival.Kind,
            rival.Of,
            rival.Perhaps
        );
}

/// <summary>A word that a field's value does not rest on and that does not stand against it: a later one took its place.</summary>
/// <param name="Value">What it said.</param>
/// <param name="Viewpoint">Whose word it was.</param>
/// <param name="Since">From when, by that word.</param>
/// <param name="Occurred">Its date as asserted.</param>
/// <param name="Events">The assertions behind it.</param>
/// <param name="Revised">Whether its viewpoint told the same happening otherwise later; else a later happening superseded it.</param>
public sealed record PastWord<T>(
    T Value,
    Viewpoint Viewpoint,
    DateTimeOffset Since,
    Edtf Occurred,
    IReadOnlyList<EventId> Events,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Revised = false
) : IIdentified
{
    string IIdentified.Identity => string.Join(' ', Events);
}

/// <summary>
/// A value in a view, with every viewpoint's latest word on it. The answer is the latest of all in fold order. A rival counts when its value
/// differs, or its date of the same happening, and the latest instant it speaks of is not before the present value began; so does a denial of the
/// happening behind the value, and an account that tells that happening of another subject. All other words are its history.
/// </summary>
public sealed class Field<T>
{
    private readonly Word<T>? _overall;
    private readonly ImmutableArray<Word<T>> _words;
    private readonly ImmutableList<PastWord<T>> _past;

    // Looked for once: a view asks of each of its fields.
    private IReadOnlyList<Rival<T>>? _rivals;

    // Of a field that was read back: who is behind it, who says otherwise and what was said before, which no words tell.
    private readonly Shown? _shown;

    internal Field(Word<T>? overall, ImmutableArray<Word<T>> words, ImmutableList<PastWord<T>> past) =>
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
        IReadOnlyList<PastWord<T>>? history
    )
    {
        var at = DatedInstant.AsStated(since);
        _overall = new(value, Place: 0, at, at, occurred, viewpoints.Count > 0 ? viewpoints[0] : default, weakestMode, events, null);
        (_words, _past) = ([], []);
        _shown = new(viewpoints, contested, history);
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

    /// <summary>Who says otherwise, by viewpoint; null when nobody does.</summary>
    public IReadOnlyList<Rival<T>>? Contested =>
        _shown is { } shown ? shown.Contested
        : (_rivals ??= [.. Rivals()]) is { Count: > 0 } rivals ? rivals
        : null;

    /// <summary>What was said of it before, in the order in which other words took its place, then what is merely out of date; null when nothing was.</summary>
    public IReadOnlyList<PastWord<T>>? History
    {
        get
        {
            if (_shown is { } shown)
                return shown.History;
            var current = Current;
            var past = _past.AddRange(
                _words
                    .Where(w => !ReferenceEquals(w, current) && !IsBehind(w, current) && !IsRival(w, current))
                    .OrderBy(w => w.Place)
                    .ThenBy(w => w.Viewpoint)
                    .Select(w => w.AsPast)
            );
            return past.IsEmpty ? null : past;
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
            return new(_overall, _words, _past.Add(word.AsPast));
        return new(step.IsOverall ? word : _overall, step.Viewpoint is null ? _words : Replace(word), PastAfter(step, word));
    }

    /// <summary>The field once time alone has changed its value; the rest of it is as it was.</summary>
    /// <param name="value">The value since.</param>
    /// <param name="since">From when.</param>
    internal Field<T> Judged(T value, DateTimeOffset since)
    {
        var (events, viewpoints) = (Events, Viewpoints);
        List<Rival<T>> rivals = [.. (Contested ?? []).Where(r => r.Kind is not RivalKind.Value || !Same(r.Value, value))];
        PastWord<T> past = new(Value, viewpoints.Count > 0 ? viewpoints[0] : default, Since, Occurred, events);
        return new(value, since, Occurred, events, viewpoints, WeakestMode, rivals.Count > 0 ? rivals : null, [.. History ?? [], past]);
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
                word.Value,
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
            default,
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

    private ImmutableList<PastWord<T>> PastAfter(Step step, Word<T> word) =>
        step.Viewpoint is not null && _words.FirstOrDefault(w => w.Viewpoint == word.Viewpoint) is { } superseded
            ? _past.Add(superseded.AsPast)
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
        IReadOnlyList<PastWord<T>>? History
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
        return new(step.IsOverall ? word : null, step.Viewpoint is null ? [] : [word], []);
    }

    /// <summary>The field after a step that may say nothing of it.</summary>
    public static Field<T>? SayIf<T>(this Field<T>? field, Step step, T? value)
        where T : struct => value is { } said ? field.Say(step, said) : field;

    /// <inheritdoc cref="SayIf{T}(Field{T}?, Step, T?)"/>
    public static Field<string>? SayIf(this Field<string>? field, Step step, string? value) =>
        value is null ? field : field.Say(step, value);

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

    internal static IEnumerable<ContestedField> ContestedAs<T>(this Field<T>? field, string pointer) =>
        field?.Contested is { } rivals ? [new(pointer, Text(field.Value), [.. rivals.Select(r => r.ByText(Text))])] : [];

    private static ContestedBy ByText<T>(this Rival<T> rival, Func<T, string> text) =>
        new(
            rival.Kind is RivalKind.Denial or RivalKind.Subject ? null : text(rival.Value!),
            rival.Viewpoint,
            rival.Since,
            rival.Events,
            rival.Kind,
            rival.Kind is RivalKind.Value ? null : rival.Occurred,
            rival.Of,
            rival.Perhaps
        );

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
public sealed record ContestedField(string Field, string Value, IReadOnlyList<ContestedBy> Rivals) : IIdentified
{
    string IIdentified.Identity => Field;
}

/// <summary>A rival of a contested field.</summary>
/// <param name="Value">What it says instead, as text; absent when it denies the happening or tells it of another subject.</param>
/// <param name="Viewpoint">Whose word it is.</param>
/// <param name="Since">From when, by that word.</param>
/// <param name="Events">The assertions behind it.</param>
/// <param name="Kind">Why it stands against the value; absent where it says another one.</param>
/// <param name="Occurred">Its date as asserted; absent where it says another value.</param>
/// <param name="Of">Of whom it tells the happening, as ids; absent unless of another subject.</param>
/// <param name="Perhaps">Of a denial: whether it may be of another happening like it.</param>
public sealed record ContestedBy(
    string? Value,
    Viewpoint Viewpoint,
    DateTimeOffset Since,
    IReadOnlyList<EventId> Events,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] RivalKind Kind = RivalKind.Value,
    Edtf? Occurred = null,
    string? Of = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Perhaps = false
) : IIdentified
{
    string IIdentified.Identity => $"{Viewpoint} {Kind} {Of} {Perhaps} {Events[0]}";
}
