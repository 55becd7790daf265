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
/// <param name="Said">What it says; absent for a denial and where it speaks of another subject.</param>
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
    [property: JsonPropertyName("value")] Told<T>? Said,
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
    /// <summary>What it says; the type's default where it says no value.</summary>
    [JsonIgnore]
    public T? Value => Said is { } said ? said.Value : default;

    string IIdentified.Identity => $"{Viewpoint} {Kind} {Of} {Perhaps}";
}

/// <summary>Turns rivals of one field into those of another that follows from it.</summary>
internal static class Rivals
{
    /// <summary>The rival with what its word makes of another field.</summary>
    internal static Rival<TTo> As<T, TTo>(this Rival<T> rival, TTo value) =>
        new(
            rival.Kind is RivalKind.Value or RivalKind.Date ? new(value) : null,
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
