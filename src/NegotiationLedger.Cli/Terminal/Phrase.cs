using Spectre.Console;

namespace NegotiationLedger.Cli;

/// <summary>Text ready for the screen, in runs of one style each. It is drawn as it stands: nothing that others wrote is read as markup.</summary>
internal sealed class Phrase
{
    private readonly (string Text, string? Ink)[] _runs;

    private Phrase(params (string Text, string? Ink)[] runs) => _runs = runs;

    /// <summary>No words.</summary>
    public static Phrase None { get; } = new();

    /// <summary>Whether there are no words.</summary>
    public bool IsEmpty => _runs.Length == 0;

    /// <summary>A phrase of any text, in a style of <see cref="Ink"/>.</summary>
    public static Phrase Of(string? text, string? ink = null) => Printable.Of(text) is { Length: > 0 } words ? new((words, ink)) : None;

    /// <summary>One after the other, with a space between.</summary>
    public static Phrase operator +(Phrase left, Phrase right) => Join(" ", [left, right]);

    /// <summary>The phrases that have words, with a text of ours between them.</summary>
    public static Phrase Join(string between, IEnumerable<Phrase> phrases) =>
        new([
            .. phrases.Where(p => !p.IsEmpty).SelectMany((p, i) => i == 0 ? p._runs : p._runs.Prepend((Text: between, Ink: (string?)null))),
        ]);

    /// <summary>The phrases that have words, each on a line of its own.</summary>
    public static Phrase Lines(params IEnumerable<Phrase> phrases) => Join("\n", phrases);

    /// <summary>Its lines as one, with commas between.</summary>
    public Phrase InOneLine() => new([.. _runs.Select(r => (r.Text.Replace("\n", ", ", StringComparison.Ordinal), r.Ink))]);

    /// <summary>The words followed at once by others.</summary>
    public Phrase Then(string? text, string? ink = null) => Printable.Of(text).Length == 0 ? this : new([.. _runs, (Spaced(text!), ink)]);

    /// <summary>As it is drawn.</summary>
    public Paragraph Draw()
    {
        var drawn = new Paragraph();
        foreach (var (text, ink) in _runs)
            drawn.Append(text, ink is null ? Style.Plain : Style.Parse(ink));
        return drawn;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Concat(_runs.Select(r => r.Text));

    // Our own punctuation keeps the space it begins with.
    private static string Spaced(string text) => (text.StartsWith(' ') ? " " : "") + Printable.Of(text) + (text.EndsWith(' ') ? " " : "");
}

/// <summary>The styles in use, by what they mean.</summary>
internal static class Ink
{
    /// <summary>What a row is about.</summary>
    public const string Strong = "bold";

    /// <summary>What is there to be looked up.</summary>
    public const string Faint = "grey";

    /// <summary>A yes, an agreement, cooperation.</summary>
    public const string Good = "green";

    /// <summary>A no, a break, conflict.</summary>
    public const string Bad = "red";

    /// <summary>What accounts differ on, and warnings.</summary>
    public const string Doubt = "yellow";
}
