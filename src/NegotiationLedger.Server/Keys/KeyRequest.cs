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
        var problems = new List<Problem>();
        var members = Members(body, ["role", "owner", "expires"], problems);
        var role = Text(members, "role", problems) ?? "";
        var owner = Text(members, "owner", problems) ?? "";
        var expires = members.ContainsKey("expires") ? Text(members, "expires", problems) : null;
        return Of(role, owner, expires, now, problems);
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
        var problems = new List<Problem>();
        var members = Members(body, ["overlapSeconds"], problems);
        var seconds = 0;
        if (
            members.TryGetValue("overlapSeconds", out var given)
            && !(given.ValueKind is JsonValueKind.Number && given.TryGetInt32(out seconds) && seconds is >= 0 and <= MostOverlap)
        )
            problems.Add(
                new("/overlapSeconds", $"{given.GetRawText()} is not an overlap: give whole seconds from 0 to {MostOverlap} (7 days).")
            );
        return problems.Count == 0 ? TimeSpan.FromSeconds(seconds) : throw Problems.Invalid(problems);
    }

    private static Dictionary<string, JsonElement> Members(JsonElement body, IReadOnlyList<string> known, List<Problem> problems)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw Problems.Invalid([new("", $"The body should be an object with {string.Join(", ", known)}.")]);
        var members = body.EnumerateObject().ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal);
        foreach (var name in members.Keys.Except(known))
            problems.Add(new(JsonPointer.Then("", name), $"'{name}' is not a field here. The fields are: {string.Join(", ", known)}."));
        return members;
    }

    private static string? Text(Dictionary<string, JsonElement> members, string name, List<Problem> problems)
    {
        if (
            members.TryGetValue(name, out var member)
            && member.ValueKind == JsonValueKind.String
            && member.GetString() is { Length: > 0 } text
        )
            return text;
        problems.Add(new($"/{name}", $"'{name}' should be a text that is not empty."));
        return null;
    }
}
