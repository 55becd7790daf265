using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>The problems of who asks, from where, and how often.</summary>
public static class AccessProblems
{
    private const string Realm = "Bearer realm=\"negotiation-ledger\"";

    /// <summary>401: there is no credential, or it is not accepted. Why it is not is told to nobody but the log.</summary>
    public static ProblemException Unauthenticated(bool isRefused) =>
        new(
            new(
                Problems.Prefix + "unauthenticated",
                "A credential is needed.",
                StatusCodes.Status401Unauthorized,
                "Send a key of this ledger that is accepted, or a token of its issuer: Authorization: Bearer …. 'ledger key create' makes keys; the command line sends the one of 'ledger login', or the one in LEDGER_KEY. People sign in at /sign-in."
            )
            {
                // RFC 6750, section 3.1: who sent no credential is told no error.
                Challenge = isRefused ? Realm + ", error=\"invalid_token\"" : Realm,
            }
        );

    /// <summary>401: the session of the request is over.</summary>
    /// <param name="why">Why, as a sentence.</param>
    public static ProblemException SessionOver(string why) =>
        new(
            new(
                Problems.Prefix + "unauthenticated",
                "The session is over.",
                StatusCodes.Status401Unauthorized,
                $"{why} Nothing was done: sign in again at /sign-in, and repeat it."
            )
            {
                Challenge = Realm + ", error=\"invalid_token\"",
            }
        );

    /// <summary>403: the role is not enough.</summary>
    public static ProblemException Forbidden(string principal, string had, string needed) =>
        new(
            new(
                Problems.Prefix + "forbidden",
                "The role is not enough.",
                StatusCodes.Status403Forbidden,
                $"This needs the role {needed}; '{principal}' has {had}. An admin can make a key with another role."
            )
            {
                Challenge = Realm + ", error=\"insufficient_scope\"",
            }
        );

    /// <summary>429: too many requests for now.</summary>
    public static ProblemException TooManyRequests(string whose, int seconds) =>
        new(
            new(
                Problems.Prefix + "too-many-requests",
                "There are too many requests.",
                StatusCodes.Status429TooManyRequests,
                $"{whose} has asked more often than it may. Nothing was done: ask again in {seconds} s."
            )
            {
                RetryAfter = seconds,
            }
        );

    /// <summary>503: the issuer's keys were never had, so that its tokens cannot be judged.</summary>
    public static ProblemException IssuerAway =>
        new(
            new(
                Problems.Prefix + "issuer-unavailable",
                "The issuer of tokens cannot be reached at the moment.",
                StatusCodes.Status503ServiceUnavailable,
                "The issuer's signing keys are not known yet, so that tokens can be neither accepted nor refused. Send the request again later; keys of the ledger are accepted meanwhile."
            )
            {
                RetryAfter = 1,
            }
        );

    /// <summary>415: a form was expected.</summary>
    public static ProblemException NotForm(string? type) =>
        new(
            new(
                Problems.Prefix + "media-type",
                "The body is of another kind.",
                StatusCodes.Status415UnsupportedMediaType,
                $"Content-Type is '{type}': this address takes the forms of the console's pages. Programs have /keys."
            )
        );

    /// <summary>403: a session's write comes without the token of its pages.</summary>
    public static ProblemException NotFromPage =>
        new(
            new(
                Problems.Prefix + "form-token",
                "The request does not come from a page of this session.",
                StatusCodes.Status403Forbidden,
                "Nothing was done. Writes of a session carry the token of its pages: load the page again and repeat it. Programs send a key instead: Authorization: Bearer …."
            )
        );

    /// <summary>403: the issuer, or what it sent, let nobody sign in.</summary>
    public static ProblemException NotSignedIn =>
        new(
            new(
                Problems.Prefix + "not-signed-in",
                "Nobody was signed in.",
                StatusCodes.Status403Forbidden,
                "The issuer refused it, the attempt is not one of this browser or is too old, or the issuer's answer gives no role here. Begin again at /sign-in; an operator finds the reason in the log."
            )
        );

    /// <summary>403: the request may come from a page of another site.</summary>
    public static ProblemException Foreign(string detail) =>
        new(new(Problems.Prefix + "foreign", "The request was not made to this server.", StatusCodes.Status403Forbidden, detail));
}
