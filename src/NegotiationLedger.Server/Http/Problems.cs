using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>A problem document (RFC 9457).</summary>
/// <param name="Type">A stable name: <c>urn:negotiation-ledger:problem:…</c>.</param>
/// <param name="Title">What is wrong, for a person; the same for every problem of the type.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong here, naming field and value, and how to mend it.</param>
/// <param name="Errors">Each thing wrong, by JSON Pointer; absent when the detail says all.</param>
/// <param name="CurrentVersion">Where a stale write met the stream.</param>
/// <param name="RecordedSince">What was recorded since the version that a stale write expected; at most 100.</param>
/// <param name="Import">What each row of a refused import is.</param>
public sealed record ProblemDocument(
    string Type,
    string Title,
    int Status,
    string Detail,
    IReadOnlyList<Problem>? Errors = null,
    long? CurrentVersion = null,
    JsonElement? RecordedSince = null,
    JsonElement? Import = null
)
{
    /// <summary>How long to wait before trying again, in seconds.</summary>
    [JsonIgnore]
    public int? RetryAfter { get; init; }

    /// <summary>What credentials to send: <c>WWW-Authenticate</c>.</summary>
    [JsonIgnore]
    public string? Challenge { get; init; }
}

/// <summary>Ends a request with a problem document. Mapped once, at the edge. However long a value is that was sent, what is said of it is not.</summary>
/// <param name="document">The document.</param>
public sealed class ProblemException(ProblemDocument document) : Exception(document.Detail)
{
    /// <summary>The document.</summary>
    public ProblemDocument Document { get; } =
        document with
        {
            Detail = BoundedText.Of(document.Detail),
            Errors = document.Errors is { } errors
                ? [.. errors.Select(e => new Problem(BoundedText.Of(e.Pointer), BoundedText.Of(e.Detail)))]
                : null,
        };
}

/// <summary>Every problem that the server answers with.</summary>
public static class Problems
{
    /// <summary>What the name of each type begins with.</summary>
    internal const string Prefix = "urn:negotiation-ledger:problem:";

    /// <summary>400: the body, or one of its parts, cannot be a record.</summary>
    public static ProblemException Invalid(IReadOnlyList<Problem> errors) =>
        new(new(Prefix + "invalid", "What was sent cannot be recorded.", StatusCodes.Status400BadRequest, Detail(errors), errors));

    /// <summary>400: the query asks for something that is none.</summary>
    public static ProblemException Query(params IReadOnlyList<Problem> errors) =>
        new(new(Prefix + "query", "The query cannot be answered.", StatusCodes.Status400BadRequest, Detail(errors), errors));

    /// <summary>400: the text to look for has no word that could be looked for.</summary>
    public static ProblemException NoWords =>
        Query(new Problem("/text", "There is no word to search for: give at least one without a '-' before it."));

    /// <summary>400: the body is not JSON, or holds what cannot be kept.</summary>
    public static ProblemException Malformed(string detail, params IReadOnlyList<Problem> errors) =>
        new(
            new(
                Prefix + "malformed",
                "The body is not JSON that the ledger can read.",
                StatusCodes.Status400BadRequest,
                detail,
                errors.Count == 0 ? null : errors
            )
        );

    /// <summary>400: rows of an import cannot be recorded.</summary>
    public static ProblemException Rows(string detail, IReadOnlyList<Problem> errors, JsonElement import) =>
        new(
            new(
                Prefix + "rows",
                "Rows of the spreadsheet cannot be recorded.",
                StatusCodes.Status400BadRequest,
                detail,
                errors,
                Import: import
            )
        );

    /// <summary>400: texts in the body cannot be kept.</summary>
    public static ProblemException Unkeepable(IReadOnlyList<Problem> errors) => Malformed(Detail(errors), errors);

    /// <summary>400: a header is malformed.</summary>
    public static ProblemException Header(string detail) =>
        new(new(Prefix + "header", "A header is malformed.", StatusCodes.Status400BadRequest, detail));

    /// <summary>404: nothing bears that name.</summary>
    public static ProblemException Missing(string detail) =>
        new(new(Prefix + "missing", "Not found.", StatusCodes.Status404NotFound, detail));

    /// <summary>409: the id is taken by something else.</summary>
    public static ProblemException Taken(string detail) =>
        new(new(Prefix + "taken", "The id is taken.", StatusCodes.Status409Conflict, detail));

