using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Cli;

/// <summary>Shows frames: as a line each; or one by one, what was asserted on the left and the state of the talks on the right.</summary>
/// <param name="negotiation">The negotiation's id.</param>
/// <param name="names">What parties are called.</param>
/// <param name="view">The view that is replayed.</param>
internal sealed class FramePage(string negotiation, Names names, string view)
{
    private const int NarrowestForTwo = 100;

    private static readonly Dictionary<string, Action<Page, Answer>> Views = new(StringComparer.Ordinal)
    {
        ["status"] = Status.Show,
        ["demands"] = Demands.Show,
        ["proposals"] = Proposals.Show,
        ["agreements"] = Agreements.Show,
        ["matrix"] = Matrix.Show,
        ["timeline"] = Timeline.Show,
    };

    /// <summary>A frame in one line: its number, when it occurred, what it is, on whose word, what it changed, and which record it is.</summary>
    public string LineOf(JsonElement frame)
    {
        var data = Shown(frame);
        var what = frame.Text("what") ?? "";
        var words = frame.Texts("words").Where(w => !string.Equals(w, what, StringComparison.OrdinalIgnoreCase)).ToList();
        string[] parts =
        [
            $"{frame.Text("frame"), 5}",
            $"{data.Text("occurred") ?? (frame.Member("entry") is null ? Moments.DayOf(frame.Text("at")) : "-"), -23}",
            $"{Claimed(data)}{what}{Account(frame, data)}" + (words.Count == 0 ? "" : $": {string.Join("; ", words)}"),
            frame.Member("entry") is { } entry ? $"@{entry.Text("sequence")} #{entry.Text("version")} {entry.Text("id")}" : "",
        ];
        return string.Join("  ", parts.Select((p, i) => i < 2 ? p : Printable.Of(p))).TrimEnd();
    }

    /// <summary>Draws a frame on a screen of a width and a height, in so many lines at most.</summary>
    public IReadOnlyList<string> Draw(JsonElement frame, JsonElement shown, string heading, string footing, Canvas canvas)
    {
        var isWide = canvas.Width >= NarrowestForTwo;
        var left = canvas.Print(isWide ? canvas.Width * 2 / 5 : canvas.Width, page => ShowFrame(page, frame));
        var right = canvas.Print(isWide ? canvas.Width - canvas.Width * 2 / 5 - 3 : canvas.Width, page => ShowState(page, shown));
        var body = isWide ? canvas.Beside(left, canvas.Width * 2 / 5, right) : [.. left, "", .. right];
        var top = canvas.Print(canvas.Width, page => page.Line(Phrase.Of(heading, Ink.Strong)));
        var bottom = canvas.Print(canvas.Width, page => page.Line(Phrase.Of(footing, Ink.Faint)));
        return [.. top, "", .. body.Take(Math.Max(1, canvas.Height - top.Count - bottom.Count - 2)), "", .. bottom];
    }

    private void ShowFrame(Page page, JsonElement frame)
    {
        var data = Shown(frame);
        var entry = frame.Member("entry") ?? default;
        var attribution = data.Member("attribution") ?? default;
        page.Line(Phrase.Of($"{Claimed(data)}{frame.Text("what")}", Ink.Strong));
        page.Facts(
            ("type", Phrase.Of(Saying.Words(entry.Text("type")))),
            ("occurred", Phrase.Of(data.Text("occurred"))),
            ("account", Phrase.Of(names.Viewpoint(entry.Text("viewpoint")))),
            ("speaker", Phrase.Of(attribution.Text("speaker"))),
            (
                "relayed by",
                Phrase.Of(string.Join(", ", attribution.Items("relayedBy").Select(r => r.Text("publisher") ?? r.Text("speaker"))))
            ),
            ("source", Phrase.Of(attribution.Text("source"))),
            ("mode", Phrase.Of(Saying.Words(attribution.Text("mode")))),
            ("asserted on", Phrase.Of(attribution.Text("assertedOn"))),
            ("quote", attribution.Member("quote")?.Text("exact") is { } quote ? Phrase.Of($"\"{quote}\"") : Phrase.None),
            ("about", Phrase.Of(data.Text("assertion"))),
            ("at", Phrase.Of(frame.Member("entry") is null ? Moments.DayOf(frame.Text("at")) : null)),
            (
                "recorded",
                frame.Member("entry") is null ? Phrase.None : Records.PlaceOf(entry).Then(",", Ink.Faint) + Moments.RecordedOf(entry)
            ),
            ("id", Phrase.Of(entry.Text("id"), Ink.Faint))
        );
        page.Heading("What changed");
        var words = frame.Texts("words");
        if (words.Count == 0)
            page.Line(Phrase.Of("Nothing in this view.", Ink.Faint));
        foreach (var sentence in words)
            page.Line(Phrase.Of(sentence));
    }

    private void ShowState(Page page, JsonElement shown)
    {
        var answer = new JsonObject { ["negotiation"] = negotiation, ["answer"] = JsonNode.Parse(shown.GetRawText()) };
        Views[view](page, new Answer(JsonSerializer.SerializeToElement(answer)));
    }

    private static JsonElement Shown(JsonElement frame) => frame.Member("shown") ?? frame.Member("entry")?.Member("data") ?? default;

    private static string Claimed(JsonElement data) => data.Text("claim") is { } claim and not "actual" ? $"{claim}: " : "";

    private string Account(JsonElement frame, JsonElement data) =>
        data.Member("attribution") is { } attribution
            ? $" ({names.Viewpoint(frame.Member("entry")?.Text("viewpoint"))}; {Saying.Words(attribution.Text("mode"))})"
        : frame.Member("entry") is { } entry ? $" (recorded by {entry.Text("recordedBy")})"
        : "";
}
