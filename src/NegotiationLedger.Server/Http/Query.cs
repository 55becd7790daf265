using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>Reads the values of query parameters.</summary>
public static class Query
{
    /// <summary>The lens of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="prefix">What the names of its parameters begin with.</param>
    /// <exception cref="ProblemException">It is none.</exception>
    public static Lens Lens(HttpRequest request, string prefix = "") => Lens(request.Query, prefix);

    /// <inheritdoc cref="Lens(HttpRequest, string)"/>
    public static Lens Lens(IQueryCollection query, string prefix = "")
    {
        var (lens, problems) = Accounts.Lens.Parse(
            query[prefix + "occurredUntil"],
            query[prefix + "assertedUntil"],
            query[prefix + "recordedUntil"],
            query[prefix + "accordingTo"],
            query[prefix + "standing"]
        );
        return problems.Count == 0
            ? lens
            : throw Problems.Query([.. problems.Select(p => p with { Pointer = $"/{prefix}{p.Pointer[1..]}" })]);
    }

    /// <summary>Refuses a position beyond the head.</summary>
    /// <exception cref="ProblemException">The lens looks beyond the log.</exception>
    public static void RefuseBeyond(Lens lens, long head, string prefix = "") =>
        RefuseBeyond($"/{prefix}recordedUntil", lens.RecordedUntil?.Text, lens.RecordedUntil?.Position, head);

    /// <inheritdoc cref="RefuseBeyond(Accounts.Lens, long, string)"/>
    public static void RefuseBeyond(string pointer, string? text, long? position, long head)
    {
        if (position > head)
            throw Problems.Query(new Problem(pointer, $"'{text}' is beyond the head of the log: give at most @{head}."));
    }

    /// <summary>A count within bounds.</summary>
    /// <exception cref="ProblemException">It is not a valid number, or out of bounds.</exception>
    public static int Count(HttpRequest request, string name, int least, int most, int otherwise)
    {
        string? text = request.Query[name];
        if (text is null)
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least && count <= most
            ? count
            : throw Problems.Query(new Problem($"/{name}", $"'{text}' is not a valid {name}: give a number from {least} to {most}."));
    }

    /// <summary>A choice that is false when it is not given.</summary>
    /// <exception cref="ProblemException">It is neither true nor false.</exception>
    public static bool Flag(HttpRequest request, string name) =>
        (string?)request.Query[name] switch
        {
            null or "false" => false,
            "true" => true,
            var other => throw Problems.Query(new Problem($"/{name}", $"'{other}' is neither true nor false.")),
        };

    /// <summary>A bound of time: an instant, or a date without qualifier, which means its beginning or its end; null for none.</summary>
    /// <exception cref="ProblemException">It is neither.</exception>
    public static DateTimeOffset? Bound(HttpRequest request, string name, bool isEnd)
    {
        var problems = new List<Problem>();
        var bound = Accounts.Bound.Read(name, request.Query[name], BoundMark.None, isEnd, problems);
        return problems.Count == 0 ? bound?.Instant : throw Problems.Query(problems[0]);
    }

    /// <summary>An id to go on after; empty for none.</summary>
    /// <exception cref="ProblemException">It is not a valid id.</exception>
    public static string AfterId(HttpRequest request)
    {
        string? text = request.Query["after"];
        return text is null || Slug.IsValid(text)
            ? text ?? ""
            : throw Problems.Query(
                new Problem("/after", $"'{text}' is not a place to continue from: give the 'next' of the previous page.")
            );
    }

    /// <summary>A place to go on after, from 0.</summary>
    /// <exception cref="ProblemException">It is not a valid number.</exception>
    public static long After(HttpRequest request)
    {
        string? text = request.Query["after"];
        if (text is null)
            return 0;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var after)
            ? after
            : throw Problems.Query(
                new Problem("/after", $"'{text}' is not a place to continue from: give the 'next' of the previous page.")
            );
    }
}
