using System.Collections.Immutable;

namespace NegotiationLedger.Views;

/// <summary>A figure as last reported.</summary>
/// <param name="Subject">What is counted, in the words of the account that counts.</param>
/// <param name="Value">The number with its unit.</param>
public sealed record Figure(string Subject, Field<Quantity> Value);

/// <summary>A number of something. Another unit is another quantity.</summary>
/// <param name="Number">The number.</param>
/// <param name="Unit">Of what; null where it is not said.</param>
public sealed record Quantity(decimal Number, string? Unit = null)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Number.ToString(System.Globalization.CultureInfo.InvariantCulture) + (Unit is null ? "" : $" {Unit}");
}

/// <summary>Persons set free, or taken, in one happening.</summary>
public sealed record PersonsMoved
{
    /// <summary>Who let them go, or took them; null when unknown.</summary>
    public PartyId? By { get; init; }

    /// <summary>How many; null when nobody says.</summary>
    public Field<int>? Count { get; init; }

    /// <summary>Who they are, in words.</summary>
    public Field<string>? Who { get; init; }

    /// <summary>That it happened, and who says so or not.</summary>
    public Field<bool>? Happened { get; init; }

    /// <summary>The fields of it on which accounts differ, where it stands at a place.</summary>
    // Whether it happened is told with how many they were, where that is said.
    internal IEnumerable<ContestedField> ContestedAt(string place) =>
        [.. Count.ContestedAs($"{place}/count"), .. Who.ContestedAs($"{place}/who"), .. Happened.ContestedAs($"{place}/happened")];

    // Each happening is kept, so that two accounts of one are not counted as two.
    internal static ImmutableSortedDictionary<string, PersonsMoved> After(
        ImmutableSortedDictionary<string, PersonsMoved> moved,
        string key,
        Step step,
        PartyId? by,
        int? count,
        string? who
    ) =>
        moved.Change(
            key,
            new(),
            persons =>
                persons with
                {
                    By = step.IsOverall ? by : persons.By,
                    Count = persons.Count.SayIf(step, count),
                    Who = persons.Who.SayIf(step, who),
                    Happened = persons.Happened.Say(step, true),
                }
        );
}
