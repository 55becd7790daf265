using System.Net;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace NegotiationLedger.Cli;

/// <summary><c>ledger mcp</c>: the Model Context Protocol on standard input and output, passed on to the <c>/mcp</c> of a server.</summary>
internal static class Mcp
{
    /// <summary>The verb.</summary>
    public static Verb Verb(Shell shell)
    {
        var verb = new Verb(
            "mcp",
            "Lets an assistant read the ledger: it starts this as a program and speaks the Model Context Protocol on its standard input and output. Nothing else is written there.",
            "ledger mcp",
            "ledger mcp --url https://ledger.example.org"
        );
        verb.SetAction(
            async (parsed, cancellation) =>
            {
                var (url, key) = shell.Reach(parsed);
                using var http = LedgerClient.Open(url, key);
                await Relay(http, cancellation);
                return ExitCodes.Done;
            }
        );
        return verb;
    }

    private static async Task Relay(HttpClient http, CancellationToken cancellation)
    {
        await using var assistant = new StdioServerTransport("ledger");
        var options = new HttpClientTransportOptions
        {
            Endpoint = new Uri(http.BaseAddress!, "mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            EnableStandaloneGetStream = false,
        };
        await using var transport = new HttpClientTransport(options, http);
        await using var ledger = await transport.ConnectAsync(cancellation);
        var answers = PassOn(ledger, assistant, cancellation);
        // Each on its own: who cancels a question does not wait for its answer.
        var questions = new List<Task>();
        await foreach (var message in assistant.MessageReader.ReadAllAsync(cancellation))
        {
            questions.RemoveAll(q => q.IsCompletedSuccessfully);
            questions.Add(Ask(message, ledger, assistant, http.BaseAddress!, cancellation));
        }

        await Task.WhenAll(questions);
        await ledger.DisposeAsync();
        await answers;
    }

    private static async Task PassOn(ITransport from, StdioServerTransport to, CancellationToken cancellation)
    {
        await foreach (var message in from.MessageReader.ReadAllAsync(cancellation))
            await to.SendMessageAsync(message, cancellation);
    }

    private static async Task Ask(
        JsonRpcMessage message,
        ITransport ledger,
        StdioServerTransport assistant,
        Uri url,
        CancellationToken cancellation
    )
    {
        try
        {
            await ledger.SendMessageAsync(message, cancellation);
        }
        catch (Exception e) when (e is McpException or HttpRequestException or IOException)
        {
            if (message is JsonRpcRequest request)
                await assistant.SendMessageAsync(new JsonRpcError { Id = request.Id, Error = ErrorOf(e, url) }, cancellation);
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            if (message is JsonRpcRequest request)
                await assistant.SendMessageAsync(
                    new JsonRpcError { Id = request.Id, Error = Detail($"The ledger at {url} did not answer in time: ask for less.") },
                    cancellation
                );
        }
    }

    private static JsonRpcErrorDetail ErrorOf(Exception error, Uri url) =>
        error switch
        {
            McpProtocolException refused => new() { Code = (int)refused.ErrorCode, Message = refused.Message },
            HttpRequestException { StatusCode: HttpStatusCode.Unauthorized } => Detail(
                $"The ledger at {url} accepts no question without a key: set LEDGER_KEY, or run 'ledger login'."
            ),
            HttpRequestException { StatusCode: null } => Detail(
                $"No ledger answers at {url}: {error.InnerException?.Message ?? error.Message} Start one with 'ledger up', or name another with LEDGER_URL."
            ),
            _ => Detail(error.Message),
        };

    private static JsonRpcErrorDetail Detail(string message) => new() { Code = (int)McpErrorCode.InternalError, Message = message };
}
