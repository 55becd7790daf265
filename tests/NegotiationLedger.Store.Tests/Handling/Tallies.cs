using System.Collections.Concurrent;
using System.Text.Json;
using NegotiationLedger.Handling;
using NegotiationLedger.Store.Handling;

namespace NegotiationLedger.Store.Tests.Handling;

/// <summary>What a test's handler keeps of a stream: the texts of its statements, in order.</summary>
public sealed record Tally(string Id, long Version, IReadOnlyList<string> Texts) : IDocument
{
    public IReadOnlyList<string> Keywords => [$"source:{Id}"];

    public static DocumentKind Kind { get; } =
        new DocumentKind<Tally>(
            "mt_doc_tally",
            typeof(Tally),
            json => JsonSerializer.Deserialize<Tally>(json, JsonSerializerOptions.Web)!,
            tally => JsonSerializer.SerializeToUtf8Bytes(tally, JsonSerializerOptions.Web)
        );
}

/// <summary>What a test has its handlers do, and what they saw.</summary>
public sealed class Script
{
    public ConcurrentQueue<string> Seen { get; } = [];

    /// <summary>Called before a statement is counted; may throw or wait.</summary>
    public Func<Entry<StatementMade>, Task> Before { get; set; } = _ => Task.CompletedTask;

    public Handler Handler(string name = "Tally", int codeVersion = 1, bool isByStream = false) =>
        new(name, codeVersion, typeof(TallyHandler))
        {
            Documents = [Tally.Kind],
            IsByStream = isByStream,
            Injects = (_, _) => [this],
        };
}

/// <summary>Counts statements by stream.</summary>
public static class TallyHandler
{
    public static async Task Handle(Entry<StatementMade> entry, IDocuments documents, Script script, CancellationToken cancellationToken)
    {
        await script.Before(entry);
        script.Seen.Enqueue(entry.Data.Text);
        var present = (await documents.Load<Tally>([entry.Stream], cancellationToken)).GetValueOrDefault(entry.Stream);
        documents.Store(new Tally(entry.Stream, entry.Version, [.. present?.Texts ?? [], entry.Data.Text]));
    }
}
