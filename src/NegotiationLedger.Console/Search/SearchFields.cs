using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Console;

/// <summary>A field of the search: a parameter of the audit.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Choices">The values that it may have, where these are few.</param>
/// <param name="Kind">Of which kind the values are, for their words.</param>
public sealed record SearchField(string Name, IReadOnlyList<string>? Choices = null, string Kind = "")
{
    /// <summary>What it is called.</summary>
    internal string Label => Say.Named("SearchField", Name);

    /// <summary>Whether it takes a date.</summary>
    internal bool IsDate => Name.EndsWith("From", StringComparison.Ordinal) || Name.EndsWith("To", StringComparison.Ordinal);

    /// <summary>Which values other records have that it may be given; null for none.</summary>
    internal string? Suggestions => Choices is null && !IsDate && Name is not ("text" or "recordedUntil") ? $"{Name}-values" : null;
}

/// <summary>The fields of the search.</summary>
internal static class SearchFields
{
    /// <summary>Who, where and what.</summary>
    internal static IReadOnlyList<SearchField> Subject { get; } =
    [
        new("negotiation"),
        new("party"),
        new("speaker"),
        new("source"),
        new("publisher"),
        new("recordedBy"),
        new(
            "type",
            [.. EventNames.All.Where(n => !n.Type.IsSubclassOf(typeof(Registration))).Select(n => n.Name).Order(StringComparer.Ordinal)],
            "EventType"
        ),
        new("mode", NamedValue<Mode>.All, nameof(Mode)),
        new("fate", NamedValue<FateAsked>.All, nameof(FateAsked)),
    ];

    /// <summary>When.</summary>
    internal static IReadOnlyList<SearchField> Dates { get; } =
    [
        new("occurredFrom"),
        new("occurredTo"),
        new("assertedFrom"),
        new("assertedTo"),
        new("recordedFrom"),
        new("recordedTo"),
        new("recordedUntil"),
    ];

    /// <summary>In which words.</summary>
    internal static SearchField Text { get; } = new("text");

    /// <summary>In which order.</summary>
    internal static SearchField Sort { get; } = new("sort", NamedValue<AuditOrder>.All, nameof(AuditOrder));

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<SearchField> All { get; } = [Text, .. Subject, .. Dates, Sort];

    /// <summary>Their names.</summary>
    internal static IReadOnlySet<string> Names { get; } = All.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
}
