using System.Globalization;

namespace NegotiationLedger.Views;

/// <summary>What changes of demands are called.</summary>
internal static class DemandWords
{
    /// <summary>The rules.</summary>
    internal static ChangeRule[] Rules { get; } =
    [
        new("parties/*/demands/*", Whole),
        new("parties/*/demands/*/text", Text),
        new(
            "parties/*/demands/*/status",
            (telling, change) => OfKnown(change, () => telling.Field(Subject(telling, change), change, isDetail: true))
        ),
        new(
            "parties/*/demands/*/redLine",
            (telling, change) => OfKnown(change, () => telling.Field(Subject(telling, change), change, RedLine, isDetail: true))
        ),
        new(
            "parties/*/demands/*/issue",
            (telling, change) =>
                OfKnown(change, () => telling.Field($"{Subject(telling, change)}, issue", change, telling.Issue, isDetail: true))
        ),
        new("parties/*/demands/*/reaffirmed", Reaffirmed),
    ];

    private static string Subject(Telling telling, ChangedField change) => $"{telling.Party(change.Names[0])}'s demand {change.Names[1]}";

    private static IEnumerable<string> OfKnown(ChangedField change, Func<IEnumerable<string>> say) =>
        change.IsOwnerNew || change.IsOwnerGone ? [] : say();

    private static IEnumerable<string> Whole(Telling telling, ChangedField change)
    {
        if (change.Before is not null && change.After is not null)
            return [];
        var demand = (change.After ?? change.Before)!;
        var text = Telling.Text(demand["text"], "value");
        var redLine = Telling.Text(demand["redLine"], "value") == "true" ? ", a red line" : "";
        if (change.After is null)
            return [$"No longer on record: {Subject(telling, change)}{(text is null ? "" : $" ({text})")}"];
        return text is null
            ? [$"{Subject(telling, change)} (no wording on record): {Telling.Words(Telling.Text(demand["status"], "value") ?? "")}"]
            : [$"{telling.Party(change.Names[0])} demands: {text}{redLine}"];
    }

    private static IEnumerable<string> Text(Telling telling, ChangedField change) =>
        OfKnown(
            change,
            () =>
                (Telling.Text(change.Before, "value"), Telling.Text(change.After, "value")) switch
                {
                    (null, { } now) => [$"{telling.Party(change.Names[0])} demands: {now}"],
                    var (was, now) when now is not null && was != now => [$"{Subject(telling, change)} now reads: {now}; no longer: {was}"],
                    _ => telling.Field(Subject(telling, change), change, text => text),
                }
        );

    private static string RedLine(string value) => value == "true" ? "a red line" : "not a red line";

    private static IEnumerable<string> Reaffirmed(Telling telling, ChangedField change)
    {
        var (was, now) = (Number(change.Before?.ToString()), Number(change.After?.ToString()));
        return change.IsOwnerNew || change.IsOwnerGone || was == now ? []
            : now > was ? [$"{Subject(telling, change)} stated again{Telling.Time(now + 1)}"]
            : [$"{Subject(telling, change)}: stated {Telling.Often(now + 1)}, no longer {Telling.Often(was + 1)}"];
    }

    private static int Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
