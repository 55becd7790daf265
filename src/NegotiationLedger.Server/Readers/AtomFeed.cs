using System.ServiceModel.Syndication;
using System.Text;
using System.Xml;

namespace NegotiationLedger.Server;

/// <summary>A page of records for a news reader: Atom 1.0 (RFC 4287), the newest first; its next page is linked as RFC 5005, section 3, has it.</summary>
/// <param name="Title">What the feed is called.</param>
/// <param name="Origin">Where this ledger is, such as <c>https://ledger.example</c>.</param>
/// <param name="Path">Where the feed is.</param>
/// <param name="Page">Where the page for people is that it is about.</param>
/// <param name="UpdatedAt">When the last record was made that the whole feed tells of.</param>
internal sealed record AtomFeed(string Title, string Origin, string Path, string Page, DateTimeOffset UpdatedAt)
{
    internal const string MediaType = "application/atom+xml";

    /// <summary>It, UTF-8.</summary>
    /// <param name="entries">The entries, the newest first.</param>
    /// <param name="before">The sequence before which this page begins; null for the first page.</param>
    /// <param name="next">The sequence before which the next page begins; null on the last.</param>
    internal byte[] Write(IEnumerable<AtomEntry> entries, long? before, long? next)
    {
        var feed = new SyndicationFeed(entries.Select(ItemOf))
        {
            Id = Origin + Path,
            Title = PlainText(Title),
            LastUpdatedTime = UpdatedAt,
            Generator = "Negotiation Ledger",
        };
        feed.Links.Add(LinkOf("alternate", Page, "text/html"));
        feed.Links.Add(LinkOf("self", PathOf(before), MediaType));
        feed.Links.Add(LinkOf("first", Path, MediaType));
        if (next is not null)
            feed.Links.Add(LinkOf("next", PathOf(next), MediaType));
        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, new() { Encoding = new UTF8Encoding(false) }))
            new Atom10FeedFormatter(feed).WriteTo(writer);
        return bytes.ToArray();
    }

    /// <summary>The text with what XML 1.0 has no place for (section 2.2) replaced by U+FFFD.</summary>
    internal static string Allowed(string text) =>
        string.Concat(text.EnumerateRunes().Select(r => IsAllowed(r.Value) ? r.ToString() : "\uFFFD"));

    private static bool IsAllowed(int character) =>
        character is '\t' or '\n' or '\r' or (>= 0x20 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or >= 0x10000;

    private string PathOf(long? before) => before is null ? Path : $"{Path}?before={before}";

    private SyndicationItem ItemOf(AtomEntry entry)
    {
        var item = new SyndicationItem
        {
            Id = $"urn:uuid:{entry.Record.Id}",
            Title = PlainText(entry.Title),
            Summary = PlainText(entry.Summary),
            LastUpdatedTime = entry.Record.RecordedAt,
            PublishDate = entry.Record.RecordedAt,
        };
        item.Authors.Add(new(email: null, name: Allowed(entry.Record.RecordedBy), uri: null));
        item.Categories.Add(new(EventNames.Of(entry.Record.Data).Name));
        item.Links.Add(LinkOf("alternate", $"/records/{entry.Record.Id}", "text/html"));
        return item;
    }

    private SyndicationLink LinkOf(string relation, string path, string mediaType) =>
        new(new Uri(Origin + path)) { RelationshipType = relation, MediaType = mediaType };

    private static TextSyndicationContent PlainText(string text) => new(Allowed(text), TextSyndicationContentKind.Plaintext);
}

/// <summary>A record for a news reader.</summary>
/// <param name="Record">The record.</param>
/// <param name="Title">It in a line.</param>
/// <param name="Summary">Who said so, or what it is about.</param>
internal sealed record AtomEntry(Entry Record, string Title, string Summary);
