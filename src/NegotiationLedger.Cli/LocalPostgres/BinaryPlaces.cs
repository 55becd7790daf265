namespace NegotiationLedger.Cli;

/// <summary>Where PostgreSQL's programs are looked for, and in which order.</summary>
internal static class BinaryPlaces
{
    /// <summary>The variable that names the directory to use and no other.</summary>
    public const string Variable = "LEDGER_POSTGRES_BIN";

    // parent, what a version's directory starts with, and where its programs are below it
    private static readonly (string Parent, string Prefix, string Below)[] Usual =
    [
        ("/usr/lib/postgresql", "", "bin"), // Debian, Ubuntu
        ("/usr", "pgsql-", "bin"), // PostgreSQL's own packages for Red Hat
        ("/opt/homebrew/opt", "postgresql@", "bin"),
        ("/usr/local/opt", "postgresql@", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
        (@"C:\Program Files\PostgreSQL", "", "bin"),
    ];

    /// <summary>The directories on this machine, in the order of preference.</summary>
    public static IReadOnlyList<string> OnThisMachine() => InOrder(Environment.GetEnvironmentVariable, Subdirectories);

    /// <summary>The named directory alone when there is one; else PATH, then the usual places, the newest version of each first.</summary>
    /// <param name="variable">An environment variable's value, or null.</param>
    /// <param name="subdirectories">The names of a directory's subdirectories; empty when it does not exist.</param>
    public static IReadOnlyList<string> InOrder(Func<string, string?> variable, Func<string, IEnumerable<string>> subdirectories)
    {
        if (variable(Variable) is { Length: > 0 } named)
            return [named];
        var path = (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var usual =
            from place in Usual
            from name in subdirectories(place.Parent)
            where name.StartsWith(place.Prefix, StringComparison.Ordinal)
            let major = MajorIn(name[place.Prefix.Length..])
            where major is not null
            orderby major descending
            select Path.Combine(place.Parent, name, place.Below);
        return [.. path.Concat(usual).Distinct()];
    }

    // 15 in "15", "15.4" and "15-beta"; null when no number leads.
    private static int? MajorIn(string name) =>
        int.TryParse(
            name.AsSpan(0, name.AsSpan().IndexOfAnyExceptInRange('0', '9') is var end && end >= 0 ? end : name.Length),
            out var major
        )
            ? major
            : null;

    private static IEnumerable<string> Subdirectories(string directory) =>
        Directory.Exists(directory) ? Directory.EnumerateDirectories(directory).Select(d => Path.GetFileName(d)) : [];
}
