using System.Text.RegularExpressions;
using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests;

/// <summary>What the documents about security point at is there: files, types, members of types, and tests.</summary>
public sealed partial class SecurityChecklistTests
{
    private static readonly string Tree = Path.GetDirectoryName(SourceTree.Root)!;

    private static readonly string Checklist = File.ReadAllText(Path.Combine(Tree, "ops", "security-checklist.md"));

    private static readonly ILookup<string, string> Declarations = Folders("src", "tests")
        .SelectMany(f => Directory.EnumerateFiles(f, "*.cs"))
        .Select(File.ReadAllText)
        .SelectMany(text => Declared().Matches(text).Select(m => (Name: m.Groups["name"].Value, Text: text)))
        .Distinct()
        .ToLookup(d => d.Name, d => d.Text);

    [Fact]
    public void Everything_that_the_checklist_names_is_there() => NamesIn(Checklist).Where(n => !Exists(n)).ShouldBeEmpty();

    [Fact]
    public void Every_test_that_the_threats_name_is_there() =>
        NamesIn(File.ReadAllText(Path.Combine(Tree, "ops", "security.md")))
            .Where(n => n.Split('.')[0].EndsWith("Tests", StringComparison.Ordinal) && !Exists(n))
            .ShouldBeEmpty();

    [Fact]
    public void A_requirement_is_answered_once_and_every_answer_points_at_something_or_says_what_is_missing()
    {
        var rows = Row().Matches(Checklist).Select(m => (Number: m.Groups["number"].Value, Answer: m.Groups["answer"].Value)).ToList();
        rows.Count.ShouldBeGreaterThan(150);
        rows.Select(r => r.Number).ShouldBeUnique();
        rows.Where(r => r.Answer.Trim().Length == 0).ShouldBeEmpty();
    }

    private static IEnumerable<string> NamesIn(string text) => Quoted().Matches(text).Select(m => m.Groups["name"].Value).Distinct();

    private static bool Exists(string name)
    {
        if (File.Exists(Path.Combine(Tree, name)))
            return true;
        var parts = name.Split('.');
        return parts.Length switch
        {
            1 => Declarations.Contains(name),
            2 => Declarations[parts[0]]
                .Any(text => Regex.IsMatch(text, $@"[\w>?\]] {Regex.Escape(parts[1])}\b", RegexOptions.NonBacktracking)),
            _ => false,
        };
    }

    private static IEnumerable<string> Folders(params IEnumerable<string> below) =>
        below
            .Select(f => Path.Combine(Tree, f))
            .SelectMany(f => Directory.EnumerateDirectories(f, "*", SearchOption.AllDirectories).Prepend(f))
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    [GeneratedRegex(
        @"\b(?:class|record|record struct|struct|interface|enum) (?<name>[A-Z]\w*)",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Declared();

    [GeneratedRegex("`(?<name>[^`\n]+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();

    [GeneratedRegex(
        @"^\| (?<number>\d+\.\d+\.\d+) \|[^|\n]*\|(?<answer>[^|\n]*)\|$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Row();
}
