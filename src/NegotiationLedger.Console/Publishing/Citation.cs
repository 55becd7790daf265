using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Console;

/// <summary>How to cite an answer: by an address at which it will always be the same, and by the digest of what it says.</summary>
/// <param name="Title">What is cited.</param>
/// <param name="Lens">The lens, in words.</param>
/// <param name="Page">The page's address, pinned to a position of the log.</param>
/// <param name="Api">The same answer for programs.</param>
/// <param name="Sha256">SHA-256, in lower-case hexadecimal, of the member <c>answer</c> of the API's answer, byte for byte; null for a page without one.</param>
/// <param name="Position">The position of the log.</param>
/// <param name="Accessed">The day of the look, in universal time.</param>
public sealed record Citation(string Title, string Lens, string Page, string? Api, string? Sha256, long Position, DateOnly Accessed)
{
    private string Note =>
        Sha256 is null ? Say.Of(Strings.CiteNote, Lens, Position) : Say.Of(Strings.CiteNoteDigest, Lens, Position, Sha256);

    /// <summary>As one line of a bibliography.</summary>
    internal string Line =>
        Say.Of(Strings.CiteLine, Title, Lens, Position, Page, DateWords.Of(Accessed.ToString("O", CultureInfo.InvariantCulture)));

    /// <summary>As Citation Style Language JSON (CSL 1.0.2).</summary>
    internal string CslJson =>
        new JsonArray(
            new JsonObject
            {
                ["id"] = Key,
                ["type"] = "webpage",
                ["title"] = Title,
                ["publisher"] = Strings.Product,
                ["URL"] = Page,
                ["accessed"] = new JsonObject
                {
                    ["date-parts"] = new JsonArray(new JsonArray(Accessed.Year, Accessed.Month, Accessed.Day)),
                },
                ["version"] = $"@{Position}",
                ["note"] = Note,
            }
        ).ToJsonString(PlainJson.Indented);

    /// <summary>As BibTeX; <c>urldate</c> is BibLaTeX's.</summary>
    internal string BibTex =>
        string.Join(
            ",\n",
            $"@misc{{{Key}",
            $"  title = {{{{{Server.BibTex.Escape(Title)}}}}}",
            $"  howpublished = {{{{{Server.BibTex.Escape(Strings.Product)}}}}}",
            $"  url = {{{Page}}}",
            $"  urldate = {{{Accessed:yyyy-MM-dd}}}",
            $"  version = {{@{Position}}}",
            $"  note = {{{{{Server.BibTex.Escape(Note)}}}}}"
        ) + "\n}";

    private string Key => $"ledger-{Position}-{Sha256?[..8] ?? "page"}";
}
