using System.Globalization;
using Microsoft.AspNetCore.Http;
using NegotiationLedger.Assertions;

namespace NegotiationLedger.Web.Http;

/// <summary>Reads the values of query parameters.</summary>
public static class Query
{
    /// <summary>The lens of a request.</summary>
    /// <exception cref="ProblemException">It is none.</exception>
    public static Lens Lens(HttpRequest request)
    {
        var query = request.Query;
        var (lens, problems) = Assertions.Lens.Parse(
            query["occurredUntil"],
            query["assertedUntil"],
            query["recordedUntil"],
            query["accordingTo"],
            query["standing"]
        );
        return problems.Count == 0 ? lens : throw Problems.Query(problems);
    }

    /// <summary>Refuses a position beyond the head.</summary>
    /// <exception cref="ProblemException">The lens looks beyond the log.</exception>
    public static void RefuseBeyond(Lens lens, long head)
    {
        if (lens.RecordedUntil?.Position > head)
            throw Problems.Query(
                new Problem("/recordedUntil", $"'{lens.RecordedUntil.Text}' is beyond the head of the log, which is @{head}.")
            );
    }

    /// <summary>A count within bounds.</summary>
    /// <exception cref="ProblemException">It is no number, or out of bounds.</exception>
    public static int Count(HttpRequest request, string name, int least, int most, int otherwise)
    {
        string? text = request.Query[name];
        if (text is null)
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least && count <= most
            ? count
            : throw Problems.Query(new Problem($"/{name}", $"'{text}' is no {name}: give a number from {least} to {most}."));
    }

    /// <summary>A bound of time: an instant, or a date without qualifier, which means its beginning or its end; null for none.</summary>
    /// <exception cref="ProblemException">It is neither.</exception>
    public static DateTimeOffset? Bound(HttpRequest request, string name, bool isEnd)
    {
        string? text = request.Query[name];
        if (text is null)
            return null;
        if (Instants.TryParse(text, out var instant))
            return instant;
        if (Edtf.TryParse(text, out var date, out var complaint) && !date.IsQualified)
            return isEnd ? date.Latest : date.Earliest;
        throw Problems.Query(
            new Problem($"/{name}", complaint.Length > 0 ? complaint : $"'{text}' is qualified: a bound is a date without ?, ~ or %.")
        );
    }

    /// <summary>An id to go on after; empty for none.</summary>
    /// <exception cref="ProblemException">It is no id.</exception>
    public static string AfterId(HttpRequest request)
    {
        string? text = request.Query["after"];
        return text is null || Slug.IsValid(text)
            ? text ?? ""
            : throw Problems.Query(new Problem("/after", $"'{text}' is no place: give the 'next' of the page before."));
    }

    /// <summary>A place to go on after, from 0.</summary>
    /// <exception cref="ProblemException">It is no number.</exception>
    public static long After(HttpRequest request)
    {
        string? text = request.Query["after"];
        if (text is null)
            return 0;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var after)
            ? after
            : throw Problems.Query(new Problem("/after", $"'{text}' is no place: give the 'next' of the page before."));
    }
}
