using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>How many records a source carries, or a speaker made, and what became of them.</summary>
internal static class Carried
{
    private static readonly string[] Fates = ["corroborated", "disputed", "corrected", "retracted"];

    /// <summary>The counts of an answer in a phrase; none when it has none.</summary>
    public static Phrase Of(JsonElement holder)
    {
        if (holder.Member("counts") is not { } counts)
            return Phrase.None;
        var some = counts.Flag("isAtLeast") ? "at least " : "";
        var told = Fates.Where(f => counts.Number(f) > 0).Select(f => $"{counts.Text(f)} {f}");
        return Phrase.Of(
            $"{some}{Counted(counts.Number("records"), "record")} in {Counted(counts.Number("negotiations"), "negotiation")}"
                + string.Concat(told.Select(t => $", {t}"))
        );
    }

    private static string Counted(decimal? number, string what) => $"{number ?? 0} {what}{(number == 1 ? "" : "s")}";
}
