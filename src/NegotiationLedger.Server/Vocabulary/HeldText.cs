namespace NegotiationLedger.Server;

/// <summary>The text of a source where it is sent: it is kept beside the record, which has its hash.</summary>
internal static class HeldText
{
    /// <summary>What it is.</summary>
    internal const string Meaning =
        "The document's text, where it may be kept: quotations are then checked against it. At most 16 MiB with all else.";

    /// <summary>The field of a type with which it is sent; none of other types.</summary>
    internal static IEnumerable<FieldAnswer> Fields(EventName row) =>
        row.Name is "source_registered" or "source_text_added"
            ? [new("text", Meaning, "text", row.Name == "source_text_added", Values: null, Fields: null)]
            : [];
}
