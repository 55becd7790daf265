using System.Text.Json;

namespace NegotiationLedger.Vocabulary;

/// <summary>Another account supports an earlier record.</summary>
/// <param name="Grounds">What supports it.</param>
public sealed record AssertionCorroborated(string? Grounds = null) : Annotation
{
    /// <inheritdoc/>
    public override string Headline(INames names) => $"record corroborated{(Grounds is null ? "" : $": {Grounds}")}";
}

/// <summary>An earlier record is called into doubt. It still takes effect, unless a lens asks for undisputed records alone.</summary>
/// <param name="Grounds">Why it is doubted.</param>
public sealed record AssertionDisputed(string Grounds) : Annotation
{
    /// <inheritdoc/>
    public override string Headline(INames names) => $"record disputed: {Grounds}";
}

/// <summary>An earlier record was taken down wrongly, or its speaker or source corrected it.</summary>
/// <param name="Patch">The change: a JSON Merge Patch (RFC 7396) over the record as stored, never over its type.</param>
/// <param name="Reason">Why.</param>
public sealed record AssertionCorrected(JsonElement Patch, string Reason) : Annotation
{
    /// <inheritdoc/>
    public override string Headline(INames names) => $"record corrected: {Reason}";
}

/// <summary>An earlier record is withdrawn, for every day it spoke of. Retracting a retraction restores what it withdrew.</summary>
/// <param name="Reason">Why.</param>
public sealed record AssertionRetracted(string Reason) : Annotation
{
    /// <inheritdoc/>
    public override string Headline(INames names) => $"record retracted: {Reason}";
}
