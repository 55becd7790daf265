using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NegotiationLedger.Views;

/// <summary>What a statement of W3C PROV is about: the members of a PROV-JSON document, in the order written.</summary>
internal enum ProvKind
{
    Entity,
    Activity,
    Agent,
    WasGeneratedBy,
    Used,
    WasInvalidatedBy,
    WasDerivedFrom,
    WasAttributedTo,
    WasAssociatedWith,
    ActedOnBehalfOf,
}

/// <summary>One statement of W3C PROV (PROV-DM, W3C Recommendation, 30 April 2013).</summary>
/// <param name="Kind">What it states.</param>
/// <param name="Id">What it identifies: a qualified name for an element. A relation has none, but one that several records state gives a key here.</param>
/// <param name="IsShared">Whether several records may state it; it is then written once.</param>
/// <param name="Attributes">Its attributes; those without a value are left out.</param>
internal sealed record ProvStatement(ProvKind Kind, string? Id, bool IsShared, params IReadOnlyList<ProvAttribute> Attributes);

/// <summary>An attribute of a statement.</summary>
/// <param name="Name">A qualified name.</param>
/// <param name="Value">The value in its lexical form; null for none.</param>
/// <param name="Type">The datatype, a qualified name; null for a plain string, and for what the relation itself refers to.</param>
internal readonly record struct ProvAttribute(string Name, string? Value, string? Type = null)
{
    internal static ProvAttribute Reference(string name, string id) => new("prov:" + name, id);

    internal static ProvAttribute Label(string? text) => new("prov:label", text);

    /// <summary>A type, of PROV's own (<c>prov:Person</c>) or of the ledger's.</summary>
    internal static ProvAttribute Is(string type) => new("prov:type", type, "prov:QUALIFIED_NAME");

    internal static ProvAttribute Role(string role) => new("prov:role", role, "prov:QUALIFIED_NAME");

    /// <summary>An attribute of the ledger's own.</summary>
    internal static ProvAttribute Term(string term, string? text) => new(ProvName.Term(term), text);

    internal static ProvAttribute Term(string term, long? number) =>
        new(ProvName.Term(term), number?.ToString(CultureInfo.InvariantCulture), "xsd:long");

    /// <summary>Writes name and value: a string, or a typed literal.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        if (Value is null)
            return;
        if (Type is null)
        {
            writer.WriteString(Name, Value);
            return;
        }

        writer.WriteStartObject(Name);
        writer.WriteString("$", Value);
        writer.WriteString("type", Type);
        writer.WriteEndObject();
    }
}

/// <summary>Names what PROV statements are about: qualified names (PROV-N, section 3.7.1), each kind of thing under a prefix of its own.</summary>
internal static class ProvName
{
    private const string Ours = "urn:negotiation-ledger:";

    /// <summary>The prefixes and the namespaces they stand for.</summary>
    internal static IReadOnlyList<(string Prefix, string Namespace)> Prefixes { get; } =
    [
        ("prov", "http://www.w3.org/ns/prov#"),
        ("xsd", "http://www.w3.org/2001/XMLSchema#"),
        ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
        ("ledger", Ours + "term:"),
        .. new[] { "record", "form", "quote", "note", "source", "recording", "act", "speaker", "party", "publisher", "principal" }.Select(
            kind => (kind, $"{Ours}{kind}:")
        ),
    ];

    internal static string Term(string term) => "ledger:" + term;

    /// <summary>A record as it was recorded.</summary>
    internal static string Record(EventId id) => $"record:{id}";

    /// <summary>The form that a correction gave a record.</summary>
    internal static string Form(EventId correction) => $"form:{correction}";

    /// <summary>The words that a record, or the form a correction gave it, quotes.</summary>
    internal static string Quote(EventId id) => $"quote:{id}";

    /// <summary>What a dispute or a corroboration says.</summary>
    internal static string Note(EventId annotation) => $"note:{annotation}";

    internal static string Source(SourceId id) => $"source:{Escape(id.Value)}";

    internal static string Recording(EventId id) => $"recording:{id}";

    /// <summary>The doing of a record about a record: a correction, a retraction.</summary>
    internal static string Act(EventId annotation) => $"act:{annotation}";

    internal static string Speaker(SpeakerId id) => $"speaker:{Escape(id.Value)}";

    /// <summary>A party, whose id belongs to its negotiation.</summary>
    internal static string Party(NegotiationId negotiation, PartyId id) => $"party:{Escape(negotiation.Value)}/{Escape(id.Value)}";

    internal static string Publisher(string name) => $"publisher:{Escape(name)}";

    internal static string Principal(string name) => $"principal:{Escape(name)}";

    // Letters, digits, underscores, and hyphens but for the first, stand for themselves in PROV-N; all else is percent-encoded, as in a URN.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (
                b is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9') or (byte)'_'
                || (b == (byte)'-' && escaped.Length > 0)
            )
                escaped.Append((char)b);
            else
                escaped.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return escaped.Length == 0 ? "_" : escaped.ToString();
    }
}
