using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NegotiationLedger.Recording;

/// <summary>A registration that may be written, with the text that goes beside the log.</summary>
/// <param name="Data">The registration; null when there are problems.</param>
/// <param name="Text">The source's text, line ends as LF; null for none.</param>
/// <param name="Problems">Why nothing may be written.</param>
public sealed record RegistrationDecision(Registration? Data, string? Text, IReadOnlyList<Problem> Problems);

/// <summary>Decides on registrations of sources and speakers and their changes.</summary>
public static class Register
{
    private static readonly string[] Fixed = ["source", "textSha256"];

    /// <summary>A source: its description, optionally its <c>text</c>; the id is given as <c>source</c>, or derived from the title and the text or description.</summary>
    public static RegistrationDecision Source(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return Refused(new Problem("", "A source is a JSON object with kind, title and whatever else is known of it."));
        if (Unfit(body) is { Count: > 0 } unfit)
            return Refused(unfit);
        var (text, complaint) = HeldText(body);
        if (complaint is not null)
            return Refused(new Problem("/text", complaint));
        var fields = Members(body, except: "text");
        if (fields.ContainsKey("textSha256"))
            return Refused(ComputedHash);
        if (text is not null)
            fields["textSha256"] = Sha256(text);
        fields.TryAdd("source", DerivedId(fields));
        var reading = EventShape.Read(fields, EventNames.Find("source_registered")!);
        return new(reading.Data as Registration, text, reading.Problems);
    }

    /// <summary>The text of a source that has none yet: <c>text</c> and, where it was taken from a file, <c>originalSha256</c>.</summary>
    public static RegistrationDecision Text(Source source, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return Refused(new Problem("", "The body is a JSON object with the text."));
        if (Unfit(body) is { Count: > 0 } unfit)
            return Refused(unfit);
        var (text, complaint) = HeldText(body);
        if (complaint is not null || text is null)
            return Refused(new Problem("/text", complaint ?? "'text' is required: the document's text."));
        if (body.TryGetProperty("textSha256", out _))
            return Refused(ComputedHash);
        if (body.TryGetProperty("source", out _))
            return Refused(new Problem("/source", "The source is in the URL: leave it out here."));
        var fields = Members(body, except: "text");
        fields["source"] = source.Description.Source.Value;
        fields["textSha256"] = Sha256(text);
        var reading = EventShape.Read(fields, EventNames.Find("source_text_added")!);
        return new(reading.Data as Registration, text, reading.Problems);
    }

    /// <summary>A correction of a source's description: <c>patch</c> and <c>reason</c>. Id and text stay.</summary>
    public static RegistrationDecision Correction(Source source, JsonElement body)
    {
        var reading = Read(body, "source_corrected", ("source", source.Description.Source.Value));
        if (reading.Data is not SourceCorrected correction)
            return new(null, null, reading.Problems);
        var row = EventNames.Find("source_registered")!;
        var problems = EventShape.ReadPatch(correction.Patch, row).Problems.ToList();
        problems.AddRange(
            Fixed
                .Where(f => correction.Patch.TryGetProperty(f, out _))
                .Select(f => new Problem($"/{f}", "A source's id and text cannot change: register another source."))
        );
        if (problems.Count == 0)
        {
            var patched = MergePatch.Apply(
                JsonSerializer.SerializeToNode(source.Description, row.Shape),
                JsonNode.Parse(correction.Patch.GetRawText())
            );
            problems.AddRange(EventShape.Read(patched!, row).Problems);
        }

        return problems.Count == 0
            ? new(correction, null, [])
            : Refused([.. problems.Select(p => p with { Pointer = "/patch" + p.Pointer })]);
    }

    /// <summary>A speaker; the id is given as <c>speaker</c>, or derived from the name or title.</summary>
    public static RegistrationDecision Speaker(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return Refused(new Problem("", "A speaker is a JSON object with identity, name, title and party."));
        if (Unfit(body) is { Count: > 0 } unfit)
            return Refused(unfit);
        var fields = Members(body);
        fields.TryAdd("speaker", SlugOf(fields["name"] ?? fields["title"]));
        var reading = EventShape.Read(fields, EventNames.Find("speaker_registered")!);
        return new(reading.Data as Registration, null, reading.Problems);
    }

