namespace NegotiationLedger.Values;

/// <summary>Why a text is not a valid EDTF date.</summary>
/// <param name="Why">The reason, as the rest of a sentence.</param>
/// <param name="Right">A form that would be right: what was probably meant, or an example.</param>
internal sealed record EdtfFault(string Why, string Right)
{
    /// <summary>An example of a day.</summary>
    internal const string Day = "2025-07-24";

    /// <summary>An example of an interval.</summary>
    internal const string Interval = "2025-07-17/2025-07-24";

    /// <summary>An example of a set.</summary>
    internal const string Set = "[2025-07-23,2025-07-24]";

    /// <summary>Another form that may be meant as well; null where there is none.</summary>
    internal string? Other { get; init; }

    /// <summary>How much of a text a complaint repeats.</summary>
    internal const int LongestShown = 100;

    /// <summary>The whole complaint about a text.</summary>
    internal string Complaint(string text) =>
        $"'{Shown(text)}' is not a valid EDTF date: {Why}. Write '{Right}'{(Other is null ? "" : $" or '{Other}'")}.";

    /// <summary>The fault as that of a part of a longer text.</summary>
    internal EdtfFault In(string part) => this with { Why = $"in '{Shown(part)}', {Why}" };

    /// <summary>A text as a complaint repeats it.</summary>
    internal static string Shown(string text) => text.Length > LongestShown ? text[..LongestShown] + "…" : text;
}
