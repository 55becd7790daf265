using System.Text.Json;

namespace NegotiationLedger.Server;

/// <summary>A request for a key.</summary>
/// <param name="Role">Its role.</param>
/// <param name="Owner">The principal that it asks as.</param>
/// <param name="ExpiresAt">From when it is not accepted any more; null for never.</param>
internal sealed record KeyRequest(string Role, string Owner, DateTimeOffset? ExpiresAt)
{
    internal const int MostOverlap = 7 * 24 * 60 * 60;

    /// <summary>What a body asks for.</summary>
    /// <exception cref="ProblemException">It asks for none that can be made (400).</exception>
    internal static KeyRequest Of(JsonElement body, DateTimeOffset now)
    {
        var members = new BodyMembers(body, "role", "owner", "expires");
        var (role, owner) = (members.Required("role") ?? "", members.Required("owner") ?? "");
        return Of(role, owner, members.Text("expires"), now, members.Problems);
    }

    /// <summary>What a form asks for.</summary>
    /// <exception cref="ProblemException">It asks for none that can be made (400).</exception>
    internal static KeyRequest Of(string role, string owner, string? expires, DateTimeOffset now)
    {
        var problems = new List<Problem>();
        if (role.Length == 0)
            problems.Add(new("/role", $"There is no role: give one of {AccessRoles.All}."));
        if (owner.Length == 0)
            problems.Add(new("/owner", "There is no owner: give the name that is shown as recordedBy."));
        return Of(role, owner, expires, now, problems);
    }

    private static KeyRequest Of(string role, string owner, string? expires, DateTimeOffset now, List<Problem> problems)
    {
        if (role.Length > 0 && AccessRoles.Find(role) is null)
            problems.Add(new("/role", $"'{role}' is not a role: give one of {AccessRoles.All}."));
        if (owner.Length > 0 && LedgerPrincipal.ComplaintOfOwner(owner) is { } complaint)
            problems.Add(new("/owner", $"'{owner}' cannot own a key: {complaint}. Give the name that is shown as recordedBy."));
        var (end, wrong) = expires is null ? (null, null) : KeyExpiry.Read(expires, now);
        if (wrong is not null)
            problems.Add(new("/expires", wrong));
        return problems.Count == 0 ? new(role, owner, end) : throw Problems.Invalid(problems);
    }

    /// <summary>For how long a rotated key overlaps with its successor, as a body says.</summary>
    /// <exception cref="ProblemException">It says none that there can be (400).</exception>
    internal static TimeSpan OverlapOf(JsonElement body)
    {
        var members = new BodyMembers(body, "overlapSeconds");
        var seconds = 0;
        if (
            members.Find("overlapSeconds", out var given)
            && !(given.ValueKind is JsonValueKind.Number && given.TryGetInt32(out seconds) && seconds is >= 0 and <= MostOverlap)
        )
            members.Problems.Add(
                new("/overlapSeconds", $"{given.GetRawText()} is not an overlap: give whole seconds from 0 to {MostOverlap} (7 days).")
            );
        return members.Read(() => TimeSpan.FromSeconds(seconds));
    }
}
