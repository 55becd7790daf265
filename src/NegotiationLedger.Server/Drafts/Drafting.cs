using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using NegotiationLedger.Store.Drafts;

namespace NegotiationLedger.Server;

/// <summary>Makes drafts: from what a model answers, or from a file; either is judged alike.</summary>
/// <param name="drafts">Keeps them.</param>
/// <param name="judge">Judges them.</param>
/// <param name="reader">Reads what stands.</param>
/// <param name="texts">The texts of sources.</param>
/// <param name="ids">Makes their ids.</param>
/// <param name="model">What is known of the model; null where none is configured.</param>
/// <param name="chat">The model; null where none is configured.</param>
internal sealed class Drafting(
    DraftStore drafts,
    DraftJudge judge,
    LedgerReader reader,
    QuotedTexts texts,
    NewIds ids,
    ModelOptions? model,
    IChatClient? chat
) : IDisposable
{
    /// <summary>What drafts from elsewhere are said to be drafted with, unless it is said.</summary>
    internal const string File = "file";

    // Each holds a text and an answer in memory for as long as the model takes.
    private const int MostAsked = 4;

    private readonly SemaphoreSlim _asked = new(MostAsked);

    /// <summary>The name of the model; null where none is configured.</summary>
    internal string? Model => model?.Name;

    /// <summary>Drafts what is asked for, and keeps it.</summary>
    /// <exception cref="ProblemException">It cannot be drafted, or the model gives nothing that can be used; nothing was kept.</exception>
    internal async Task<DraftedAnswer> Draft(DraftRequest asked, string by, CancellationToken cancellationToken)
    {
        var (history, source) = await Find(asked, cancellationToken);
        var (bodies, part) = asked.Drafts is { } given ? (given, null) : await Ask(history, source, asked.From, cancellationToken);
        var with = asked.Drafts is null ? model!.Name : asked.With ?? File;
        // Ids of the same millisecond have no order of their own.
        var made = bodies.Select(_ => ids.Next()).OrderBy(id => id.Value).Zip(bodies).ToList();
        var added =
            await drafts.Add(new(history.Negotiation, source.Source, by, with, made), cancellationToken)
            ?? throw DraftProblems.Full(history.Negotiation);
        var kept = await drafts.Find(added, cancellationToken);
        var judged = await judge.Of(kept, cancellationToken);
        return new([.. judged.Select(DraftAnswer.Of)], made.Count - added.Count, with, part);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _asked.Dispose();
        chat?.Dispose();
    }

    private async Task<(History History, SourceRegistered Source)> Find(DraftRequest asked, CancellationToken cancellationToken)
    {
        var history = Slug.IsValid(asked.Negotiation) ? (await reader.Read(new(asked.Negotiation), cancellationToken)).History : null;
        var problems = new List<Problem>();
        if (history is not { Version: > 0 })
            problems.Add(
                new(
                    "/negotiation",
                    $"There is no negotiation '{asked.Negotiation}'.{Nearest.Question(asked.Negotiation, await reader.Alike(asked.Negotiation, cancellationToken))} GET /negotiations lists the ones that exist."
                )
            );
        var registry = history?.Registry ?? (await reader.ReadRegistry(cancellationToken)).Registry;
        var source = Slug.IsValid(asked.Source) ? registry.Sources.GetValueOrDefault(new(asked.Source)) : null;
        if (source is null)
            problems.Add(
                new(
                    "/source",
                    $"There is no source '{asked.Source}'.{Nearest.Question(asked.Source, registry.Sources.Keys.Select(k => k.Value))} GET /sources lists the ones that exist."
                )
            );
        return problems.Count == 0 ? (history!, source!.Description) : throw Problems.Invalid(problems);
    }

    private async Task<(IReadOnlyList<JsonElement> Bodies, TextPart Part)> Ask(
        History history,
        SourceRegistered source,
        int from,
        CancellationToken cancellationToken
    )
    {
        if (chat is null)
            throw DraftProblems.NoModel;
        if (!(await texts.Of(history.Registry, [source.Source], cancellationToken)).TryGetValue(source.Source, out var text))
            throw Problems.Invalid([
                new("/source", $"No text of source '{source.Source}' is held: add it at POST /sources/{source.Source}/text first."),
            ]);
        var (words, part) = DraftPrompt.PartOf(text, from);
        if (part.From == part.Length)
            throw Problems.Invalid([new("/from", $"The text of source '{source.Source}' ends at {part.Length}: begin before that.")]);
        if (!_asked.Wait(0, cancellationToken))
            throw DraftProblems.ModelBusy;
        try
        {
            return (Read(await Answer(DraftPrompt.Of(history, source, words), cancellationToken)), part);
        }
        finally
        {
            _asked.Release();
        }
    }

    private async Task<string> Answer(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(model!.Patience);
        try
        {
            return (await chat!.GetResponseAsync(messages, new() { ResponseFormat = ChatResponseFormat.Json }, patience.Token)).Text;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw DraftProblems.ModelFailed(model.Name, $"gave no answer within {model.Patience.TotalSeconds:0.#} s.");
        }
        catch (HttpRequestException error)
        {
            throw DraftProblems.ModelFailed(model.Name, WhyOf(error));
        }
        catch (JsonException)
        {
            throw DraftProblems.ModelFailed(model.Name, "answered something else than a chat completion.");
        }
    }

    // What the endpoint itself says may repeat what it was sent.
    private static string WhyOf(HttpRequestException error) =>
        error.StatusCode is { } status ? $"is refused by its endpoint, which answers {(int)status}."
        : error.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded ? $"answered more than {ChatCompletions.MostBytes} bytes."
        : "cannot be reached at its endpoint.";

    private IReadOnlyList<JsonElement> Read(string answer)
    {
        var problems = new List<Problem>();
        try
        {
            var json = JsonBody.Parse(Encoding.UTF8.GetBytes(answer));
            var given = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("drafts", out var member) ? member : default;
            if (DraftRequest.Read(given, "/drafts", problems) is { } read && problems.Count == 0)
                return read;
        }
        catch (ProblemException malformed)
        {
            problems.Add(new("", malformed.Document.Detail));
        }

        throw DraftProblems.ModelFailed(
            model!.Name,
            $"answered something else than drafts. {problems[0].Pointer} {problems[0].Detail}".Trim()
        );
    }
}
