using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>What sources and speakers have in common over HTTP: both are registered, further described, found and listed in the same way.</summary>
/// <param name="path">Their address, such as <c>/sources</c>.</param>
/// <param name="all">All of them, of a registry.</param>
/// <param name="idOf">The id of one.</param>
/// <param name="streamOf">The stream of its registrations.</param>
/// <param name="answerOf">How one is answered.</param>
/// <param name="shape">The JSON of that answer.</param>
/// <param name="remedy">What to do instead of registering one anew, with <c>{0}</c> for its id.</param>
internal sealed class RegistryEndpoints<TId, T, TAnswer>(
    string path,
    Func<Registry, ImmutableDictionary<TId, T>> all,
    Func<T, TId> idOf,
    Func<TId, StreamName> streamOf,
    Func<T, TAnswer> answerOf,
    JsonTypeInfo<TAnswer> shape,
    string remedy
)
    where TId : struct, ISlug<TId>
    where T : class
{
    /// <summary>The one of an id.</summary>
    /// <exception cref="ProblemException">There is none (404).</exception>
    internal T Find(string id, Registry registry) =>
        Slug.IsValid(id) && all(registry).TryGetValue(TId.Of(id), out var found)
            ? found
            : throw Problems.Missing(
                $"There is no {TId.Noun} '{id}'.{Nearest.Question(id, all(registry).Keys.Select(k => k.Value))} GET {path} lists the ones that exist."
            );

    /// <summary>Answers that one was registered.</summary>
    internal IResult Answer(HttpContext context, TId id, AppendOutcome.Appended appended) =>
        Appended(context, Registry.Empty, id, appended);

    /// <summary>Answers that one was registered before.</summary>
    internal async Task<IResult> Known(HttpContext context, LedgerReader reader, TId id) =>
        Answer(context, Find(id.Value, await ReadRegistry(context, reader)), StatusCodes.Status200OK);

    /// <summary>Registering again what stands already is no error; another description under the same id is (409).</summary>
    internal async Task<IResult> SameOrTaken(HttpContext context, LedgerReader reader, TId id, Func<T, bool> isSame)
    {
        var known = Find(id.Value, await ReadRegistry(context, reader));
        return isSame(known)
            ? Answer(context, known, StatusCodes.Status200OK)
            : throw Problems.Taken(
                $"The {TId.Noun} '{id}' is registered with another description: {remedy.Replace("{0}", id.Value, StringComparison.Ordinal)}, or choose another id."
            );
    }

    /// <summary>Records something further about one.</summary>
    internal async Task<IResult> Describe(
        string id,
        HttpContext context,
        Registrar registrar,
        LedgerReader reader,
        Func<T, JsonElement, RegistrationDecision> decide
    )
    {
        var registry = await ReadRegistry(context, reader);
        var known = Find(id, registry);
        var body = await JsonBody.Read(context.Request, BodyLimits.Development, context.RequestAborted);
        var decision = decide(known, body.Json);
        if (decision.Data is null)
            throw Problems.Invalid(decision.Problems);
        var write = WriteRequest.Of(context, body);
        var stream = streamOf(idOf(known));
        var outcome = await registrar.Append(stream, decision.Data, write.ExpectedVersion, text: null, write, context.RequestAborted);
        return outcome is AppendOutcome.Stale stale
            ? throw Problems.Stale(TId.Noun, write.ExpectedVersion ?? 0, stale.CurrentVersion)
            : Appended(context, registry, idOf(known), (AppendOutcome.Appended)outcome);
    }

    /// <summary>Answers one page of those that a filter accepts, by id.</summary>
    internal Task List<TPage>(
        HttpContext context,
        LedgerReader reader,
        Func<T, bool> accepts,
        Func<IReadOnlyList<TAnswer>, string?, string, TPage> pageOf,
        JsonTypeInfo<TPage> pageShape
    ) =>
        RegistryPage.Write(
            context,
            reader,
            all,
            accepts,
            (page, next, position) => pageOf([.. page.Select(answerOf)], next, position),
            pageShape
        );

    /// <summary>Answers what was recorded about one, from the outcome alone: nothing is read any more once it stands in the log.</summary>
    internal IResult Appended(HttpContext context, Registry before, TId id, AppendOutcome.Appended appended) =>
        Answer(context, all(Registrar.After(before, Acknowledged.Note(context, appended)))[id], StatusCodes.Status201Created);

    private IResult Answer(HttpContext context, T registered, int status)
    {
        context.Response.Headers.Location = $"{path}/{idOf(registered)}";
        return Results.Json(answerOf(registered), shape, statusCode: status);
    }

    private static async Task<Registry> ReadRegistry(HttpContext context, LedgerReader reader) =>
        (await reader.ReadRegistry(context.RequestAborted)).Registry;
}
