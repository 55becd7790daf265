using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Values;

/// <summary>An id that people type: 1 to 100 of <c>a–z</c>, <c>0–9</c> and <c>-</c>, beginning with a letter or digit.</summary>
public interface ISlug<TSelf> : IIdentifier
    where TSelf : struct, ISlug<TSelf>
{
    /// <summary>The text of the id.</summary>
    string Value { get; }

    /// <summary>Wraps a text that <see cref="Slug.IsValid"/> holds of.</summary>
    static abstract TSelf Of(string value);

    /// <summary>What the id names, in a word that fits a message: <c>party</c>.</summary>
    static abstract string Noun { get; }
}

/// <summary>The form shared by all ids that people type.</summary>
public static class Slug
{
    /// <summary>The longest id, in characters.</summary>
    public const int MaxLength = 100;

    /// <summary>The letters U+00E0 to U+017F without their marks. (The runtime decomposes nothing in its invariant mode.)</summary>
    private const string PlainLatin =
        "aaaaaaaceeeeiiiidnooooo-ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiii"
        + "iiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    /// <summary>Whether a text has the form of an id.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= MaxLength } && text[0] != '-' && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    /// <summary>An id made of a text: small letters without their marks, digits, and hyphens for all else; null when nothing is left of it.</summary>
    /// <remarks>One that is too long ends in a part of its SHA-256, so that two long texts give two ids. Letters beyond the Latin ones are lost.</remarks>
    public static string? From(string text)
    {
        var slug = new StringBuilder();
        foreach (var c in text.ToLowerInvariant().Select(c => c is >= '\u00e0' and <= '\u017f' ? PlainLatin[c - '\u00e0'] : c))
        {
            if (c is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
                slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-' && char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                slug.Append('-');
        }

        var result = slug.ToString().Trim('-');
        if (result.Length <= MaxLength)
            return result.Length == 0 ? null : result;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return $"{result[..(MaxLength - 9)].TrimEnd('-')}-{digest[..8]}";
    }

    /// <summary>Says what is wrong with a text that is not a valid id, and how to correct it.</summary>
    public static string Complaint(string noun, string? text) =>
        $"'{text}' is not a valid {noun} id: use lower-case letters, digits and hyphens, 1 to {MaxLength} of them, beginning with a letter or digit.";
}

/// <summary>Names one negotiation: <c>doha-2025</c>. It is also the name of its stream.</summary>
[JsonConverter(typeof(SlugConverter<NegotiationId>))]
public readonly record struct NegotiationId(string Value) : ISlug<NegotiationId>
{
    /// <inheritdoc/>
    public static NegotiationId Of(string value) => new(value);

    /// <inheritdoc/>
    public static string Noun => "negotiation";

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names a side in one negotiation: <c>hamas</c>.</summary>
[JsonConverter(typeof(SlugConverter<PartyId>))]
public readonly record struct PartyId(string Value) : ISlug<PartyId>
{
    /// <inheritdoc/>
    public static PartyId Of(string value) => new(value);

    /// <inheritdoc/>
    public static string Noun => "party";

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names a matter under negotiation: <c>hostages</c>.</summary>
[JsonConverter(typeof(SlugConverter<IssueId>))]
public readonly record struct IssueId(string Value) : ISlug<IssueId>
{
    /// <inheritdoc/>
    public static IssueId Of(string value) => new(value);

    /// <inheritdoc/>
    public static string Noun => "issue";

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names a proposal or counter-proposal within one negotiation.</summary>
[JsonConverter(typeof(SlugConverter<ProposalId>))]
public readonly record struct ProposalId(string Value) : ISlug<ProposalId>
{
    /// <inheritdoc/>
    public static ProposalId Of(string value) => new(value);

    /// <inheritdoc/>
    public static string Noun => "proposal";

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names a demand within one negotiation, so that it can be revised, met or dropped.</summary>
[JsonConverter(typeof(SlugConverter<DemandId>))]
public readonly record struct DemandId(string Value) : ISlug<DemandId>
{
    /// <inheritdoc/>
    public static DemandId Of(string value) => new(value);

    /// <inheritdoc/>
    public static string Noun => "demand";

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names an ultimatum within one negotiation.</summary>
[JsonConverter(typeof(SlugConverter<UltimatumId>))]
public readonly record struct UltimatumId(string Value) : ISlug<UltimatumId>
{
    /// <inheritdoc/>
    public static UltimatumId Of(string value) => new(value);

    /// <inheritdoc/>
    public static string Noun => "ultimatum";

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names an agreement within one negotiation: <c>withdrawal-agreement</c>.</summary>
[JsonConverter(typeof(SlugConverter<AgreementId>))]
public readonly record struct AgreementId(string Value) : ISlug<AgreementId>
{
    /// <inheritdoc/>
    public static AgreementId Of(string value) => new(value);

    /// <inheritdoc/>
    public static string Noun => "agreement";

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names a commitment within one negotiation, so that it can be met or missed.</summary>
[JsonConverter(typeof(SlugConverter<CommitmentId>))]
public readonly record struct CommitmentId(string Value) : ISlug<CommitmentId>
{
    /// <inheritdoc/>
    public static CommitmentId Of(string value) => new(value);

    /// <inheritdoc/>
    public static string Noun => "commitment";

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names a military operation within one negotiation, so that one of several can be halted.</summary>
[JsonConverter(typeof(SlugConverter<OperationId>))]
public readonly record struct OperationId(string Value) : ISlug<OperationId>
{
    /// <inheritdoc/>
    public static OperationId Of(string value) => new(value);

    /// <inheritdoc/>
    public static string Noun => "operation";

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names a registered speaker, over all negotiations of the ledger.</summary>
[JsonConverter(typeof(SlugConverter<SpeakerId>))]
public readonly record struct SpeakerId(string Value) : ISlug<SpeakerId>
{
    /// <inheritdoc/>
    public static SpeakerId Of(string value) => new(value);

    /// <inheritdoc/>
    public static string Noun => "speaker";

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names a registered source, over all negotiations of the ledger.</summary>
[JsonConverter(typeof(SlugConverter<SourceId>))]
public readonly record struct SourceId(string Value) : ISlug<SourceId>
{
    /// <inheritdoc/>
    public static SourceId Of(string value) => new(value);

    /// <inheritdoc/>
    public static string Noun => "source";

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Reads and writes an id as a JSON string, and as a property name.</summary>
public sealed class SlugConverter<T> : JsonConverter<T>
    where T : struct, ISlug<T>
{
    private static readonly Recent<string> Texts = new(text => text);

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? Parse(reader.GetString()!)
            : throw new JsonException($"The {T.Noun} id should be a string.");

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString()!);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value);

    private static T Parse(string text) =>
        Slug.IsValid(text) ? T.Of(Texts.Of(text)) : throw new JsonException(Slug.Complaint(T.Noun, text));
}
