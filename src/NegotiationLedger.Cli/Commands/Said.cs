using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>Another account's word on a field.</summary>
/// <param name="Kind">How it stands against the value: <c>date</c>, <c>subject</c>, <c>denial</c>; null where it says another one.</param>
/// <param name="Value">What it says instead; null where it says no other value.</param>
/// <param name="Viewpoint">Whose account.</param>
/// <param name="Occurred">Its date, as asserted.</param>
/// <param name="Subject">Of whom it tells the happening, as ids.</param>
/// <param name="IsPerhaps">Of a denial: whether it may be of another happening like it.</param>
internal sealed record Rival(string? Kind, string? Value, string? Viewpoint, string? Occurred, string? Subject, bool IsPerhaps)
{
    /// <summary>A rival as an answer holds it.</summary>
    public static Rival Of(JsonElement rival) =>
        new(
            rival.Text("kind"),
            Said.ValueOf(rival),
            rival.Text("viewpoint"),
            rival.Text("occurred"),
            rival.Text("of"),
            rival.Flag("perhaps")
        );

    /// <summary>What it says, and who does.</summary>
    public Phrase Against(Names names) =>
        Phrase.Of($"{names.Viewpoint(Viewpoint)} {Words(names)}", Ink.Doubt).On(Kind == "date" ? null : Occurred);

    private string Words(Names names) =>
        Kind switch
        {
            "denial" => IsPerhaps ? "denies it, or another like it" : "denies it",
            "date" => $"dates it {Occurred}",
            "subject" => $"tells it of {names.AllParties((Subject ?? "").Split(", "))}",
            _ => $"says: {Saying.Words(Value)}",
        };
}

/// <summary>A field of a view: its value, since when, who says so, and who says otherwise.</summary>
/// <param name="Value">The value as text.</param>
/// <param name="Occurred">Its date, as asserted.</param>
/// <param name="Viewpoints">Whose accounts are behind it.</param>
/// <param name="WeakestMode">The weakest mode behind it.</param>
/// <param name="Rivals">Who says otherwise.</param>
/// <param name="EndedBy">Why it holds though nobody says so: <c>term</c>, <c>closing</c>; null where those behind it say it.</param>
internal sealed record Said(
    string Value,
    string? Occurred,
    IReadOnlyList<string> Viewpoints,
    string? WeakestMode,
    IReadOnlyList<Rival> Rivals,
    string? EndedBy = null
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
                [.. field.Items("contested").Select(Rival.Of)],
                field.Text("endedBy")
            )
            : null;

    /// <summary>The value of a field or of a rival: a quantity with its unit, the end of a period by its date.</summary>
    public static string? ValueOf(JsonElement holder) =>
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

    /// <summary>Whose account it is, or whose term or closing ended it, and its weakest mode when that is not the speaker's own public word.</summary>
    public static Phrase By(this Said said, Names names) =>
        Phrase.Of(
            $"({Ended(said.EndedBy)}{names.Viewpoints(said.Viewpoints)}{(said.WeakestMode is null ? "" : $"; {Words(said.WeakestMode)}")})",
            Ink.Faint
        );

    private static string Ended(string? by) =>
        by switch
        {
            "term" => "by the term stated by ",
            "closing" => "by the closing reported by ",
            _ => "",
        };

    /// <summary>A line for each who says otherwise.</summary>
    public static IEnumerable<Phrase> Otherwise(this Said? said, Names names) => (said?.Rivals ?? []).Select(r => r.Against(names));

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
