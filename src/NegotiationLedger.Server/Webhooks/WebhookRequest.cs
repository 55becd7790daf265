using System.Text.Json;
using NegotiationLedger.Store.Webhooks;

namespace NegotiationLedger.Server;

/// <summary>Reads what somebody wants to be sent.</summary>
internal static class WebhookRequest
{
    private const int LongestUrl = 2000;
    private const int Most = 100;
    private const int UsualNotice = 24;
    private const int MostNotice = 30 * 24;
    private static readonly string[] Filters = ["types", "party"];
    private static readonly string[] Known = ["url", "what", "negotiations", "types", "party", "noticeHours"];

    /// <summary>What a body asks for.</summary>
    /// <exception cref="ProblemException">It asks for what cannot be sent (400).</exception>
    internal static WebhookWish Of(JsonElement body, string owner, WebhookAddresses addresses)
    {
        var members = new BodyMembers(body, Known);
        var problems = members.Problems;
        var url = members.Text("url");
        var what = members.Has("what") ? members.Text("what") : "records";
        if (what is not null and not ("records" or "changes" or WebhookWish.Alerts))
            problems.Add(new("/what", $"'{what}' is not what a webhook is sent: give records, changes or alerts."));
        var notice = NoticeOf(members, what);
        if (url is null && !problems.Any(p => p.Pointer == "/url"))
            problems.Add(new("/url", "There is no address: give the url to send to."));
        else if (url is not null && ComplaintOf(url, addresses) is { } complaint)
            problems.Add(new("/url", $"'{url}' cannot be sent to: {complaint}"));
        var negotiations = List(members, "negotiations", n => Slug.IsValid(n) ? null : "use a-z, 0-9 and '-', at most 100");
        var types = List(members, "types", t => EventNames.Find(t) is null ? "GET /vocabulary lists the types" : null);
        var party = members.Text("party");
        if (party is not null && !Slug.IsValid(party))
            problems.Add(new("/party", $"'{party}' is not the id of a party: use a-z, 0-9 and '-', at most 100."));
        foreach (var name in Filters.Where(n => what == WebhookWish.Alerts && members.Has(n)))
            problems.Add(new($"/{name}", "Alerts are of deadlines, whoever names them: leave it out."));
        return members.Read(() => new WebhookWish(owner, url!, what!, negotiations, types, party, notice));
    }

    private static int NoticeOf(BodyMembers members, string? what)
    {
        if (!members.Find("noticeHours", out var given))
            return UsualNotice;
        if (what != WebhookWish.Alerts)
            members.Problems.Add(new("/noticeHours", "Only alerts have a notice: leave it out, or give alerts as what."));
        else if (given.ValueKind == JsonValueKind.Number && given.TryGetInt32(out var hours) && hours is >= 0 and <= MostNotice)
            return hours;
        else
            members.Problems.Add(
                new("/noticeHours", $"{given.GetRawText()} is not a notice: give whole hours from 0 to {MostNotice} (30 days).")
            );
        return UsualNotice;
    }

    private static string? ComplaintOf(string text, WebhookAddresses addresses)
    {
        if (text.Length > LongestUrl)
            return $"it is longer than {LongestUrl} characters.";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            return "give an absolute address that begins with https://.";
        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            return "leave user name, password and fragment out: what is sent is signed.";
        if (url.Scheme == "http" && !addresses.IsNamed(url.Host))
            return "only addresses of networks that the operator allows may do without TLS: give one that begins with https://.";
        return System.Net.IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && !addresses.Allows(address)
            ? "it is no address of the public internet, and the operator has not allowed its network."
            : null;
    }

    private static List<string> List(BodyMembers members, string name, Func<string, string?> complain)
    {
        if (!members.Find(name, out var member))
            return [];
        if (member.ValueKind != JsonValueKind.Array || member.GetArrayLength() > Most)
        {
            members.Problems.Add(new($"/{name}", $"'{name}' should be a list of at most {Most} texts."));
            return [];
        }

        var items = new List<string>();
        foreach (var (i, item) in member.EnumerateArray().Index())
        {
            var text = item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText();
            if (item.ValueKind != JsonValueKind.String || complain(text) is not null)
                members.Problems.Add(new($"/{name}/{i}", $"'{text}' is not valid here: {complain(text) ?? "give a text"}."));
            items.Add(text);
        }

        return items;
    }
}
