using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Store.Audit;
using Npgsql;

namespace NegotiationLedger.Server;

/// <summary>The outermost middleware: turns every failure into a problem document, and says of every answer how far it may be trusted.</summary>
public sealed class Edge(RequestDelegate next, ILogger<Edge> log, IHostApplicationLifetime host, HttpsPromise https)
{
    private const string ProblemType = "application/problem+json";

    private const string DataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string DocumentationPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // RFC 6797: a year.
    private readonly string _httpsFromNowOn = https.Header;

    private readonly OutageLog _outages = new(log, TimeProvider.System);

    /// <summary>Handles one request.</summary>
    public async Task Invoke(HttpContext context)
    {
        context.Response.OnStarting(Protect, context);
        // A write is let finish; an answer that takes long is not waited for when the server stops.
        using var stopping = HttpMethods.IsGet(context.Request.Method)
            ? CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping)
            : null;
        var left = context.RequestAborted;
        context.RequestAborted = stopping?.Token ?? left;
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
                await Write(context, Problems.OfStatus(context.Response.StatusCode, context.Request));
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested && !context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (OperationCanceledException) when (stopping?.IsCancellationRequested == true && !context.Response.HasStarted)
        {
            context.RequestAborted = left;
            await Write(context, Problems.Stopping);
        }
        // What was begun is cut off, so that nobody takes it for whole.
        catch (OperationCanceledException) when (stopping?.IsCancellationRequested == true && !left.IsCancellationRequested)
        {
            context.Abort();
        }
        // Who left in the middle of an answer is nobody's fault.
        catch (Exception) when (context.Response.HasStarted && left.IsCancellationRequested) { }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            await Write(context, AfterWrite(error, context) ?? DocumentOf(error, context));
        }
    }

    // What is answered is data and never runs as a page, unless it is one; /docs brings its own scripts and styles.
    private Task Protect(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        // Without a referrer browsers send the forms of pages with the origin "null".
        headers["Referrer-Policy"] = PageOf(context) is null ? "no-referrer" : "same-origin";
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = _httpsFromNowOn;
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/docs", StringComparison.OrdinalIgnoreCase)
            ? DocumentationPolicy
            : PageOf(context)?.ContentSecurityPolicy ?? DataPolicy;
        return Task.CompletedTask;
    }

    private static PageEndpoint? PageOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<PageEndpoint>();

    // Once a write was acknowledged, no later failure may say that nothing was written.
    private ProblemDocument? AfterWrite(Exception error, HttpContext context)
    {
        if (context.Features.Get<Acknowledged>() is not { } acknowledged)
            return null;
        log.Fault(error, context.Request.Method, context.Request.Path);
        return Problems.RecordedUnanswered(acknowledged.Position);
    }

    /// <summary>What a failure is answered with.</summary>
    internal ProblemDocument DocumentOf(Exception error, HttpContext context)
    {
        switch (error)
        {
            case ProblemException problem:
                return problem.Document;
            case LensException lens:
                return Problems.Query(lens.Problem).Document;
            case NoWordsException:
                return Problems.NoWords.Document;
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
            // Characters that no text of the database's can hold.
            case PostgresException
            {
                SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter
            } text:
                return Problems
                    .Query(new Problem("", $"A parameter contains what cannot be searched for ({text.MessageText}): leave it out."))
                    .Document;
            case PostgresException ours when !SqlStates.MayPass(ours):
                log.Fault(error, context.Request.Method, context.Request.Path);
                return Problems.Fault;
            case LedgerUnavailableException:
            case NpgsqlException:
                _outages.Note(error);
                return Problems.Unavailable;
            default:
                log.Fault(error, context.Request.Method, context.Request.Path);
                return Problems.Fault;
        }
    }

    private static async Task Write(HttpContext context, ProblemDocument document)
    {
        var response = context.Response;
        var allowed = response.Headers.Allow;
        response.Clear();
        response.StatusCode = document.Status;
        // RFC 9110, section 15.5.6: a 405 names the methods that there are.
        if (document.Status == StatusCodes.Status405MethodNotAllowed)
            response.Headers.Allow = allowed;
        if (document.RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString();
        if (document.Challenge is { } challenge)
            response.Headers.WWWAuthenticate = challenge;
        if (
            PageOf(context) is { } page
            && !context.Request.Headers.Accept.ToString().Contains(ProblemType, StringComparison.OrdinalIgnoreCase)
        )
        {
            await page.ShowProblem(context, document);
            return;
        }

        response.ContentType = ProblemType;
        await JsonSerializer.SerializeAsync(response.Body, document, HttpJson.Plain.ProblemDocument, context.RequestAborted);
    }
}
