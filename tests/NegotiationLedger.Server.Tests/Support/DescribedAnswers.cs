using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NegotiationLedger.Server.Tests.Support;

/// <summary>Holds each answer of a server against its own description: an operation answers with no status, media type or type of problem but its own.</summary>
public sealed partial class DescribedAnswers() : DelegatingHandler(new SocketsHttpHandler())
{
    private const string Description = "/openapi/v1.json";

    // It is the same of every server.
    private static readonly SemaphoreSlim Reading = new(1);
    private static IReadOnlyList<Operation>? _operations;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        // What is read as it comes is not read here.
        if (response.StatusCode is System.Net.HttpStatusCode.NotModified || request.RequestUri!.AbsolutePath == Description)
            return response;
        var operations = _operations ?? await Read(request.RequestUri, cancellationToken);
        var method = request.Method == HttpMethod.Head ? HttpMethod.Get : request.Method;
        if (operations.FirstOrDefault(o => o.Method == method && o.Path.IsMatch(request.RequestUri.AbsolutePath)) is { } operation)
            await Check(operation, response, cancellationToken);
        return response;
    }

    private static async Task Check(Operation operation, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var (status, mediaType) = ($"{(int)response.StatusCode}", response.Content.Headers.ContentType?.MediaType);
        var answer = operation.Answers[status];
        answer.ShouldNotBeNull($"{operation.Name} answers {status}, which its description does not name");
        if (mediaType is not null)
            answer["content"]?[mediaType].ShouldNotBeNull($"{operation.Name} answers {status} with {mediaType}");
        if (mediaType == "application/problem+json" && response.RequestMessage?.Method != HttpMethod.Head)
        {
            var type = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!["type"]!.GetValue<string>();
            answer["description"]!.GetValue<string>().Split(", ").ShouldContain(type, $"{operation.Name} answers {status}");
        }
    }

    private async Task<IReadOnlyList<Operation>> Read(Uri asked, CancellationToken cancellationToken)
    {
        await Reading.WaitAsync(cancellationToken);
        try
        {
            if (_operations is not null)
                return _operations;
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(asked, Description));
            using var response = await base.SendAsync(request, cancellationToken);
            var document = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
            return _operations = [
                .. document["paths"]!
                    .AsObject()
                    .SelectMany(path => path.Value!.AsObject().Select(o => OperationOf(path.Key, o.Key, o.Value!))),
            ];
        }
        finally
        {
            Reading.Release();
        }
    }

    private static Operation OperationOf(string path, string method, JsonNode operation) =>
        new(
            HttpMethod.Parse(method),
            new Regex($"^{Place().Replace(path, "[^/]+")}/?$", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)),
            operation["operationId"]!.GetValue<string>(),
            operation["responses"]!
        );

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();

    private sealed record Operation(HttpMethod Method, Regex Path, string Name, JsonNode Answers);
}
