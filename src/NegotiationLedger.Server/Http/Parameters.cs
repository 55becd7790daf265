using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>A query parameter of an address.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does, with its form and its bounds.</param>
/// <param name="IsRepeatable">Whether it may be given more than once.</param>
/// <param name="IsRequired">Whether nothing is answered without it.</param>
internal sealed record Parameter(string Name, string Description, bool IsRepeatable = false, bool IsRequired = false);

/// <summary>The query parameters of an address, for its description and for refusing all others.</summary>
/// <param name="All">Every parameter.</param>
internal sealed record Parameters(IReadOnlyList<Parameter> All)
{
    /// <summary>The lens, on every read.</summary>
    internal static Parameter[] Lens { get; } =
    [
        new(
            "occurredUntil",
            "Only what had occurred by then: an EDTF date without qualifier, meaning its end; an RFC 3339 instant; or @<event id>, up to that record in fold order, inclusive."
        ),
        new("assertedUntil", "Only what had been asserted in public by then: an EDTF date or an instant, inclusive."),
        new("recordedUntil", "Only what the ledger had recorded by then: an instant, an EDTF date, or a position @<sequence>, inclusive."),
        new(
            "accordingTo",
            "Only the accounts of party:<id>, speaker:<id>, source:<id> or publisher:<name>; give it several times for their union.",
            IsRepeatable: true
        ),
        new("standing", "'undisputed' leaves disputed assertions out."),
    ];

    /// <summary>Paging by key.</summary>
    internal static Parameter[] Paging { get; } = [new("after", "The 'next' of the previous page."), new("limit", "How many at most.")];

    /// <summary>Refuses parameters that an address does not take: a mistyped lens would answer another question.</summary>
    /// <exception cref="ProblemException">One is unknown, or given twice where it may be given once.</exception>
    internal static void Check(HttpContext context)
    {
        var nulls = context.Request.Query.Where(q => q.Value.Any(v => v?.Contains('\0', StringComparison.Ordinal) == true));
        if (
            nulls
                .Select(q => new Problem(JsonPointer.Then("", q.Key), "It contains the character U+0000, which no text has: remove it."))
                .ToList() is
            { Count: > 0 } bad
        )
            throw Problems.Query(bad);
        if (context.Request.Query.Count == 0 || context.GetEndpoint()?.Metadata.GetMetadata<Parameters>() is not { } parameters)
            return;
        var known = parameters.All.ToDictionary(p => p.Name, StringComparer.Ordinal);
        var problems = context.Request.Query.Select(q => ProblemOf(q.Key, q.Value.Count, known)).OfType<Problem>().ToList();
        if (problems.Count > 0)
            throw Problems.Query(problems);
    }

    private static Problem? ProblemOf(string name, int count, Dictionary<string, Parameter> known)
    {
        if (!known.TryGetValue(name, out var parameter))
            return new(
                JsonPointer.Then("", name),
                known.Count == 0
                    ? $"'{name}' is not a parameter here: this address takes none."
                    : $"'{name}' is not a parameter here. The parameters are: {string.Join(", ", known.Keys)}."
            );
        return count > 1 && !parameter.IsRepeatable ? new($"/{name}", $"'{name}' is given twice: give it once.") : null;
    }
}

/// <summary>Says what an address takes.</summary>
internal static class ParametersOfEndpoints
{
    /// <summary>The address takes these query parameters and no others.</summary>
    internal static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, params IEnumerable<Parameter> parameters) =>
        route.WithMetadata(new Parameters([.. parameters]));
}
