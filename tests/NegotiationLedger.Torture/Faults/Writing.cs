using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Torture.Faults;

/// <summary>A write, to be sent until its outcome is known.</summary>
/// <param name="Path">Where to.</param>
/// <param name="Body">What.</param>
/// <param name="Ids">The ids of its records, in order; empty where the server gives them.</param>
/// <param name="Negotiation">The negotiation; null for a registration.</param>
internal sealed record Writing(string Path, JsonNode Body, IReadOnlyList<string> Ids, string? Negotiation = null)
{
    /// <summary>The <c>Idempotency-Key</c>; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>The version that <c>If-Match</c> expects; null for none.</summary>
    public long? Expected { get; init; }

    /// <summary>Whether it must be refused.</summary>
    public bool IsBad { get; init; }

    /// <summary>Whether sending it twice writes it once.</summary>
    public bool IsRepeatable => Key is not null || Ids.Count > 0;
}

/// <summary>Makes up what is written.</summary>
internal sealed class Writings(Random random, Books books)
{
    private const string Attribution = """{"source":"wire","mode":"observed","assertedOn":"2025-07-24"}""";

    /// <summary>The source that all cite.</summary>
    public static Writing Source =>
        new("/sources", JsonNode.Parse("""{"source":"wire","kind":"article","title":"A wire"}""")!, []) { Key = "wire" };

    /// <summary>An opening.</summary>
    public static Writing Opening(string negotiation) =>
        new(
            "/negotiations",
            JsonNode.Parse(
                $$"""{"id":"{{negotiation}}","title":"Talks","occurred":"2025","attribution":{{Attribution}},"parties":[{"party":"north","name":"North","role":"principal"},{"party":"south","name":"South","role":"principal"}]}"""
            )!,
            [],
            negotiation
        )
        {
            Key = $"open {negotiation}",
        };

    /// <summary>A single statement.</summary>
    public static Writing Statement(string negotiation)
    {
        var id = Guid.CreateVersion7().ToString();
        return new(
            PathOf(negotiation),
            JsonNode.Parse($$"""{"type":"statement_made","text":"Said {{id}}.","occurred":"2025-12-31",{{Head(id)}}}""")!,
            [id],
            negotiation
        );
    }

    /// <summary>Any of the writes that a ledger is sent.</summary>
    /// <param name="negotiation">The negotiation to write to.</param>
    /// <param name="last">A record of it that was acknowledged; null for none.</param>
    public Writing Next(string negotiation, string? last)
    {
        var id = Guid.CreateVersion7().ToString();
        return random.Next(20) switch
        {
            < 9 => new(PathOf(negotiation), One(id, last), [id], negotiation),
            < 12 => Many(negotiation, last, random.Next(2, 7)),
            < 14 => new(PathOf(negotiation), WithoutId(One(id, last)), [], negotiation) { Key = id },
            < 16 => new(PathOf(negotiation), One(id, last), [id], negotiation) { Expected = books.VersionOf(negotiation) },
            16 => new("/sources", JsonNode.Parse($$"""{"source":"s-{{id}}","kind":"article","title":"Source {{id}}"}""")!, []) { Key = id },
            17 => new("/speakers", JsonNode.Parse($$"""{"speaker":"p-{{id}}","identity":"named","name":"Speaker {{id}}"}""")!, [])
            {
                Key = id,
            },
            18 => new("/sources/wire/corrections", JsonNode.Parse($$$"""{"patch":{"title":"Wire {{{id}}}"},"reason":"A slip."}""")!, [])
            {
                Key = id,
            },
            _ => new(
                PathOf(negotiation),
                JsonNode.Parse($$"""{"type":"statement_made","text":7,"occurred":"never",{{Head(id)}}}""")!,
                [id],
                negotiation
            )
            {
                IsBad = true,
            },
        };
    }

    /// <summary>Records that are written together.</summary>
    public Writing Many(string negotiation, string? last, int count)
    {
        List<string> ids = [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7().ToString())];
        return new(PathOf(negotiation), new JsonArray([.. ids.Select(i => One(i, last))]), ids, negotiation);
    }

    // In order, late, in one happening with others, and about an earlier record.
    private JsonNode One(string id, string? last)
    {
        var on = $"2025-{random.Next(1, 13):00}-{random.Next(1, 29):00}";
        return JsonNode.Parse(
            random.Next(10) switch
            {
                0 when last is not null => $$"""{"type":"assertion_retracted","id":"{{id}}","assertion":"{{last}}","reason":"Not so."}""",
                1 when last is not null =>
                    $$$"""{"type":"assertion_corrected","id":"{{{id}}}","assertion":"{{{last}}}","patch":{"occurred":"{{{on}}}"},"reason":"A slip."}""",
                2 when last is not null =>
                    $$"""{"type":"assertion_disputed","assertion":"{{last}}","grounds":"Nobody else says so.",{{Head(id)}}}""",
                3 => $$"""{"type":"talks_convened","venue":"Doha","occurred":"{{on}}",{{Head(id)}}}""",
                4 => $$"""{"type":"talks_suspended","occurred":"{{on}}","occurrence":"stop-{{random.Next(5)}}",{{Head(id)}}}""",
                5 =>
                    $$"""{"type":"demand_stated","demand":"d-{{random.Next(5)}}","party":"north","text":"Words {{on}}","occurred":"{{on}}",{{Head(id)}}}""",
                6 => $$"""{"type":"figure_reported","subject":"held","value":{{random.Next(100)}},"occurred":"2025-12-31",{{Head(id)}}}""",
                _ => $$"""{"type":"statement_made","text":"Said {{id}}.","occurred":"2025-12-31",{{Head(id)}}}""",
            }
        )!;
    }

    private static string PathOf(string negotiation) => $"/negotiations/{negotiation}/developments";

    private static string Head(string id) => $"\"id\":\"{id}\",\"attribution\":{Attribution}";

    private static JsonNode WithoutId(JsonNode body)
    {
        body.AsObject().Remove("id");
        return body;
    }
}
