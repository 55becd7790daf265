using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace NegotiationLedger.Server;

/// <summary>What assistants may read by its address: sources, <c>ledger://sources/{id}</c>, and records, <c>ledger://records/{eventId}</c>, each as the HTTP API answers it.</summary>
internal sealed class LedgerResources(OwnAddresses addresses)
{
    private const string Json = "application/json";
    private const string Sources = "ledger://sources/";
    private const string Records = "ledger://records/";
    private const string Limit = "100";

    /// <summary>The forms of their addresses.</summary>
    internal static ListResourceTemplatesResult Templates =>
        new()
        {
            ResourceTemplates =
            [
                new()
                {
                    UriTemplate = Sources + "{id}",
                    Name = "source",
                    Title = "A source",
                    MimeType = Json,
                    Description =
                        $"A document: its description, its text where the ledger holds it, and the passages that records quote. {ToolAnswers.Notice}",
                },
                new()
                {
                    UriTemplate = Records + "{eventId}",
                    Name = "record",
                    Title = "A record",
                    MimeType = Json,
                    Description = $"One record in full, by its id, as citations name it. {ToolAnswers.Notice}",
                },
            ],
        };

    /// <summary>A page of the sources; records are too many to be listed.</summary>
    internal async Task<ListResourcesResult> List(string? cursor, HttpContext asker, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, StringValues>> query = [new("limit", Limit)];
        if (cursor is not null)
            query.Add(new("after", cursor));
        var page = JsonNode.Parse((await Ask("list-sources", [], query, asker, cancellationToken)).Body)!;
        return new()
        {
            Resources = [.. page["sources"]!.AsArray().Select(s => ResourceOf(s!))],
            NextCursor = page["next"]?.GetValue<string>(),
        };
    }

    /// <summary>The contents of one.</summary>
    /// <exception cref="McpProtocolException">There is none at the address, or it may not be read.</exception>
    internal async Task<ReadResourceResult> Read(string uri, HttpContext asker, CancellationToken cancellationToken)
    {
        var (address, name, id) =
            uri.StartsWith(Sources, StringComparison.Ordinal) ? ("get-source", "id", uri[Sources.Length..])
            : uri.StartsWith(Records, StringComparison.Ordinal) ? ("get-assertion", "eventId", uri[Records.Length..])
            : throw new McpProtocolException(
                $"'{BoundedText.Of(uri)}' is not a resource of this ledger: give {Sources}{{id}} or {Records}{{eventId}}.",
                McpErrorCode.InvalidParams
            );
        var path = new Dictionary<string, string>(StringComparer.Ordinal) { [name] = Uri.UnescapeDataString(id) };
        var reply = await Ask(address, path, [], asker, cancellationToken);
        return new()
        {
            Contents =
            [
                new TextResourceContents
                {
                    Uri = uri,
                    MimeType = Json,
                    Text = Encoding.UTF8.GetString(reply.Body),
                },
            ],
        };
    }

    private async Task<OwnReply> Ask(
        string address,
        Dictionary<string, string> path,
        List<KeyValuePair<string, StringValues>> query,
        HttpContext asker,
        CancellationToken cancellationToken
    )
    {
        OwnReply reply;
        try
        {
            reply = await addresses.Ask(new(address, path, query), asker, cancellationToken);
        }
        // As of a tool: what is wrong beside the address itself.
        catch (ProblemException error)
        {
            throw Refused(error.Document.Title, error.Document.Detail, error.Document.Status);
        }

        if (!reply.IsProblem)
            return reply;
        var problem = JsonNode.Parse(reply.Body)!;
        throw Refused(problem["title"]!.GetValue<string>(), problem["detail"]!.GetValue<string>(), reply.Status);
    }

    private static McpProtocolException Refused(string title, string detail, int status) =>
        new(
            $"{title} {detail}",
            status < StatusCodes.Status500InternalServerError ? McpErrorCode.InvalidParams : McpErrorCode.InternalError
        );

    private static Resource ResourceOf(JsonNode source)
    {
        var (id, description) = (source["source"]!.GetValue<string>(), source["description"]!);
        return new()
        {
            Uri = Sources + id,
            Name = id,
            Title = description["title"]?.GetValue<string>(),
            MimeType = Json,
        };
    }
}