    /// <summary>A speaker's further role: title, party and the time for which they hold.</summary>
    public static RegistrationDecision Role(SpeakerId speaker, JsonElement body)
    {
        var reading = Read(body, "speaker_role_changed", ("speaker", speaker.Value));
        return new(reading.Data as Registration, null, reading.Problems);
    }

    /// <summary>A text with line ends as LF and nothing else changed.</summary>
    public static string Normalize(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    /// <summary>SHA-256 of a text in UTF-8, in lower-case hexadecimal.</summary>
    public static string Sha256(string text)
    {
        const int Piece = 16 * 1024;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (encoder, bytes) = (Encoding.UTF8.GetEncoder(), new byte[Encoding.UTF8.GetMaxByteCount(Math.Min(Piece, text.Length))]);
        for (var rest = text.AsSpan(); !rest.IsEmpty; rest = rest[Math.Min(Piece, rest.Length)..])
        {
            var piece = rest[..Math.Min(Piece, rest.Length)];
            hash.AppendData(bytes, 0, encoder.GetBytes(piece, bytes, flush: piece.Length == rest.Length));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static ShapeReading Read(JsonElement body, string type, (string Field, string Value) subject)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return new(null, [new("", "The body should be a JSON object.")], []);
        if (Unfit(body) is { Count: > 0 } unfit)
            return new(null, unfit, []);
        var fields = Members(body);
        if (fields.ContainsKey(subject.Field))
            return new(null, [new($"/{subject.Field}", $"The {subject.Field} is in the URL: leave it out here.")], []);
        fields[subject.Field] = subject.Value;
        return EventShape.Read(fields, EventNames.Find(type)!);
    }

    // A registration's type is told by the address, and its record's id is the ledger's: neither is passed over in silence.
    private static List<Problem> Unfit(JsonElement body)
    {
        var malformed = WellFormed.Check("", body).ToList();
        return malformed.Count > 0
            ? malformed
            :
            [
                .. EventShape
                    .Envelope.Where(name => body.TryGetProperty(name, out _))
                    .Select(name => new Problem($"/{name}", $"'{name}' is not a field here: leave it out.")),
            ];
    }

    private static JsonObject Members(JsonElement body, string? except = null)
    {
        var members = new JsonObject();
        foreach (var member in body.EnumerateObject().Where(m => m.Name != except))
            members[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        return members;
    }

    private static Problem ComputedHash => new("/textSha256", "The ledger computes the SHA-256 from the text: leave it out.");

    // A text may be long: it is read once. Line ends become LF.
    private static (string? Text, string? Complaint) HeldText(JsonElement body)
    {
        var held = body.TryGetProperty("text", out var member) ? member : default;
        var text = held.ValueKind == JsonValueKind.String ? held.GetString() : null;
        var complaint = ComplaintOfText(held.ValueKind, text);
        return (complaint is null && text is not null ? Normalize(text) : null, complaint);
    }

    private static string? ComplaintOfText(JsonValueKind kind, string? text) =>
        kind switch
        {
            JsonValueKind.Undefined => null,
            JsonValueKind.String when string.IsNullOrWhiteSpace(text) => "The text is empty: leave it out when it is not held.",
            JsonValueKind.String when text.Contains('\0', StringComparison.Ordinal) =>
                "The text contains the character U+0000, which cannot be stored: remove it.",
            JsonValueKind.String => null,
            _ => "The text should be a string.",
        };

    private static string DerivedId(JsonObject fields)
    {
        var described = fields
            .Where(f => f.Value is not null)
            .OrderBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone()));
        // The same text under the same title is another source when somebody else published it.
        var digest =
            fields["textSha256"] is not { } text ? Sha256(new JsonObject(described).ToJsonString())
            : fields["publisher"] is { } publisher ? Sha256($"{text}\n{publisher}")
            : $"{text}";
        var slug = SlugOf(fields["title"]);
        return $"{(slug.Length > 60 ? slug[..60].TrimEnd('-') : slug)}-{digest[..8]}";
    }

    // Letters beyond the Latin ones are lost; a name of none of them is left to its sender to transcribe.
    private static string SlugOf(JsonNode? name)
    {
        var text = name is JsonValue value && value.TryGetValue<string>(out var given) ? given : "";
        var slug = Slug.From(text) ?? "unnamed";
        return slug[..Math.Min(slug.Length, 90)].Trim('-');
    }

    private static RegistrationDecision Refused(params IReadOnlyList<Problem> problems) => new(null, null, problems);
}