    /// <summary>409: the event id is taken by something else.</summary>
    public static ProblemException IdTaken(EventId id) =>
        Taken(
            $"The event id '{id}' belongs to another record, or only some of the records sent are already recorded. Send only the new ones, each with an id of its own."
        );

    /// <summary>409: a negotiation's file says otherwise than the ledger; nothing was written.</summary>
    public static ProblemException Conflicting(IReadOnlyList<Problem> errors) =>
        new(
            new(
                Prefix + "conflict",
                "The file contradicts what is recorded here.",
                StatusCodes.Status409Conflict,
                errors.Count == 1 ? errors[0].Detail : Detail(errors),
                errors
            )
        );

    /// <summary>503 or 409: loading a negotiation's file ended in the middle.</summary>
    public static ProblemException PartlyLoaded(int status, int loaded, int all, string reason) =>
        new(
            new(
                Prefix + "partly-loaded",
                "The file is only partly loaded.",
                status,
                $"{reason} The first {loaded} of the file's {all} events that this ledger lacked are recorded. Load the same file again: it goes on where it stopped."
            )
            {
                RetryAfter = status == StatusCodes.Status503ServiceUnavailable ? 5 : null,
            }
        );

    /// <summary>503: other files are being loaded.</summary>
    public static ProblemException Loading =>
        new(
            new(
                Prefix + "busy",
                "The server is loading other files.",
                StatusCodes.Status503ServiceUnavailable,
                "As many files as the server takes at a time are being loaded. Nothing was written: send the file again in a moment."
            )
            {
                RetryAfter = 5,
            }
        );

    /// <summary>412: the stream has moved on.</summary>
    public static ProblemException Stale(long expected, long current, JsonElement since) =>
        new(
            new(
                Prefix + "stale",
                "The negotiation has changed since.",
                StatusCodes.Status412PreconditionFailed,
                $"If-Match expects version {expected}; the version is {current}. Read what was recorded since, and send the request again with If-Match: \"{current}\".",
                CurrentVersion: current,
                RecordedSince: since
            )
        );

    /// <summary>412: what is registered has another version; that of what is not registered yet is 0.</summary>
    public static ProblemException Stale(string noun, long expected, long current) =>
        new(
            new(
                Prefix + "stale",
                $"The {noun} has another version.",
                StatusCodes.Status412PreconditionFailed,
                $"If-Match expects version {expected}; the version is {current}. Read what stands, and send the request again with If-Match: \"{current}\".",
                CurrentVersion: current
            )
        );

    /// <summary>412: a version is expected of what is only being added.</summary>
    public static ProblemException NotThereYet(long expected) =>
        new(
            new(
                Prefix + "stale",
                "What is added has no version yet.",
                StatusCodes.Status412PreconditionFailed,
                $"If-Match expects version {expected}, but this adds something new: leave If-Match out, or give \"0\"."
            )
        );

    /// <summary>413: more than the server takes at once.</summary>
    public static ProblemException TooLarge(string detail) =>
        new(new(Prefix + "too-large", "The body is too large.", StatusCodes.Status413PayloadTooLarge, detail));

    /// <summary>415: the body is of another kind.</summary>
    public static ProblemException NotJson(string? contentType) =>
        new(
            new(
                Prefix + "media-type",
                "The ledger does not accept this kind of body.",
                StatusCodes.Status415UnsupportedMediaType,
                $"Content-Type is '{contentType}': send application/json."
            )
        );

    /// <summary>415: the body is not the file of a negotiation.</summary>
    public static ProblemException NotLines(string? contentType) =>
        new(
            new(
                Prefix + "media-type",
                "The ledger does not accept this kind of body.",
                StatusCodes.Status415UnsupportedMediaType,
                $"Content-Type is '{contentType}': send the file that an export gives, as {MediaTypes.Lines}."
            )
        );

    /// <summary>415: the body is compressed.</summary>
    public static ProblemException Encoded(string encoding) =>
        new(
            new(
                Prefix + "content-encoding",
                "The ledger does not accept this encoding of a body.",
                StatusCodes.Status415UnsupportedMediaType,
                $"Content-Encoding is '{encoding}': send the body as it is, without it."
            )
        );

    /// <summary>400: an operation is idempotent by nature.</summary>
    public static ProblemException NotConditional(string header) =>
        Header($"{header} has no meaning here: the operation has the same effect however often it is sent. Leave it out.");

