using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>The account of one negotiation as files: what <c>ledger load</c> records.</summary>
/// <param name="Sources">The bodies of <c>POST /sources</c>; from sources.json, which may be absent.</param>
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
    /// <summary>The negotiation's id.</summary>
    public string Id => Negotiation.Text("id")!;

    /// <summary>Reads a folder.</summary>
    /// <exception cref="WrongUsageException">A file is missing, is not JSON, or would not load the same way twice.</exception>
    public static async Task<SeedFolder> Read(string folder, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
            throw new WrongUsageException($"The folder {folder} does not exist.");
        var seed = new SeedFolder(
            await ReadIfThere(folder, "sources.json", cancellation),
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

    private static async Task<IReadOnlyList<JsonElement>> ReadIfThere(string folder, string name, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? await InputFile.ReadArray(path, cancellation) : [];
    }
}
