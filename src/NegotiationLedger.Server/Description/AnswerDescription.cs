using Microsoft.OpenApi;

namespace NegotiationLedger.Server;

/// <summary>The problems that each operation may answer with, by status and type, and its forms beside JSON. Tests hold every answer against it.</summary>
internal static class AnswerDescription
{
    private static readonly (int Status, string Type)[] Any =
    [
        (400, "query"),
        (400, "request"),
        (403, "foreign"),
        (500, "fault"),
        (503, "unavailable"),
        (503, "stopping"),
    ];

    private static readonly (int Status, string Type)[] Named = [(404, "missing")];
    private static readonly (int Status, string Type)[] Headed = [(400, "header")];
    private static readonly (int Status, string Type)[] Folded = [(422, "too-much"), (503, "busy")];
    private static readonly (int Status, string Type)[] Projected = [(503, "behind")];

    private static readonly (int Status, string Type)[] Body =
    [
        (400, "invalid"),
        (400, "malformed"),
        (413, "too-large"),
        (415, "media-type"),
        (415, "content-encoding"),
        (503, "busy"),
    ];

    private static readonly (int Status, string Type)[] Write =
    [
        (400, "header"),
        (409, "taken"),
        (412, "stale"),
        (422, "key-reused"),
        (500, "recorded-unanswered"),
        (503, "outcome-unknown"),
    ];

    private static readonly (int Status, string Type)[] Kind = [(415, "media-type"), (415, "content-encoding")];
    private static readonly (int Status, string Type)[] Decided = [.. Headed, (409, "decided"), (412, "stale")];

    private static readonly (int Status, string Type)[] Recorded =
    [
        (400, "invalid"),
        (409, "not-acceptable"),
        (409, "taken"),
        (500, "recorded-unanswered"),
        (503, "outcome-unknown"),
    ];

    private static readonly (int Status, string Type)[] Sheet = [(400, "rows")];
    private static readonly (int Status, string Type)[] File = [(409, "conflict"), (409, "partly-loaded"), (503, "partly-loaded")];

    /// <summary>Adds them to an operation's responses.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="path">Its route.</param>
    /// <param name="problem">The content of a problem document.</param>
    internal static void Describe(OpenApiOperation operation, string path, IDictionary<string, OpenApiMediaType> problem)
    {
        foreach (var status in Of(operation.OperationId!, path).Distinct().ToLookup(p => p.Status, p => p.Type))
            Add(operation, status.Key, status, problem);
        foreach (var form in FormsOf(operation.OperationId!))
            operation
                .Responses!["200"]
                .Content!.TryAdd(
                    form,
                    new()
                    {
                        Schema = new OpenApiSchema
                        {
                            Type = form.EndsWith("/json", StringComparison.Ordinal) ? null : JsonSchemaType.String,
                        },
                    }
                );
    }

    /// <summary>Adds types of problem to a status of an operation.</summary>
    internal static void Add(
        OpenApiOperation operation,
        int status,
        IEnumerable<string> types,
        IDictionary<string, OpenApiMediaType> problem
    )
    {
        operation.Responses ??= [];
        var known = (operation.Responses.TryGetValue($"{status}", out var response) ? response.Description : null)?.Split(", ") ?? [];
        operation.Responses[$"{status}"] = new OpenApiResponse
        {
            Description = string.Join(", ", known.Concat(types.Select(type => Problems.Prefix + type)).Distinct()),
            Content = problem,
        };
    }

    private static IEnumerable<string> FormsOf(string operation) =>
        operation switch
        {
            "get-history" => [MediaTypes.Lines, MediaTypes.Csv],
            "list-assertions" => [MediaTypes.Lines, MediaTypes.Csv, MediaTypes.Prov],
            "get-assertion" => [MediaTypes.Prov],
            "follow-feed" => [MediaTypes.Events],
            "get-changes" => [MediaTypes.Plain],
            "export-negotiation" => ExportFormat.All.Select(f => f.MediaType.Split(';')[0]),
            _ => [],
        };

    private static IEnumerable<(int Status, string Type)> Of(string operation, string path) =>
        [.. Any, .. path.Contains('{', StringComparison.Ordinal) ? Named : [], .. Own(operation)];

    private static (int Status, string Type)[] Own(string operation) =>
        operation switch
        {
            "live" or "ready" or "list-types" or "get-type" or "list-projections" => [],
            "retry-projection" or "rebuild-projection" or "rotate-webhook" or "enable-webhook" or "resend-letters" => [.. Headed, .. Kind],
            "propose-map" or "create-key" => [.. Body, .. Headed],
            "rotate-key" => [.. Body, .. Headed, (409, "ended")],
            "follow-feed" => [.. Headed, .. Folded, .. Projected],
            "list-webhooks" or "get-webhook" or "list-letters" or "list-alerts" => [],
            "create-webhook" => [.. Body, .. Headed, (409, "taken")],
            "list-keys" or "revoke-key" or "delete-webhook" => Headed,
            "list-sessions" or "end-sessions" or "end-session" => [],
            "make-drafts" => [.. Body, .. Headed, .. Folded, (409, "drafts-full"), (409, "no-model"), (502, "model-failed")],
            "edit-draft" => [.. Body, .. Decided, .. Folded],
            "reject-draft" => [.. Kind, .. Decided],
            "accept-draft" => [.. Kind, .. Decided, .. Recorded, .. Folded],
            "record-developments" or "open-negotiation" => [.. Body, .. Write, .. Named],
            "import-spreadsheet" or "import-negotiations" => [.. Body, .. Write, .. Sheet],
            "load-negotiation" => [.. Body, .. Write, .. File],
            "register-source" or "correct-source" or "add-text" or "register-speaker" or "add-role" => [.. Body, .. Write],
            _ => [.. Folded, .. Projected],
        };
}
