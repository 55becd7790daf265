namespace NegotiationLedger.Tests.Support;

/// <summary>The source files under <c>src</c>, for tests about the house itself.</summary>
public static class SourceTree
{
    /// <summary>The folder <c>src</c>.</summary>
    public static string Root { get; } = Find();

    /// <summary>Files of a kind, as paths below <see cref="Root"/> with slashes; none that a build made.</summary>
    public static IEnumerable<string> Files(string pattern) =>
        Directory
            .EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));

    /// <summary>The names that a C# file uses, each with the name that a dot joins it to (empty for none); those of comments and of plain strings are left out.</summary>
    public static IReadOnlySet<(string Owner, string Name)> Names(string path)
    {
        var text = File.ReadAllText(Path.Combine(Root, path));
        var names = new HashSet<(string, string)>();
        var (last, isJoined) = ("", false);
        for (var i = 0; i < text.Length; )
        {
            var end = Token(text, i);
            var token = text[i..end];
            if (char.IsLetter(token[0]) || token[0] == '_')
            {
                names.Add((isJoined ? last : "", token));
                (last, isJoined) = (token, false);
            }
            else if (!char.IsWhiteSpace(token[0]))
                isJoined = token == ".";
            i = end;
        }

        return names;
    }

    // Where what begins at a place ends: a name, a comment, a plain string, or a single character.
    private static int Token(string text, int start)
    {
        var end = start + 1;
        if (char.IsLetter(text[start]) || text[start] == '_')
        {
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
                end++;
            return end;
        }

        var rest = text.AsSpan(start);
        if (rest.StartsWith("//", StringComparison.Ordinal))
            return After(text, "\n", start);
        var isCode = start > 0 && text[start - 1] == '$';
        if (rest.StartsWith("\"\"\"", StringComparison.Ordinal))
            return isCode ? start + 3 : After(text, "\"\"\"", start + 3);
        if (text[start] != '"' || isCode)
            return end;
        while (end < text.Length && text[end] is not ('"' or '\n'))
            end += text[end] == '\\' ? 2 : 1;
        return Math.Min(end + 1, text.Length);
    }

    private static int After(string text, string mark, int start) =>
        text.IndexOf(mark, start, StringComparison.Ordinal) is >= 0 and var found ? found + mark.Length : text.Length;

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NegotiationLedger.sln")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "src");
    }
}
