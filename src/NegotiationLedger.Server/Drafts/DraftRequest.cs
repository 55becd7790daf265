using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Server;

/// <summary>What is asked to be drafted.</summary>
/// <param name="Negotiation">The negotiation that it is for.</param>
/// <param name="Source">The source that it is drafted from.</param>
/// <param name="Drafts">The drafts, taken from a file; null when the model is asked.</param>
/// <param name="With">What drafted those from elsewhere: a model's name, or another; null when it was not said.</param>
/// <param name="From">Where in the source's text the model begins to read, in code points from 0.</param>
internal sealed record DraftRequest(string Negotiation, string Source, IReadOnlyList<JsonElement>? Drafts, string? With, int From)
{
    /// <summary>How many drafts may come at once.</summary>
    internal const int Most = 200;

    /// <summary>How many bytes a draft may have.</summary>
    internal const int MostBytes = 64 * 1024;

    /// <summary>How many characters the name of what drafted may have.</summary>
    internal const int MostWith = 100;

    private static readonly string[] Known = ["negotiation", "source", "drafts", "with", "from"];

    /// <summary>What a body asks for.</summary>
    /// <exception cref="ProblemException">It asks for nothing that can be drafted (400).</exception>
    internal static DraftRequest Of(JsonElement body)
    {
        var members = new BodyMembers(body, Known);
        var problems = members.Problems;
        var negotiation = members.Required("negotiation", ": the id of a negotiation");
        var source = members.Required("source", ": the id of a source");
        var drafts = members.Find("drafts", out var given) ? Read(given, "/drafts", problems) : null;
        var from = 0;
        if (members.Find("from", out var at))
        {
            if (drafts is not null)
                problems.Add(new("/from", "'from' says where the model begins to read: leave it out with 'drafts'."));
            else if (at.ValueKind != JsonValueKind.Number || !at.TryGetInt32(out from) || from < 0)
                problems.Add(new("/from", $"{at.GetRawText()} is not a place in a text: give a whole number from 0."));
        }

        var with = members.Find("with", out var name) ? Named(name, drafts is not null, problems) : null;
        return members.Read(() => new DraftRequest(negotiation!, source!, drafts, with, from));
    }

    /// <summary>The drafts of an array, as they are kept.</summary>
    internal static IReadOnlyList<JsonElement>? Read(JsonElement array, string pointer, List<Problem> problems)
    {
        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() > Most)
        {
            problems.Add(new(pointer, $"'{pointer[1..]}' should be an array of at most {Most} developments: split a longer one."));
            return null;
        }

        var drafts = new List<JsonElement>();
        foreach (var (i, item) in array.EnumerateArray().Index())
        {
            if (ComplaintOf(item) is { } complaint)
                problems.Add(new($"{pointer}/{i}", complaint));
            else
                drafts.Add(Kept(item, $"{pointer}/{i}"));
        }

        return drafts;
    }

    /// <summary>A development as a draft keeps it: without an id, for it has the draft's.</summary>
    /// <exception cref="ProblemException">It is none, or too long (400).</exception>
    internal static JsonElement Kept(JsonElement development, string pointer)
    {
        if (ComplaintOf(development) is { } complaint)
            throw Problems.Invalid([new(pointer, complaint)]);
        var kept = JsonObject.Create(development)!;
        kept.Remove("id");
        return JsonSerializer.SerializeToElement<JsonNode>(kept, LedgerJson.Default.JsonNode);
    }

    private static string? ComplaintOf(JsonElement development) =>
        development.ValueKind != JsonValueKind.Object ? "A draft is a development: a JSON object."
        : JsonMarshal.GetRawUtf8Value(development).Length > MostBytes ? $"The draft is larger than {MostBytes} bytes: shorten it."
        : null;

    private static string? Named(JsonElement name, bool isFromElsewhere, List<Problem> problems)
    {
        var with = name.ValueKind == JsonValueKind.String ? name.GetString()!.Trim() : "";
        if (!isFromElsewhere)
            problems.Add(new("/with", "'with' names what drafted 'drafts': leave it out where the server's own model is asked."));
        else if (with.Length is 0 or > MostWith || with.Any(char.IsControl))
            problems.Add(
                new("/with", $"{name.GetRawText()} names nothing: give what drafted them in 1 to {MostWith} characters of one line.")
            );
        return with;
    }
}
