using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>Another account's word on a field.</summary>
/// <param name="Value">What it says instead; null when it denies.</param>
/// <param name="Viewpoint">Whose account.</param>
/// <param name="Occurred">Its date, as asserted.</param>
internal sealed record Rival(string? Value, string? Viewpoint, string? Occurred);

/// <summary>A field of a view: its value, since when, who says so, and who says otherwise.</summary>
/// <param name="Value">The value as text.</param>
/// <param name="Occurred">Its date, as asserted.</param>
/// <param name="Viewpoints">Whose accounts are behind it.</param>
/// <param name="WeakestMode">The weakest mode behind it.</param>
/// <param name="Rivals">Who says otherwise.</param>
internal sealed record Said(
    string Value,
    string? Occurred,
    IReadOnlyList<string> Viewpoints,
    string? WeakestMode,
    IReadOnlyList<Rival> Rivals
)
{
    /// <summary>A member that is a field of a view; null when absent.</summary>
    public static Said? Of(JsonElement owner, string name) =>
        owner.Member(name) is { } field && ValueOf(field) is { } value
            ? new(
                value,
                field.Text("occurred"),
                field.Texts("viewpoints"),
                field.Text("weakestMode"),
                [
                    .. field
                        .Items("contested")
                        .Select(r => new Rival(r.Flag("denies") ? null : ValueOf(r), r.Text("viewpoint"), r.Text("occurred"))),
                ]
            )
            : null;

    // A quantity is told with its unit, the end of a period by its date.
    private static string? ValueOf(JsonElement holder) =>
        holder.Text("value")
        ?? (
            holder.Member("value") is { ValueKind: JsonValueKind.Object } value
                ? value.Text("number") is { } number
                    ? $"{number} {value.Text("unit")}".TrimEnd()
                    : value.Text("on")
                : null
        );
}

/// <summary>Puts fields into words.</summary>
internal static class Saying
{
    /// <summary>The value, in words; <c>contested</c> behind it when somebody says otherwise.</summary>
    public static Phrase Worded(this Said? said, string? ink = null) => said is null ? Phrase.None : said.As(Words(said.Value), ink);

    /// <summary>Another wording of the value, marked in the same way.</summary>
    public static Phrase As(this Said said, string value, string? ink = null) =>
        Phrase.Of(value, ink) + (said.Rivals.Count > 0 ? Phrase.Of("(contested)", Ink.Doubt) : Phrase.None);

    /// <summary>The value with its date.</summary>
    public static Phrase Dated(this Said? said, string? ink = null) => said.Worded(ink).On(said?.Occurred);

    /// <summary>What is told, with its date as asserted behind a comma.</summary>
    public static Phrase On(this Phrase told, string? occurred) =>
        told.IsEmpty ? Phrase.Of(occurred, Ink.Faint)
        : string.IsNullOrEmpty(occurred) ? told
        : told.Then($", {occurred}", Ink.Faint);

    /// <summary>The value with its date and whose account it is, and a line for each who says otherwise.</summary>
    public static Phrase Whole(this Said? said, Names names, string? ink = null) =>
        said is null ? Phrase.None : Phrase.Lines([said.Dated(ink) + said.By(names), .. said.Otherwise(names)]);

    /// <summary>Whose account it is, and its weakest mode when that is not the speaker's own public word.</summary>
    public static Phrase By(this Said said, Names names) =>
        Phrase.Of($"({names.Viewpoints(said.Viewpoints)}{(said.WeakestMode is null ? "" : $"; {Words(said.WeakestMode)}")})", Ink.Faint);

    /// <summary>A line for each who says otherwise.</summary>
    public static IEnumerable<Phrase> Otherwise(this Said? said, Names names) =>
        (said?.Rivals ?? []).Select(r =>
            Phrase
                .Of(
                    r.Value is null
                        ? $"{names.Viewpoint(r.Viewpoint)} denies it"
                        : $"{names.Viewpoint(r.Viewpoint)} says: {Words(r.Value)}",
                    Ink.Doubt
                )
                .On(r.Occurred)
        );

    /// <summary>A stored name in words: <c>at_table</c> is at table. Text that is no stored name stays as it is.</summary>
    public static string Words(string? name) =>
        name is not null && name.All(c => c is '_' or (>= 'a' and <= 'z')) ? name.Replace('_', ' ') : name ?? "";

    /// <summary>How often, in words; empty for once.</summary>
    public static string Times(decimal? times) =>
        times switch
        {
            null or <= 1 => "",
            2 => ", twice",
            var many => $", {many} times",
        };
}
