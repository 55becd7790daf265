using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>The server's answer of a view, with what it was made through and at.</summary>
internal sealed class Answer(JsonElement envelope)
{
    /// <summary>The view.</summary>
    public JsonElement View { get; } = envelope.Member("answer") ?? default;

    /// <summary>Of a part: where the next page begins; null on the last.</summary>
    public string? Next { get; } = envelope.Text("next");

    /// <summary>What its ids are called.</summary>
    public Names Names { get; } = new(envelope.Member("answer")?.Member("frame"));

    /// <summary>Shows the title and the subject.</summary>
    public void ShowHead(Page page)
    {
        var frame = View.Member("frame") ?? default;
        page.Line(
            Phrase.Of(Said.Of(frame, "title")?.Value ?? envelope.Text("negotiation"), Ink.Strong)
                + Phrase.Of($"({envelope.Text("negotiation")})", Ink.Faint)
        );
    }

    /// <summary>Shows the warnings, then the lens and the position that the answer was made at; nothing of an answer that does not tell them.</summary>
    public void ShowFoot(Page page)
    {
        if (envelope.Member("lens") is null)
            return;
        page.Gap();
        ShowFoot(page, envelope);
    }

    /// <summary>Shows an envelope's warnings, lens and position.</summary>
    public static void ShowFoot(Page page, JsonElement envelope)
    {
        foreach (var warning in envelope.Items("warnings"))
            page.Line(
                Phrase.Of("warning", Ink.Doubt) + Phrase.Of(warning.Text("detail")) + Phrase.Of($"({warning.Text("code")})", Ink.Faint)
            );
        var lens = envelope.Member("lens") ?? default;
        string[] parts =
        [
            .. Bound("occurred until", lens.Text("occurredUntil")),
            .. Bound("asserted until", lens.Text("assertedUntil")),
            .. Bound("recorded until", lens.Text("recordedUntil")),
            .. Bound("according to", string.Join(", ", lens.Texts("accordingTo"))),
            .. Bound("standing", lens.Text("standing")),
        ];
        var seen = parts.Length == 0 ? "everything" : string.Join(page.Dot, parts);
        page.Line(
            Phrase.Of($"lens: {seen}{page.Dot}position {envelope.Text("position")}{page.Dot}version {envelope.Text("version")}", Ink.Faint)
        );
    }

    private static IEnumerable<string> Bound(string name, string? value) => string.IsNullOrEmpty(value) ? [] : [$"{name} {value}"];
}
