using System.Globalization;

namespace NegotiationLedger.Cli;

/// <summary>An account of the operating system that PostgreSQL runs as when this process is root, which PostgreSQL refuses to be.</summary>
internal sealed record SystemAccount(string Name, int UserId, int GroupId)
{
    /// <summary>The first of postgres and nobody among the lines of a passwd(5) file, or null.</summary>
    public static SystemAccount? Unprivileged(IEnumerable<string> passwd)
    {
        var known = passwd.Select(Parse).OfType<SystemAccount>().ToList();
        return known.Find(a => a.Name == "postgres") ?? known.Find(a => a.Name == "nobody");
    }

    /// <summary>The account with this user id, or null when it has no line or is root.</summary>
    public static SystemAccount? Of(int userId, IEnumerable<string> passwd) =>
        userId == 0 ? null : passwd.Select(Parse).FirstOrDefault(a => a?.UserId == userId);

    /// <summary>The command line that runs <paramref name="line"/> as this account, by the first means that the machine has.</summary>
    /// <remarks>setpriv changes the ids and nothing else; runuser and su open a session for the account, which may have no usable shell of its own.</remarks>
    public IEnumerable<string> RunAs(IEnumerable<string> line)
    {
        if (Exists("setpriv"))
        {
            string[] ids = [$"--reuid={UserId}", $"--regid={GroupId}", "--clear-groups"];
            return ["setpriv", .. ids, "--", .. line];
        }
        return Exists("runuser")
            ? ["runuser", "-u", Name, "--", .. line]
            : ["su", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", Name, "--", .. line];
    }

    private static SystemAccount? Parse(string line) =>
        line.Split(':') is [var name, _, var user, var group, ..]
        && int.TryParse(user, CultureInfo.InvariantCulture, out var userId)
        && int.TryParse(group, CultureInfo.InvariantCulture, out var groupId)
            ? new SystemAccount(name, userId, groupId)
            : null;

    private static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(directory => File.Exists(Path.Combine(directory, program)));
}
