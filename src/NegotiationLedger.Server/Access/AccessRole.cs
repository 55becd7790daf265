namespace NegotiationLedger.Server;

/// <summary>What somebody may do. Who has several roles may do what any of them may.</summary>
// A role's own bit has no name: nobody has it without those of the roles below.
#pragma warning disable MA0062
[Flags]
public enum AccessRole
#pragma warning restore MA0062
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read everything, a page or a view at a time.</summary>
    Reader = 1,

    /// <summary>Read, and record.</summary>
    Recorder = Reader | 2,

    /// <summary>Read, and take whole exports away. Records nothing: who audits a ledger does not write it.</summary>
    Auditor = Reader | 4,

    /// <summary>Everything: also keys, retries and rebuilds.</summary>
    Admin = Recorder | Auditor | 8,
}

/// <summary>The roles by their names.</summary>
public static class AccessRoles
{
    private static readonly (AccessRole Role, string Name)[] Each =
    [
        (AccessRole.Reader, "reader"),
        (AccessRole.Recorder, "recorder"),
        (AccessRole.Auditor, "auditor"),
        (AccessRole.Admin, "admin"),
    ];

    /// <summary>The names, as they are listed for people.</summary>
    public static string All { get; } = string.Join(", ", Each.Select(n => n.Name));

    /// <summary>The role of a name; null when there is none.</summary>
    public static AccessRole? Find(string name) => Each.Where(n => n.Name == name).Select(n => (AccessRole?)n.Role).FirstOrDefault();

    /// <summary>Whether who has some roles may do what another is needed for.</summary>
    public static bool Allow(this AccessRole had, AccessRole needed) => (had & needed) == needed;

    /// <summary>The names of roles, those left out that another includes: who records reads.</summary>
    public static IReadOnlyList<string> Names(this AccessRole roles)
    {
        var had = Each.Where(n => roles.Allow(n.Role)).ToList();
        return [.. had.Where(n => !had.Any(o => o.Role != n.Role && o.Role.Allow(n.Role))).Select(n => n.Name)];
    }

    /// <summary>Roles in words: <c>admin</c>, <c>recorder and auditor</c>, or <c>none</c>.</summary>
    public static string Describe(this AccessRole roles) => roles.Names() is { Count: > 0 } names ? string.Join(" and ", names) : "none";
}
