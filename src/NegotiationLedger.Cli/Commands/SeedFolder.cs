using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Cli;

/// <summary>The account of one negotiation as files: what <c>ledger load</c> records.</summary>
/// <param name="Sources">The bodies of <c>POST /sources</c>; from sources.json, which may be absent. A text may stand beside it, in a file
/// with the source's id for its name: <c>peace-talks-collapse.pdf</c>.</param>
/// <param name="Speakers">The bodies of <c>POST /speakers</c>; from speakers.json, which may be absent.</param>
/// <param name="Negotiation">The body of <c>POST /negotiations</c>; from negotiation.json.</param>
/// <param name="Developments">The developments, each with its own id; from developments.json, which may be absent.</param>
internal sealed record SeedFolder(
    IReadOnlyList<JsonElement> Sources,
    IReadOnlyList<JsonElement> Speakers,
    JsonElement Negotiation,
    IReadOnlyList<JsonElement> Developments
)
{
    private static readonly string[] TextFiles = [".txt", ".html", ".htm", ".pdf", ".docx"];

    /// <summary>The negotiation's id.</summary>
    public string Id => Negotiation.Text("id")!;

    /// <summary>Reads a folder.</summary>
    /// <exception cref="WrongUsageException">A file is missing, is not JSON, or would not load the same way twice.</exception>
    public static async Task<SeedFolder> Read(string folder, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
            throw new WrongUsageException($"The folder {folder} does not exist.");
        var seed = new SeedFolder(
            await WithTexts(folder, await ReadIfThere(folder, "sources.json", cancellation), cancellation),
            await ReadIfThere(folder, "speakers.json", cancellation),
            await InputFile.Read(Path.Combine(folder, "negotiation.json"), TextReader.Null, cancellation),
            await ReadIfThere(folder, "developments.json", cancellation)
        );
        if (seed.Negotiation.Text("id") is null)
            throw new WrongUsageException("negotiation.json must be an object with an id.");
        for (var i = 0; i < seed.Developments.Count; i++)
        {
            if (seed.Developments[i].Text("id") is null)
                throw new WrongUsageException($"developments.json, item {i + 1}, has no id: loading it twice would record it twice.");
        }

        return seed;
    }

    private static async Task<IReadOnlyList<JsonElement>> WithTexts(
        string folder,
        IReadOnlyList<JsonElement> sources,
        CancellationToken cancellation
    )
    {
        var bodies = new List<JsonElement>();
        foreach (var source in sources)
        {
            var file =
                source.Text("source") is { } id && id == Path.GetFileName(id) && source.Member("text") is null
                    ? TextFiles.Select(ending => Path.Combine(folder, id + ending)).FirstOrDefault(File.Exists)
                    : null;
            bodies.Add(file is null ? source : WithText(source, await DocumentFile.Open(file, cancellation)));
        }

        return bodies;
    }

    private static JsonElement WithText(JsonElement source, DocumentFile file)
    {
        var body = JsonObject.Create(source)!;
        body["text"] = file.Read().Text;
        body["originalSha256"] = file.Sha256;
        using var document = JsonDocument.Parse(body.ToJsonString());
        return document.RootElement.Clone();
    }

    private static async Task<IReadOnlyList<JsonElement>> ReadIfThere(string folder, string name, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? await InputFile.ReadArray(path, cancellation) : [];
    }
}
