using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace NegotiationLedger.Server;

/// <summary>
/// <c>POST /mcp</c>: the Model Context Protocol over streamable HTTP, without sessions, so that any node answers any request. Whoever asks has the
/// roles that they have everywhere else.
/// </summary>
internal static class AssistantEndpoint
{
    internal const string Pattern = "/mcp";

    private static readonly string Version = typeof(AssistantEndpoint).Assembly.GetName().Version!.ToString(3);

    private const string Instructions =
        "A ledger of assertions about negotiations. It stores no facts: it keeps who said that something happened, when, in which words and through which source, and derives the state of the talks from that.\n"
        + "Cite. Whatever you say from an answer, name the record behind it, such as doha-2025#12, with who says it (viewpoint, speaker, source) and its quotation where there is one; 'citations' holds every record that an answer rests on. Without a quotation it is a paraphrase: say so, and put no words into anybody's mouth. Name the lens and the position (@n) of the answer.\n"
        + "Say what is contested. Where a value has rivals, tell each with whose word it is; do not choose.\n"
        + "Ask through a lens. occurredUntil is what had happened by then, assertedUntil what had been said in public by then, recordedUntil what this ledger knew by then, accordingTo one account (party:israel, speaker:…, source:…, publisher:…), standing=undisputed what nobody disputes. Dates are EDTF: 2025-07-24 means the end of that day.\n"
        + "Start with list_negotiations. When an answer is too long, its problem says how to ask for less.\n"
        + ToolAnswers.Notice;

    internal static void Add(IServiceCollection services) =>
        services
            .AddSingleton<OwnAddresses>()
            .AddSingleton<CitedRecords>()
            .AddSingleton<ToolAnswers>()
            .AddSingleton<LedgerResources>()
            .AddMcpServer(options =>
            {
                options.ServerInfo = new()
                {
                    Name = "negotiation-ledger",
                    Title = "Negotiation Ledger",
                    Version = Version,
                };
                options.ServerInstructions = Instructions;
            })
            .WithHttpTransport(transport =>
            {
                transport.Stateless = true;
                transport.ConfigureSessionOptions = (context, options, _) =>
                {
                    Answer(options.Handlers, context);
                    return Task.CompletedTask;
                };
            });

    internal static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapMcp(Pattern)
            .ExcludeFromDescription()
            .Add(endpoint =>
            {
                // Spelled as every other address is; the group leaves a slash at its end.
                ((RouteEndpointBuilder)endpoint).RoutePattern = RoutePatternFactory.Parse(Pattern);
                var protocol = endpoint.RequestDelegate!;
                endpoint.RequestDelegate = async context =>
                {
                    if (AssistantMessage.Refuse(await ReadStrictly(context)) is { } refused)
                        await context.Response.WriteAsJsonAsync(refused, McpJsonUtilities.DefaultOptions, context.RequestAborted);
                    else
                        await protocol(context);
                };
            });

    // As every body of the API: bounded, JSON by its content type, with no member twice.
    private static async Task<JsonElement> ReadStrictly(HttpContext context)
    {
        var body = await JsonBody.Read(context.Request, BodyLimits.Development, context.RequestAborted);
        context.Request.Body = new MemoryStream(JsonMarshal.GetRawUtf8Value(body.Json).ToArray(), writable: false);
        return body.Json;
    }

    private static void Answer(McpServerHandlers handlers, HttpContext context)
    {
        var (tools, resources) = (
            context.RequestServices.GetRequiredService<ToolAnswers>(),
            context.RequestServices.GetRequiredService<LedgerResources>()
        );
        handlers.ListToolsHandler = (_, _) => ValueTask.FromResult(List(context));
        handlers.CallToolHandler = async (request, cancellation) =>
            await tools.Answer(Find(request.Params.Name), request.Params.Arguments, context, cancellation);
        handlers.ListResourcesHandler = async (request, cancellation) =>
            await resources.List(request.Params?.Cursor, context, cancellation);
        handlers.ListResourceTemplatesHandler = (_, _) => ValueTask.FromResult(LedgerResources.Templates);
        handlers.ReadResourceHandler = async (request, cancellation) => await resources.Read(request.Params.Uri, context, cancellation);
    }

    private static AssistantTool Find(string name) =>
        AssistantTools.Find(name)
        ?? throw new McpProtocolException(
            $"There is no tool '{BoundedText.Of(name)}'. The tools are: {string.Join(", ", AssistantTools.All.Select(t => t.Name))}.",
            McpErrorCode.InvalidParams
        );

    // Who may not record is offered no drafts.
    private static ListToolsResult List(HttpContext context)
    {
        var addresses = context.RequestServices.GetRequiredService<OwnAddresses>();
        var had = LedgerPrincipal.RolesOf(context.User);
        return new()
        {
            Tools = [.. AssistantTools.All.Where(t => !t.IsDraft || had.Allow(AccessRole.Recorder)).Select(t => Described(t, addresses))],
        };
    }

    private static Tool Described(AssistantTool tool, OwnAddresses addresses)
    {
        var endpoint = addresses.Find(tool.Address);
        return new()
        {
            Name = tool.Name,
            Title = tool.Title,
            Description = $"{tool.Use} ({AccessTable.MethodsOf(endpoint)[0]} {endpoint.RoutePattern.RawText})",
            InputSchema = tool.SchemaFor(endpoint),
            // Drafts are added and are no records; the same ones are kept once.
            Annotations = new()
            {
                ReadOnlyHint = !tool.IsDraft,
                DestructiveHint = false,
                IdempotentHint = true,
                OpenWorldHint = false,
            },
        };
    }
}
