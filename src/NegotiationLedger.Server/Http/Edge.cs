using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Store.Audit;
using Npgsql;

namespace NegotiationLedger.Server;

/// <summary>The outermost middleware: refuses requests that other sites may have caused, and turns every failure into a problem document.</summary>
public sealed class Edge(RequestDelegate next, ILogger<Edge> log)
{
    /// <summary>Handles one request.</summary>
    public async Task Invoke(HttpContext context)
    {
        try
        {
            RefuseForeign(context.Request);
            Parameters.Check(context);
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
                await Write(context, Problems.OfStatus(context.Response.StatusCode, context.Request));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            await Write(context, AfterWrite(error, context) ?? DocumentOf(error, context));
        }
    }

    // Once a write was acknowledged, no later failure may say that nothing was written.
    private ProblemDocument? AfterWrite(Exception error, HttpContext context)
    {
        if (context.Features.Get<Acknowledged>() is not { } acknowledged)
            return null;
        log.Fault(error, context.Request.Method, context.Request.Path);
        return Problems.RecordedUnanswered(acknowledged.Position);
    }

    private ProblemDocument DocumentOf(Exception error, HttpContext context)
    {
        switch (error)
        {
            case ProblemException problem:
                return problem.Document;
            case LensException lens:
                return Problems.Query(lens.Problem).Document;
            case NoWordsException:
                return Problems
                    .Query(new Problem("/text", "There is no word to search for: give at least one without a '-' before it."))
                    .Document;
            case AuditBehindException behind:
                return Problems.Behind(behind.Message);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problems.TooLarge("A development may be 1 MiB long, an array or a source 16 MiB: send less at once.").Document;
            case BadHttpRequestException bad:
                return Problems.OfStatus(bad.StatusCode, context.Request);
            case DataRefusedException refused:
                return Problems.Invalid([new("", refused.Message)]).Document;
            case OutcomeUnknownException:
                log.OutcomeUnknown(error);
                return Problems.Unknown;
            case PostgresException ours when !SqlStates.MayPass(ours):
                log.Fault(error, context.Request.Method, context.Request.Path);
                return Problems.Fault;
            case LedgerUnavailableException:
            case NpgsqlException:
                log.DatabaseAway(error);
                return Problems.Unavailable;
            default:
                log.Fault(error, context.Request.Method, context.Request.Path);
                return Problems.Fault;
        }
    }

    // Without credentials only this machine may ask, and a page of another site must not ask in its name (DNS rebinding, cross-site posts).
    private static void RefuseForeign(HttpRequest request)
    {
        if (!IsLoopback(request.Host.Host))
            throw Problems.Foreign($"The Host '{request.Host}' is not this machine: use 127.0.0.1 or localhost.");
        if (request.Headers.Origin is [{ } origin, ..] && !(Uri.TryCreate(origin, UriKind.Absolute, out var site) && IsLoopback(site.Host)))
            throw Problems.Foreign($"The Origin '{origin}' is another site: the ledger accepts requests from pages of this machine only.");
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(host.Trim('[', ']'), out var address) && System.Net.IPAddress.IsLoopback(address));

    private static async Task Write(HttpContext context, ProblemDocument document)
    {
        var response = context.Response;
        var allowed = response.Headers.Allow;
        response.Clear();
        response.StatusCode = document.Status;
        // RFC 9110, section 15.5.6: a 405 names the methods that there are.
        if (document.Status == StatusCodes.Status405MethodNotAllowed)
            response.Headers.Allow = allowed;
        response.ContentType = "application/problem+json";
        if (document.RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString();
        await JsonSerializer.SerializeAsync(response.Body, document, HttpJson.Default.ProblemDocument, context.RequestAborted);
    }
}
