using System.Text.RegularExpressions;
using Spectre.Console;

namespace NegotiationLedger.Cli;

/// <summary>A screen of a size, on which blocks of print can stand beside each other.</summary>
/// <param name="Width">In characters.</param>
/// <param name="Height">In lines.</param>
/// <param name="Like">Whose colours and characters are used.</param>
internal sealed partial record Canvas(int Width, int Height, IAnsiConsole Like)
{
    /// <summary>What is printed on a page of a width, line by line.</summary>
    public IReadOnlyList<string> Print(int width, Action<Page> print)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(text),
                Ansi = Like.Profile.Capabilities.Ansi ? AnsiSupport.Yes : AnsiSupport.No,
                ColorSystem = (ColorSystemSupport)Like.Profile.Capabilities.ColorSystem,
                Interactive = InteractionSupport.No,
            }
        );
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = Like.Profile.Capabilities.Unicode;
        print(new Page(console));
        return text.ToString().TrimEnd('\n', '\r').Split('\n');
    }

    /// <summary>Two blocks beside each other, with a rule between them.</summary>
    public IReadOnlyList<string> Beside(IReadOnlyList<string> left, int width, IReadOnlyList<string> right)
    {
        var rule = Like.Profile.Capabilities.Unicode ? "│" : "|";
        return
        [
            .. Enumerable
                .Range(0, Math.Max(left.Count, right.Count))
                .Select(i => $"{Padded(left.ElementAtOrDefault(i) ?? "", width)} {rule} {right.ElementAtOrDefault(i)}"),
        ];
    }

    private static string Padded(string line, int width) =>
        line + new string(' ', Math.Max(0, width - Escapes().Replace(line, "").TrimEnd('\r').GetCellWidth()));

    [GeneratedRegex(@"\u001B\[[0-9;]*m|\u001B\]8;[^\u001B]*\u001B\\", RegexOptions.NonBacktracking)]
    private static partial Regex Escapes();
}
