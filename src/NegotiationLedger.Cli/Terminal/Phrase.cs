using Spectre.Console;

namespace NegotiationLedger.Cli.Terminal;

/// <summary>Text ready for the screen. It can only be made of text that was cleaned and escaped, so nothing that others wrote is read as markup.</summary>
internal sealed class Phrase
{
    private Phrase(string markup) => Markup = markup;

    /// <summary>No words.</summary>
    public static Phrase None { get; } = new("");

    /// <summary>The words as Spectre.Console markup.</summary>
    public string Markup { get; }

    /// <summary>Whether there are no words.</summary>
    public bool IsEmpty => Markup.Length == 0;

    /// <summary>A phrase of any text, in a style of <see cref="Ink"/>.</summary>
    public static Phrase Of(string? text, string? ink = null)
    {
        var escaped = Escape(Printable.Of(text));
        return escaped.Length == 0 ? None : new(ink is null ? escaped : $"[{ink}]{escaped}[/]");
    }

    /// <summary>One after the other, with a space between.</summary>
    public static Phrase operator +(Phrase left, Phrase right) => Join(" ", [left, right]);

    /// <summary>The phrases that have words, with a text of ours between them.</summary>
    public static Phrase Join(string between, IEnumerable<Phrase> phrases) =>
        new(string.Join(Escape(between), phrases.Where(p => !p.IsEmpty).Select(p => p.Markup)));

    /// <summary>The phrases that have words, each on a line of its own.</summary>
    public static Phrase Lines(params IEnumerable<Phrase> phrases) => Join("\n", phrases);

    /// <summary>Its lines as one, with commas between.</summary>
    public Phrase InOneLine() => new(Markup.Replace("\n", ", ", StringComparison.Ordinal));

    /// <summary>The words followed at once by others.</summary>
    public Phrase Then(string? text, string? ink = null) => Printable.Of(text).Length == 0 ? this : new(Markup + Raw(text!, ink));

    // Our own punctuation keeps the space it begins with.
    private static string Raw(string text, string? ink)
    {
        var escaped = (text.StartsWith(' ') ? " " : "") + Escape(Printable.Of(text)) + (text.EndsWith(' ') ? " " : "");
        return ink is null ? escaped : $"[{ink}]{escaped}[/]";
    }

    // Some words between colons would be drawn as pictures (:watch:), which nobody wrote: an empty style keeps the colons apart.
    private static string Escape(string text)
    {
        var escaped = Spectre.Console.Markup.Escape(text);
        return Emoji.Replace(escaped) == escaped ? escaped : escaped.Replace(":", "[none]:[/]", StringComparison.Ordinal);
    }

    /// <summary>As it is drawn.</summary>
    public Markup Draw() => new(Markup);

    /// <inheritdoc/>
    public override string ToString() => Spectre.Console.Markup.Remove(Markup);
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