    /// <summary>422: the key was used for something else.</summary>
    public static ProblemException KeyReused(string key) =>
        new(
            new(
                Prefix + "key-reused",
                "The idempotency key was used with another body.",
                StatusCodes.Status422UnprocessableEntity,
                $"Idempotency-Key \"{key}\" was used for another request: give this one a key of its own."
            )
        );

    /// <summary>503: too much is sent at a time; nothing was written.</summary>
    public static ProblemException Busy =>
        new(
            new(
                Prefix + "busy",
                "The server is receiving too much at the moment.",
                StatusCodes.Status503ServiceUnavailable,
                $"The bodies of all requests together may have {BodyLimits.InFlight} bytes at a time. Nothing was written: send the request again later, or send less at once."
            )
            {
                RetryAfter = 1,
            }
        );

    /// <summary>503: too many long answers are waited for.</summary>
    public static ProblemException Crowded =>
        new(
            new(
                Prefix + "busy",
                "The server is working on too many long answers.",
                StatusCodes.Status503ServiceUnavailable,
                "Too many replays, differences and other long answers are being waited for: ask again in a moment."
            )
            {
                RetryAfter = 5,
            }
        );

    /// <summary>422: the answer is more than one request may ask for.</summary>
    public static ProblemException TooMuch(string detail) =>
        new(new(Prefix + "too-much", "The answer is more than one request may ask for.", StatusCodes.Status422UnprocessableEntity, detail));

    /// <summary>503: the server is stopping.</summary>
    public static ProblemDocument Stopping =>
        new(
            Prefix + "stopping",
            "The server is stopping.",
            StatusCodes.Status503ServiceUnavailable,
            "It stopped before the answer was made: ask again when it is up."
        )
        {
            RetryAfter = 5,
        };

    /// <summary>503: the database is away; nothing was written.</summary>
    public static ProblemDocument Unavailable =>
        new(
            Prefix + "unavailable",
            "The ledger cannot be reached at the moment.",
            StatusCodes.Status503ServiceUnavailable,
            "The database does not answer. Nothing was written: send the request again later."
        )
        {
            RetryAfter = 5,
        };

    /// <summary>503: the database went away under way.</summary>
    public static ProblemDocument Unknown =>
        new(
            Prefix + "outcome-unknown",
            "Whether the request was recorded is not known.",
            StatusCodes.Status503ServiceUnavailable,
            "The database became unavailable while the request was in progress. Send it again with the same ids or the same Idempotency-Key: it is recorded once in either case."
        )
        {
            RetryAfter = 5,
        };

    /// <summary>500: the write stands, and something failed afterwards.</summary>
    public static ProblemDocument RecordedUnanswered(long position) =>
        new(
            Prefix + "recorded-unanswered",
            "The request was recorded, but its answer could not be made.",
            StatusCodes.Status500InternalServerError,
            $"It is in the ledger, up to @{position}: read the history to see it. If you send it again, use the same ids or the same Idempotency-Key."
        );

    /// <summary>503: the audit index is being built.</summary>
    public static ProblemDocument Behind(string detail) =>
        new(
            Prefix + "behind",
            "The audit index is being built.",
            StatusCodes.Status503ServiceUnavailable,
            $"{detail} Try again in a moment: an answer now would leave out recorded assertions."
        )
        {
            RetryAfter = 5,
        };

    /// <summary>A document for a bare status: 404 for an unknown address, 405 for an unknown method.</summary>
    public static ProblemDocument OfStatus(int status, HttpRequest request) =>
        status switch
        {
            StatusCodes.Status404NotFound => Missing(
                $"There is nothing at {request.Path}. See /docs for the addresses that exist."
            ).Document,
            StatusCodes.Status405MethodNotAllowed => new(
                Prefix + "method",
                "The method is not allowed here.",
                status,
                $"{request.Method} is not allowed at {request.Path}. See /docs for the methods that are."
            ),
            _ => new(
                Prefix + "request",
                "The request cannot be answered.",
                status,
                $"The server answers {status} to {request.Method} {request.Path}."
            ),
        };

    /// <summary>500: the ledger's own fault.</summary>
    public static ProblemDocument Fault =>
        new(
            Prefix + "fault",
            "The ledger failed.",
            StatusCodes.Status500InternalServerError,
            "The details are in the server's log. Nothing was recorded unless an earlier answer said so."
        );

    private static string Detail(IReadOnlyList<Problem> errors) =>
        errors.Count == 1 ? $"{errors[0].Pointer}: {errors[0].Detail}".TrimStart(':', ' ') : $"{errors.Count} errors: see 'errors'.";
}
