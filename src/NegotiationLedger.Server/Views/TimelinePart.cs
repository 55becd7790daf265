using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>The part of a timeline that is asked for: some of its items, page by page. Its curve stays that of the whole.</summary>
internal sealed record TimelinePart(EntryFilter Filter, DateTimeOffset? From, DateTimeOffset? To, int After, int? Limit, bool IsNewestFirst)
{
    private const int Most = 1000;

    /// <summary>The parameters that ask for it.</summary>
    internal static Parameter[] All { get; } =
    [
        .. EntryFilter.Filters,
        .. EntryFilter.Asserted,
        new("from", "Only what happened then or later: an EDTF date, meaning its beginning, or an instant."),
        new("to", "Only what happened then or earlier: an EDTF date, meaning its end, or an instant."),
        EntryFilter.Sort,
        new("after", "The 'next' of the previous page; recordedUntil=@n of its position keeps the pages those of one answer."),
        new("limit", $"How many items at most, 1 to {Most}; all without it."),
    ];

    /// <summary>What tells it from other parts.</summary>
    internal string Canonical => $"{Filter.Canonical} {From:O} {To:O} {After} {Limit} {IsNewestFirst}";

    /// <summary>The part that a request asks for; null for the whole.</summary>
    /// <exception cref="ProblemException">A value is none of its kind.</exception>
    internal static TimelinePart? Of(HttpRequest request) =>
        All.Any(p => request.Query.ContainsKey(p.Name))
            ? new(
                EntryFilter.Of(request),
                Query.Bound(request, "from", isEnd: false),
                Query.Bound(request, "to", isEnd: true),
                (int)Math.Min(Query.After(request), int.MaxValue),
                request.Query.ContainsKey("limit") ? Query.Count(request, "limit", 1, Most, Most) : null,
                EntryFilter.IsNewestFirst(request)
            )
            : null;

    /// <summary>A timeline's JSON with the items of the part, and the <c>after</c> of the next page; null on the last.</summary>
    internal (byte[] Json, int? Next) Of(byte[] timeline, Snapshot snapshot, Lens lens)
    {
        var whole = JsonNode.Parse(timeline)!.AsObject();
        var registry = snapshot.History.Registry.Through(lens);
        var accepted = snapshot.History.Entries.Where(e => Filter.Accepts(e, registry)).Select(e => e.Id.ToString()).ToHashSet();
        var items = whole["items"]!.AsArray().Where(item => IsAccepted(item!, accepted)).ToList();
        if (IsNewestFirst)
            items.Reverse();
        var page = items.Skip(After).Take(Limit ?? int.MaxValue).Select(item => item!.DeepClone()).ToArray();
        whole["items"] = new JsonArray(page);
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, PlainJson.Written))
            whole.WriteTo(writer);
        return (bytes.ToArray(), After + page.Length < items.Count ? After + page.Length : null);
    }

    private bool IsAccepted(JsonNode item, HashSet<string> accepted)
    {
        var at = DateTimeOffset.Parse(item["at"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        return !(at < From) && !(at > To) && item["events"]!.AsArray().Any(e => accepted.Contains(e!.GetValue<string>()));
    }
}
